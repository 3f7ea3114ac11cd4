// Python in a worker: loaded when the page asks for it, ended by the page whenever it likes.

import { load } from "./loading.js"

let session

// A file that Python asks for in the middle of a block, and waits for.
const fetched = (folder, name) => {
  const request = new XMLHttpRequest()
  request.open("GET", `${folder}${name}.bin`, false)
  request.responseType = "arraybuffer"
  request.send()
  if (request.status !== 200) throw new Error(`${name}: ${request.status}`)
  return new Uint8Array(request.response)
}

const start = async ({ archive, lacking, absent, lang }) => {
  const python = await load(archive)
  const results = new URL("results/", archive).href
  python.globals.set("fetched", name => fetched(results, name))
  python.globals.set("training", on => postMessage({ type: "training", on }))
  python.globals.set("settings", JSON.stringify({ lacking, absent, lang }))
  python.globals.set("hand_on", text => postMessage({ type: "printed", text }))
  session = python.runPython(`
import json
settings = json.loads(settings)
from course.live import runner
fetch = lambda name: fetched(name).to_bytes()
stored = runner.prepare(settings["lacking"], settings["absent"], fetch, training)
runner.Session(settings["lang"], hand_on, stored)
`)
  postMessage({ type: "ready" })
}

// The blocks as far as one, in order; those that have been run and are as they were stay.
const run = blocks => {
  const first = session.begin_json(JSON.stringify(blocks.map(({ id, code }) => [id, code])))
  for (const { id, code, raises, own } of blocks.slice(first)) {
    postMessage({ type: "begun", id })
    const result = JSON.parse(session.run_json(id, code, raises, own))
    postMessage({ type: "result", result })
    if (result.error && !result.error.expected) break
  }
  postMessage({ type: "done" })
}

onmessage = async ({ data }) => {
  try {
    if (data.type === "start") await start(data)
    else run(data.blocks)
  } catch (error) {
    postMessage({ type: "lost", text: String(error) })
  }
}
