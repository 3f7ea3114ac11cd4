// Inside training: the recorded run out of the page's data, and how its numbers are written.

const inside = window.inside = { figures: {}, tells: new Set() };

(() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."
  const VALUES = new Uint8Array(128)
  for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i

  // Undoes minimodel/texts/compact.py; `row(r)` gives the numbers of record r, in one line.
  function expand({ text, shape, scale, low, high, levels, digits }, Floats = Float32Array) {
    const size = shape.slice(1).reduce((product, length) => product * length, 1)
    const modulus = digits === 1 ? 64 : 4096
    const table = new Floats(levels)
    for (let k = 0; k < levels; k++) {
      const share = k / (levels - 1), signed = 2 * share - 1
      table[k] = scale === "linear" ? low + (high - low) * share
        : scale === "log" ? low * (high / low) ** share
        : high * signed * Math.abs(signed)
    }
    const values = new Floats(shape[0] * size)
    const level = new Uint16Array(size)
    for (let i = 0, at = 0; i < values.length; i++) {
      const place = i % size
      let change = VALUES[text.charCodeAt(at++)]
      if (digits === 2) change = change * 64 + VALUES[text.charCodeAt(at++)]
      level[place] = (level[place] + change) % modulus
      values[i] = table[level[place]]
    }
    const step = (high - low) / (levels - 1)
    return { shape, low, high, step, row: r => values.subarray(r * size, (r + 1) * size) }
  }

  inside.expand = expand
  inside.read = (element, Floats) => {
    const run = JSON.parse(element.textContent)
    for (const [name, packed] of Object.entries(run.arrays || {})) run[name] = expand(packed, Floats)
    delete run.arrays
    if (run.steps) run.last = run.steps.length - 1

    // 1234.5 → 1,234.50 or 1.234,50
    run.number = (value, digits = 2) => {
      const [whole, rest] = Math.abs(value).toFixed(digits).split(".")
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, run.group)
      const minus = value < 0 && Number(value.toFixed(digits)) !== 0 ? "\u2212" : ""
      return minus + grouped + (rest ? run.decimal + rest : "")
    }
    // So many digits that matter, whatever the size.
    run.rough = (value, digits = 2) => {
      if (value === 0) return "0"
      const size = Math.floor(Math.log10(Math.abs(value)))
      return run.number(value, Math.min(6, Math.max(0, digits - 1 - size)))
    }
    // Small shares are told apart from nothing.
    run.share = value => run.number(100 * value, value > 0 && value < 0.1 ? 1 : 0) + run.percent
    run.step = r => run.number(run.steps[r], 0)
    run.text = (key, values = {}) =>
      run.texts[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all)
    run.letter = char => (char === " " ? "\u2423" : char)
    return run
  }
})()
