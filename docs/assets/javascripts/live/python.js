// The page's end of the worker: begins it, listens to it, and ends it.

// Seconds of a training, which no block's limit is meant for: a build lets it take 900, and a slow
// phone may take 24 times as long (SLOWER in course/live/pack.py).
const LONGEST = 24 * 900
const ANSWER = 30 // seconds in which a worker that has nothing to run takes up the next block

export class Python {
  // `said` hears {begun: id}, {printed: text}, {training} and {result}, as they come.
  constructor({ archive, lacking, absent, lang }, said) {
    this.settings = { type: "start", archive, lacking, absent, lang }
    this.said = said
    this.worker = null
    this.running = null
  }

  // Runs blocks; gives `how` it ended, "done", "stopped", "time" or "lost", which one was the last
  // that began, `at`, and after how many `seconds` its time was over.
  run(blocks) {
    return new Promise(resolve => {
      this.running = { blocks, resolve, timer: 0, last: null, seconds: 0 }
      if (this.worker) this.ask()
      else this.begin()
    })
  }

  get loaded() {
    return this.worker !== null
  }

  begin() {
    try {
      this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" })
    } catch (error) {
      this.end("lost", String(error))
      return
    }
    this.worker.onmessage = ({ data }) => this.hear(data)
    this.worker.onerror = event => {
      event.preventDefault()
      this.end("lost", event.message)
    }
    this.worker.postMessage(this.settings)
  }

  ask() {
    this.worker.postMessage({ type: "run", blocks: this.running.blocks })
    this.expect()
  }

  // Takes a worker that does not say what comes next for lost: one can end without an event.
  expect() {
    clearTimeout(this.running.timer)
    this.running.timer = setTimeout(() => this.end("lost", "no answer"), ANSWER * 1000)
  }

  hear(data) {
    const { running } = this
    if (!running) return
    if (data.type === "ready") this.ask()
    else if (data.type === "begun") {
      running.last = data.id
      this.limit()
      this.said({ begun: data.id })
    } else if (data.type === "training") {
      this.limit(data.on ? LONGEST : undefined)
      this.said({ training: data.on })
    } else if (data.type === "printed") this.said({ printed: data.text })
    else if (data.type === "result") {
      this.expect()
      this.said({ result: data.result })
    } else if (data.type === "done") this.finish("done")
    else if (data.type === "lost") this.end("lost", data.text)
  }

  // Lets what runs take so many seconds from now on; those of its block unless others are given.
  limit(seconds = this.running.blocks.find(block => block.id === this.running.last).seconds) {
    clearTimeout(this.running.timer)
    this.running.seconds = seconds
    this.running.timer = setTimeout(() => this.end("time"), seconds * 1000)
  }

  // Ends the worker; the next run starts a new one.
  end(how, why = "") {
    if (why) console.info(`Python: ${why}`)
    this.worker?.terminate()
    this.worker = null
    this.finish(how)
  }

  finish(how) {
    const { running } = this
    if (!running) return
    clearTimeout(running.timer)
    this.running = null
    running.resolve({ how, at: running.last, seconds: running.seconds })
  }
}
