// The page's end of a check: the worker that judges, and one for each run of the student's code.

export const PROGRAM = 180 // seconds that a program may take

class Helper {
  constructor(archive) {
    this.waiting = null
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" })
    this.worker.onmessage = ({ data }) => this.hear(data)
    this.worker.onerror = event => {
      event.preventDefault()
      this.hear({ type: "lost", text: event.message })
    }
    this.ready = new Promise((resolve, reject) => {
      this.loaded = resolve
      this.failed = reject
    })
    this.ready.catch(() => {}) // whoever asks hears of it
    this.send({ type: "start", archive })
  }

  send(message) {
    this.worker.postMessage(message)
  }

  hear(data) {
    if (data.type === "ready") this.loaded()
    else if (data.type === "lost") {
      console.info(`Python: ${data.text}`)
      this.broken = true
      this.failed(Object.assign(new Error(data.text), { unloaded: true }))
      this.heard?.(data)
    } else this.heard?.(data)
  }

  end() {
    this.worker.terminate()
  }
}

export class Checker {
  constructor(archive, name, lang) {
    Object.assign(this, { archive, name, lang })
    this.judge = this.spare = this.runner = this.halt = null
  }

  // Gives the checklist; `said` hears {loading}, {running: step, doing} and {judging}.
  // Throws "stopped", "unreached" if Python could not be loaded, or "lost".
  check(files, said) {
    return this.halting(() => this.judged(files, said))
  }

  // Runs a file as a program: {printed, said: what went wrong, written: files by name}.
  // Throws "overdue" as well.
  program(file, files, said) {
    return this.halting(async () => {
      said({ loading: true })
      const message = { type: "program", file, lang: this.lang, files }
      const told = await this.once(message, PROGRAM, {}, said)
      if (told.type === "ran") return told
      throw told.kind === "timeout" ? "overdue" : "broke"
    })
  }

  async halting(act) {
    const stopped = new Promise((_, reject) => {
      this.halt = () => reject("stopped")
    })
    stopped.catch(() => {})
    try {
      return await Promise.race([act(), stopped])
    } catch (error) {
      this.drop()
      if (["stopped", "overdue", "broke"].includes(error)) throw error
      throw error?.unloaded ? "unreached" : "lost"
    } finally {
      this.halt = null
    }
  }

  stop() {
    this.halt?.()
  }

  drop() {
    for (const helper of [this.judge, this.spare, this.runner]) helper?.end()
    this.judge = this.spare = this.runner = null
  }

  async judged(files, said) {
    said({ loading: true })
    this.judge = this.whole(this.judge)
    this.spare = this.whole(this.spare)
    await this.judge.ready
    let answer = this.answer({ type: "judge", name: this.name, lang: this.lang, files })
    for (;;) {
      const found = await answer
      if (!found.asked) return found
      for (const asked of found.asked) this.judge.send(await this.run(asked, files, said))
      said({ judging: true })
      answer = this.answer({ type: "go" })
    }
  }

  answer(message) {
    const { judge } = this
    return new Promise((resolve, reject) => {
      judge.heard = data => (data.type === "judged" ? resolve(data.found) : reject(data.text))
      judge.send(message)
    })
  }

  // A helper that has not broken down, be it a new one.
  whole(helper) {
    if (!helper?.broken) return helper ?? new Helper(this.archive)
    helper.end()
    return new Helper(this.archive)
  }

  // What the judge is told of one run.
  async run({ key, seconds, doing }, files, said) {
    return { key, ...(await this.once({ type: "probe", key, files }, seconds, doing, said)) }
  }

  // Gives one task to a worker that is used for nothing else: what it answers, or how it ended.
  async once(message, seconds, doing, said) {
    const runner = this.whole(this.spare)
    this.runner = runner
    this.spare = null
    await runner.ready
    let step = ""
    let file = ""
    const told = await new Promise(resolve => {
      let timer = 0
      const end = kind => resolve({ type: "end", kind, step, file })
      runner.heard = data => {
        if (data.type === "begun") {
          timer = setTimeout(end, seconds * 1000, "timeout")
          said({ running: "", doing })
        } else if (data.type === "step") {
          step = data.step
          if (step.endsWith(".py")) file = step
          said({ running: step, doing })
        } else {
          clearTimeout(timer)
          if (data.type === "lost") end("lost")
          else resolve(data)
        }
      }
      runner.send(message)
    })
    runner.end()
    this.runner = null
    this.spare = new Helper(this.archive)
    return told
  }
}
