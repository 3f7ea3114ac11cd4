// Python in a worker, with a part of the course's code: for the blocks of a page, and for checks.

import { loadPyodide } from "../../vendor/pyodide/pyodide.mjs"

const FOLDER = "/course"

// Pyodide says of WebAssembly that did not come only this, and then waits forever.
const { warn } = console
console.warn = (...said) => {
  if (String(said[0]).startsWith("wasm instantiation failed"))
    postMessage({ type: "lost", text: String(said[0]) })
  else warn(...said)
}

// Gives Python, which finds the code of an archive.
export const load = async archive => {
  const code = fetch(archive).then(answer => {
    if (!answer.ok) throw new Error(`${archive}: ${answer.status}`)
    return answer.arrayBuffer()
  })
  const python = await loadPyodide({
    indexURL: new URL("../../vendor/pyodide/", import.meta.url).href,
    packages: ["numpy"],
  })
  python.unpackArchive(await code, "zip", { extractDir: FOLDER })
  python.runPython(`import sys\nsys.path.insert(0, "${FOLDER}")`)
  return python
}
