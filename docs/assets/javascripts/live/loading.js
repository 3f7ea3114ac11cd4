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

// Nothing is looked up in Pyodide's list of packages: NumPy is all that there is.
const PACKAGES = {
  info: {
    abi_version: "2025_0",
    arch: "wasm32",
    platform: "emscripten_4_0_9",
    python: "3.13.2",
    version: "0.29.0",
  },
  packages: {},
}

// What is fetched while Python starts.
const fetched = async address => {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  return answer.arrayBuffer()
}

// Gives Python, which finds NumPy and the code of an archive.
export const load = async archive => {
  const vendor = new URL("../../vendor/pyodide/", import.meta.url).href
  const archives = Promise.all([fetched(`${vendor}numpy.zip`), fetched(archive)])
  archives.catch(() => {}) // whoever waits for them hears of it
  const python = await loadPyodide({
    indexURL: vendor,
    lockFileContents: PACKAGES,
    packageBaseUrl: vendor,
  })
  const [numpy, code] = await archives
  python.unpackArchive(numpy, "zip", { extractDir: python.runPython("import site\nsite.getsitepackages()[0]") })
  python.unpackArchive(code, "zip", { extractDir: FOLDER })
  python.runPython(`import sys\nsys.path.insert(0, "${FOLDER}")`)
  // What a reader's code deletes would be missing at every later run.
  python.runPython(`
import os
for folder, _, files in os.walk("${FOLDER}"):
    for name in files:
        os.chmod(f"{folder}/{name}", 0o444)
    os.chmod(folder, 0o555)
del folder, files, name
`)
  return python
}
