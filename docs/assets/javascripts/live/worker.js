// Python in a worker: loaded when the page asks for it, ended by the page whenever it likes.

import { load } from "./loading.js"

let session

const start = async ({ archive, lacking, absent, lang }) => {
  const python = await load(archive)
  python.globals.set("settings", JSON.stringify({ lacking, absent, lang }))
  python.globals.set("hand_on", text => postMessage({ type: "printed", text }))
  session = python.runPython(`
import json
settings = json.loads(settings)
from course.live import runner
runner.prepare(settings["lacking"], settings["absent"])
runner.Session(settings["lang"], hand_on)
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
