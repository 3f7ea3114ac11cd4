// The page's end of a check: the worker that judges, and one for each run of the student's code.

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
      this.failed(new Error(data.text))
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
  // Throws "stopped" or "lost".
  async check(files, said) {
    const stopped = new Promise((_, reject) => {
      this.halt = () => reject("stopped")
    })
    stopped.catch(() => {})
    try {
      return await Promise.race([this.judged(files, said), stopped])
    } catch (error) {
      this.drop()
      throw error === "stopped" ? error : "lost"
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
    this.judge ??= new Helper(this.archive)
    this.spare ??= new Helper(this.archive)
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

  // What the judge is told of one run; its worker is used for nothing else.
  async run({ key, seconds, doing }, files, said) {
    const runner = this.spare ?? new Helper(this.archive)
    this.runner = runner
    this.spare = null
    await runner.ready
    let step = ""
    let file = ""
    const told = await new Promise(resolve => {
      let timer = 0
      const end = kind => resolve({ type: "end", key, kind, step, file })
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
          else resolve({ type: "take", key, files: data.files })
        }
      }
      runner.send({ type: "probe", key, files })
    })
    runner.end()
    this.runner = null
    this.spare = new Helper(this.archive)
    return told
  }
}
