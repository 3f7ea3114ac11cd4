// Python for a check, in a worker: one judges; another, used once, runs what the student wrote.

import { load } from "../live/loading.js"

let browser
let asFiles
let judging

const answer = found => {
  const files = new Map(Object.entries(found.toJs({ dict_converter: Object.fromEntries })))
  found.destroy()
  return files
}

const tasks = {
  async start({ archive }) {
    const python = await load(archive)
    browser = python.runPython("from course.student import browser\nbrowser")
    python.runPython("def as_files(found):\n    return {name: bytes(content) for name, content in found.to_py().items()}")
    asFiles = python.globals.get("as_files")
    postMessage({ type: "ready" })
  },
  judge({ name, lang, files }) {
    judging = browser.Judging(name, lang, asFiles(files))
    tasks.go()
  },
  take({ key, files }) {
    judging.take(key, asFiles(files))
  },
  end({ key, kind, step, file }) {
    judging.end(key, kind, step, file)
  },
  go() {
    postMessage({ type: "judged", found: JSON.parse(judging.judge()) })
  },
  probe({ key, files }) {
    postMessage({ type: "begun" })
    const found = browser.probe(key, asFiles(files), step => postMessage({ type: "step", step }))
    postMessage({ type: "take", files: answer(found) })
  },
  program({ file, lang, files }) {
    postMessage({ type: "begun" })
    const found = browser.run_program(file, lang, asFiles(files))
    const [printed, said, written] = found
    postMessage({ type: "ran", printed, said, written: answer(written) })
  },
}

// One after the other, whatever comes while Python loads.
let last = Promise.resolve()
onmessage = ({ data }) => {
  last = last
    .then(() => tasks[data.type](data))
    .catch(error => postMessage({ type: "lost", text: String(error) }))
}
