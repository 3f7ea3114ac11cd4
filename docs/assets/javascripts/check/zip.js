// Zip files: written without compression, read with or without.

export const LIMIT = 20_000_000 // bytes of all files together

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1
  return n >>> 0
})

const crc = bytes => {
  let c = 0xffffffff
  for (const byte of bytes) c = table[(c ^ byte) & 0xff] ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

// Numbers of two or four bytes, the lowest byte first.
const packed = fields => {
  const bytes = []
  for (const [size, value] of fields)
    for (let k = 0; k < size; k++) bytes.push((value >>> (8 * k)) & 0xff)
  return Uint8Array.from(bytes)
}

// Files by name, into a zip below a folder.
export const write = (files, folder) => {
  const parts = []
  const central = []
  let offset = 0
  let length = 0
  for (const [name, content] of files) {
    const path = new TextEncoder().encode(`${folder}/${name}`)
    // Version 2.0, names in UTF-8, stored, 1 January 1980.
    const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc(content)]]
    common.push([4, content.length], [4, content.length], [2, path.length], [2, 0])
    const head = packed([[4, 0x04034b50], ...common])
    const entry = packed([[4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]])
    parts.push(head, path, content)
    central.push(entry, path)
    offset += head.length + path.length + content.length
    length += entry.length + path.length
  }
  const count = files.size
  const end = [[4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, length], [4, offset], [2, 0]]
  return new Blob([...parts, ...central, packed(end)], { type: "application/zip" })
}

const inflated = async (bytes, room) => {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader()
  const parts = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > room) throw new RangeError("too large")
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

// The files in a zip, by name, of the one folder that holds any of those that are `wanted`.
// A RangeError if they are too large, another error if it is no zip.
export const read = async (buffer, wanted) => {
  const view = new DataView(buffer)
  let end = buffer.byteLength - 22
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--
  if (end < 0) throw new Error("no zip")
  const entries = []
  let at = view.getUint32(end + 16, true)
  for (let k = view.getUint16(end + 10, true); k > 0; k--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error("no entry")
    const length = view.getUint16(at + 28, true)
    const path = new TextDecoder().decode(new Uint8Array(buffer, at + 46, length))
    entries.push({
      path,
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      from: view.getUint32(at + 42, true),
    })
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  const folder = path => path.slice(0, path.lastIndexOf("/") + 1)
  const name = path => path.slice(path.lastIndexOf("/") + 1)
  const home = entries.find(({ path }) => wanted.includes(name(path)))
  const found = new Map()
  let room = LIMIT
  for (const { path, method, size, from } of entries) {
    if (!home || folder(path) !== folder(home.path) || !name(path) || name(path).startsWith(".")) continue
    if (size > room) throw new RangeError("too large")
    if (view.getUint32(from, true) !== 0x04034b50 || (method !== 0 && method !== 8))
      throw new Error("no file")
    const start = from + 30 + view.getUint16(from + 26, true) + view.getUint16(from + 28, true)
    const raw = new Uint8Array(buffer, start, size)
    const content = method === 8 ? await inflated(raw, room) : raw.slice()
    room -= content.length
    found.set(name(path), content)
  }
  return found
}
