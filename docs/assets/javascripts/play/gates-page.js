// The gate bench: two curves and the theory's lines, computed anew at each move.

(() => {
  const data = document.getElementById("gates-data")
  const figure = document.getElementById("fig-bench")
  const printed = figure && figure.querySelector("svg")
  if (!data || !printed) return
  const run = inside.read(data)
  const { text } = run
  const unpacked = packed => Object.fromEntries(Object.entries(packed).map(([name, each]) =>
    [name, inside.expand(each, Float64Array).row(0)]))
  const weights = { rnn: unpacked(run.rnn), gru: unpacked(run.gru) }
  const H = Math.sqrt(weights.rnn.W_hh.length)

  const state = {
    bias: inside.asked("bias", -6, 6, -3), sigma: inside.asked("sigma", 0.02, 0.4, 0.1),
    length: Math.round(inside.asked("length", 2, 200, 50)),
  }
  const controls = {
    bias: [inside.range("bias", -6, 6, 0.1), 1], sigma: [inside.range("sigma", 0.02, 0.4, 0.01), 2],
    length: [inside.range("length", 2, 200, 1), 0],
  }
  const values = {}
  const fields = Object.entries(controls).map(([name, [slider]]) => {
    values[name] = inside.make("output")
    slider.addEventListener("input", () => {
      state[name] = Number(slider.value)
      show()
    })
    return inside.field(text(name), slider, values[name])
  })
  const buttons = inside.make("div", { className: "play-buttons" },
    inside.button(text("bias_for"), () => {
      state.bias = Math.max(-6, -Math.log(state.length - 1))
      show()
    }),
    inside.button(text("lab"), () => {
      Object.assign(state, { bias: 0, sigma: 0.1, length: 50 })
      show()
    }))
  const host = inside.make("div", { className: "inside-live" })
  host.setAttribute("role", "img")
  host.setAttribute("aria-label", printed.getAttribute("aria-label"))
  const speech = inside.speech()
  const widget = inside.make("div", { className: "play" },
    inside.make("div", { className: "play-head" }, ...fields), buttons, host, ...speech.elements)
  widget.setAttribute("role", "group")
  widget.setAttribute("aria-label", text("widget"))

  Object.assign(inside.styles, {
    rnn: { stroke: "rnn", width: 2.4 },
    gru: { stroke: "gru", width: 2.4, dash: "9 4" },
    rnn_rest: { stroke: "rnn", width: 1.5, dash: "2 4" },
    gru_rest: { stroke: "gru", width: 1.5, dash: "2 4" },
  })
  const KINDS = ["rnn_rest", "gru_rest", "rnn", "gru"]
  const LOW = -20, HIGH = 4 // powers of ten in the picture
  const power = p => (p === 0 ? "1" : `10${[...String(p)].map(c => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("")}`)

  // Everything that is shown, in orders of magnitude: log10 of what remains after k steps back.
  function measured() {
    const { bias, sigma, length } = state
    const ids = Array.from({ length }, (_, t) => run.clauses[t % run.clauses.length])
    const asked = { ids, target: run.target, sigma, bias, H }
    const found = {}
    for (const kind of ["rnn", "gru"]) {
      const g = gates[kind](weights[kind], asked)
      found[kind] = Array.from({ length: length + 1 }, (_, k) => Math.log10(g[length - k] / g[length]))
    }
    const radius = { rnn_rest: sigma * run.radius, gru_rest: gates.restRadius(run.eigenvalues, asked) }
    for (const [kind, each] of Object.entries(radius)) {
      found[kind] = Array.from({ length: length + 1 }, (_, k) => k * Math.log10(each))
    }
    return found
  }

  // 11.2 orders lost, or 2.0 gained.
  const orders = value => text(value > 0 ? "gained" : "lost", { steps: run.number(Math.abs(value), 1) })
  function draw() {
    const { length } = state, found = measured()
    const width = host.clientWidth || 600
    host.replaceChildren()
    const stage = inside.stage(host, width, 330)
    const gap = [1, 2, 5, 10, 20, 50].find(each => length / each <= (width < 420 ? 5 : 10))
    const axes = inside.axes(stage, {
      left: 46, right: width - 8, top: 26, bottom: 284,
      x: {
        low: 0, high: length, label: text("lag"),
        ticks: Array.from({ length: Math.floor(length / gap) + 1 }, (_, i) => [i * gap, String(i * gap)]),
      },
      y: {
        low: LOW, high: HIGH, label: text("kept"),
        ticks: [4, 0, -4, -8, -12, -16, -20].map(each => [each, power(each)]),
      },
    })
    for (const kind of KINDS) {
      // As far as the picture reaches; the words below say the rest.
      const out = found[kind].findIndex(each => !(each >= LOW && each <= HIGH))
      const shown = out < 0 ? found[kind] : found[kind].slice(0, out)
      axes.curve(shown.map((_, k) => k), shown, kind)
    }
    inside.legend(host, KINDS.slice(2).concat(KINDS.slice(0, 2)).map(kind => [kind, text(kind)]))
    for (const [name, [slider, digits]] of Object.entries(controls)) {
      slider.value = state[name]
      values[name].textContent = run.number(state[name], digits)
      slider.setAttribute("aria-valuetext", values[name].textContent)
    }
    const end = Object.fromEntries(KINDS.map(kind => [kind, found[kind][length]]))
    speech.say(text("now", {
      bias: run.number(state.bias, 1), gate: run.rough(gates.sigmoid(state.bias)),
      sigma: run.number(state.sigma, 2), steps: length, rnn: orders(end.rnn), gru: orders(end.gru),
      rnn_rest: orders(end.rnn_rest), gru_rest: orders(end.gru_rest),
    }))
    return end
  }

  const remember = inside.address(() => ({
    bias: state.bias.toFixed(2), sigma: state.sigma.toFixed(2), length: state.length,
  }))
  function show() {
    draw()
    remember()
    speech.rest()
  }

  printed.replaceWith(widget)
  draw()
  let width = host.clientWidth
  new ResizeObserver(() => {
    if (host.clientWidth === width) return
    width = host.clientWidth
    draw()
  }).observe(widget)
  gates.widget = { state, draw }
})()
