// The playground: what is typed is read by a network, symbol by symbol, as far as the cursor.

(() => {
  const data = document.getElementById("play-data")
  const figure = document.getElementById("fig-play")
  const printed = figure && figure.querySelector("svg")
  if (!data || !printed) return
  const run = inside.read(data, Float64Array)
  const { text } = run
  const WEIGHTS = ["W_xh", "W_hh", "W_hy", "b_h", "b_y"]
  const LONGEST = 160 // symbols
  const SHOWN = 6 // of those that may come next

  // Two kinds of network: how a text falls into symbols, and how symbols make a text.
  const kinds = {
    characters: { ...run, split: typed => [...typed], join: symbols => symbols.join("") },
    verbs: {
      ...run.verbs,
      split: typed => typed.match(/\S+\s*/g) || [],
      join: symbols => symbols.map(each => `${each.trim()} `).join(""),
      first: "<bos>",
    },
  }
  for (const [name, packed] of Object.entries(run.verbs.arrays)) {
    kinds.verbs[name] = inside.expand(packed, Float64Array)
  }
  for (const kind of Object.values(kinds)) {
    kind.id = new Map(kind.symbols.map((symbol, id) => [symbol, id]))
    kind.made = new Map()
    kind.network = record => {
      if (!kind.made.has(record)) {
        kind.made.set(record, play.network(Object.fromEntries(WEIGHTS.map(w => [w, kind[w].row(record)]))))
      }
      return kind.made.get(record)
    }
  }
  const known = (kind, symbol) => kind.id.get(symbol) ?? kind.id.get(symbol.trim() || symbol)
    ?? kind.id.get(symbol.trim().toLowerCase() || symbol) ?? -1

  // What is shown ------------------------------------------------------------------------------
  const asked = new URLSearchParams(location.search)
  const state = { name: asked.get("net") === "verbs" ? "verbs" : "characters", temperature: 1 }
  const kind = () => kinds[state.name]
  const cut = typed => kind().join(kind().split(typed).slice(0, LONGEST))
  state.text = asked.has("text") ? asked.get("text") : kind().opening
  if (kind().split(state.text).length > LONGEST) state.text = cut(state.text)
  state.temperature = inside.asked("temperature", 0.2, 2, 1)
  const nearest = step => run.steps.reduce(
    (best, each, r) => (Math.abs(each - step) < Math.abs(run.steps[best] - step) ? r : best), 0)
  state.record = nearest(inside.asked("step", 1, 1e9, run.steps[run.last]))
  const { length } = kind().split(state.text)
  state.at = Math.round(inside.asked("read", 0, length, length))

  // Controls -----------------------------------------------------------------------------------
  const { make, range } = inside
  const button = (key, act) => inside.button(text(key), act)
  const choice = make("select", { id: "play-network" }, ...Object.keys(kinds).map(name =>
    make("option", { value: name, textContent: text(name) })))
  const slider = range("step", 0, run.last, 1)
  const atStep = make("output"), atHeat = make("output")
  const heat = range("temperature", 0.2, 2, 0.1)
  const field = make("input", {
    type: "text", id: "play-text", autocomplete: "off", autocapitalize: "none", spellcheck: false,
  })
  field.setAttribute("lang", "en")
  const hint = make("span", { className: "play-hint", id: "play-hint", textContent: text("text_hint") })
  field.setAttribute("aria-describedby", "play-hint")
  const back = button("back", () => go(state.at - 1)), on = button("forward", () => go(state.at + 1))
  const one = button("one", () => { stop(); write(1) }), writing = button("write", () => (timer ? rest() : start()))
  const reset = button("reset", () => {
    stop()
    Object.assign(state, { text: kind().opening, temperature: 1, record: run.last })
    state.at = symbols().length
    show()
  })
  const bar = make("div", { className: "play-buttons" }, back, on, one, writing, reset)

  const title = key => inside.title(text(key))
  const strip = make("p", { className: "play-strip", lang: "en" })
  strip.setAttribute("aria-hidden", "true")
  const strokes = inside.element("svg", { class: "play-strokes", "aria-hidden": "true", preserveAspectRatio: "none" })
  const list = make("ul", { className: "play-next" })
  const speech = inside.speech()
  const note = make("p", { className: "play-note" })
  note.setAttribute("role", "status")
  const widget = make("div", { className: "play" },
    make("div", { className: "play-head" }, inside.field(text("network"), choice),
      inside.field(text("step"), slider, atStep), inside.field(text("temperature"), heat, atHeat)),
    inside.field(text("text"), field), hint, bar, note, title("shade"), strip, title("state"), strokes,
    title("next"), list, ...speech.elements)
  widget.setAttribute("role", "group")
  widget.setAttribute("aria-label", text("widget"))

  const rows = Array.from({ length: SHOWN + 1 }, (_, row) => {
    const symbol = make("span", { className: "play-symbol", lang: "en" })
    const share = make("span", { className: "play-share" }), line = make("span", { className: "play-line" })
    const inner = row < SHOWN ? make("button", { type: "button" }) : make("div")
    // A screen reader hears what the button does before what it shows.
    if (row < SHOWN) inner.append(make("span", { className: "inside-said", textContent: text("choose") }), " ")
    inner.append(symbol, " ", line, " ", share)
    list.append(make("li", {}, inner))
    const made = { symbol, share, line, inner, id: 0 }
    if (row < SHOWN) inner.onclick = () => { stop(); add(made.id) }
    else symbol.textContent = text("others")
    return made
  })

  // Reading ------------------------------------------------------------------------------------
  const symbols = () => kind().split(state.text)
  const shown = symbol => symbol.replace(/ /g, state.name === "characters" ? "␣" : "")

  // What the network makes of the first `at` symbols.
  function reading() {
    const of = kind(), network = of.network(of.steps.length > 1 ? state.record : 0)
    const all = symbols().map(symbol => ({ symbol, id: known(of, symbol) }))
    const before = of.first ? [of.id.get(of.first)] : []
    const ids = [...before, ...all.slice(0, state.at).map(({ id }) => id).filter(id => id >= 0)]
    const h = network.read(ids), t = ids.length
    const y = network.logits(h, t)
    const winner = y.reduce((best, each, v) => (each > y[best] ? v : best), 0)
    const sizes = network.influence(h, t, winner).subarray(before.length)
    return { all, h: h.subarray(t * network.H), t: t - before.length, y, winner, sizes, H: network.H }
  }

  let found = null, units = []
  function draw() {
    const of = kind()
    found = reading()
    const { all, h, sizes, y, H } = found
    const p = play.softmax(y, state.temperature)
    // The strip: a letter for each symbol, with its shade.
    const largest = Math.max(...sizes)
    let k = 0, darkest = ""
    strip.replaceChildren(...all.map(({ symbol, id }, place) => {
      const cell = make("span", { textContent: shown(symbol) })
      if (id < 0) cell.className = "play-unknown"
      else if (place >= state.at) cell.className = "play-ahead"
      else {
        const share = sizes[k++] / largest
        if (share === 1) darkest = symbol
        cell.style.setProperty("--play-shade", share.toFixed(3))
      }
      if (place === state.at - 1) cell.classList.add("play-cursor")
      cell.dataset.place = place + 1
      return cell
    }))
    strip.classList.toggle("play-strip--words", state.name === "verbs")
    // The state.
    if (units.length !== H) {
      strokes.setAttribute("viewBox", `0 0 ${10 * H} 100`)
      units = Array.from({ length: H }, (_, i) => inside.element("rect", { x: 10 * i + 2, width: 6 }))
      strokes.replaceChildren(inside.element("path", { d: `M0 50H${10 * H}` }), ...units)
    }
    let beyond = 0
    units.forEach((unit, i) => {
      const value = h[i]
      beyond += Math.abs(value) > 0.95
      unit.setAttribute("y", (50 - 49 * Math.max(0, value)).toFixed(1))
      unit.setAttribute("height", (49 * Math.abs(value)).toFixed(1))
      unit.setAttribute("class", value < 0 ? "play-down" : "play-up")
    })
    // What comes next.
    const likeliest = Array.from(p.keys()).sort((a, b) => p[b] - p[a] || a - b).slice(0, SHOWN)
    let rest = 1
    rows.forEach((row, place) => {
      const share = place < SHOWN ? p[likeliest[place]] : Math.max(0, rest)
      rest -= share
      row.share.textContent = run.share(share)
      row.line.style.setProperty("--play-share", share.toFixed(4))
      if (place === SHOWN) return
      row.id = likeliest[place]
      row.symbol.textContent = shown(of.symbols[row.id])
    })
    // Controls and words.
    const step = of.steps.length > 1 ? text("at_step", { step: run.step(state.record) }) : text("trained")
    atStep.textContent = step
    atHeat.textContent = run.number(state.temperature, 1)
    slider.value = state.record
    slider.disabled = of.steps.length < 2
    slider.setAttribute("aria-valuetext", step)
    heat.value = state.temperature
    heat.setAttribute("aria-valuetext", atHeat.textContent)
    choice.value = state.name
    if (field.value !== state.text) field.value = state.text
    back.disabled = state.at === 0
    on.disabled = state.at >= all.length
    one.disabled = writing.disabled = state.at >= LONGEST
    const guesses = likeliest.slice(0, 3).map(v => `${name(of.symbols[v])} ${run.share(p[v])}`).join(", ")
    const values = {
      step: step[0].toUpperCase() + step.slice(1), temperature: atHeat.textContent, guesses,
      text: of.join(all.slice(0, state.at).map(({ symbol }) => symbol)).trim() || "␣",
      half: play.half(sizes), read: found.t, symbol: name(darkest), most: beyond, units: H,
    }
    speech.say(text(found.t ? "now" : of.first ? "now_begin" : "now_nothing", values))
    const strange = [...new Set(all.filter(({ id }) => id < 0).map(({ symbol }) => symbol.trim()))]
    const notes = []
    if (strange.length) notes.push(text("left_out", { left_out: strange.join(" ") }))
    if (all.length >= LONGEST) notes.push(text("full", { all: LONGEST }))
    note.textContent = notes.join(" ")
  }
  const name = symbol => (symbol === " " ? "␣" : symbol.trim())

  // Words for a screen reader come when the typing rests; the address follows every change.
  const remember = inside.address(() => ({
    net: state.name === "verbs" ? "verbs" : null, step: run.steps[state.record], text: state.text,
    read: state.at, temperature: state.temperature.toFixed(1),
  }))
  function show() {
    draw()
    remember()
    speech.rest(!timer)
  }
  function go(at) {
    stop()
    state.at = Math.max(0, Math.min(symbols().length, at))
    show()
  }

  // Writing: from where it has read, over whatever stood there ---------------------------------
  let timer = 0
  function add(id) {
    const before = symbols().slice(0, state.at)
    if (before.length >= LONGEST) return false
    state.text = kind().join([...before, kind().symbols[id]])
    state.at = before.length + 1
    show()
    return true
  }
  const write = count => {
    for (let k = 0; k < count; k++) {
      draw()
      if (!add(play.draw(play.softmax(found.y, state.temperature), Math.random()))) return false
    }
    return true
  }
  function start() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return write(30) // at once
    timer = setInterval(() => { if (!write(1)) rest() }, 130)
    writing.textContent = text("stop")
  }
  function stop() {
    clearInterval(timer)
    timer = 0
    writing.textContent = text("write")
  }

  function rest() {
    stop()
    show()
  }

  // Listening ----------------------------------------------------------------------------------
  const toCursor = () => {
    const at = kind().split(field.value.slice(0, field.selectionStart)).length
    if (at !== state.at) {
      state.at = at
      show()
    }
  }
  field.addEventListener("input", () => {
    stop()
    const typed = field.value
    state.text = kind().split(typed).length > LONGEST ? cut(typed) : typed
    state.at = Math.min(LONGEST, kind().split(typed.slice(0, field.selectionStart)).length)
    show()
  })
  field.addEventListener("keyup", toCursor)
  field.addEventListener("pointerup", () => setTimeout(toCursor))
  strip.addEventListener("click", event => {
    const { place } = event.target.dataset
    if (place) go(Number(place))
  })
  slider.addEventListener("input", () => {
    state.record = Number(slider.value)
    show()
  })
  heat.addEventListener("input", () => {
    state.temperature = Number(heat.value)
    show()
  })
  choice.addEventListener("change", () => {
    stop()
    state.name = choice.value
    state.text = kind().opening
    state.at = symbols().length
    show()
  })

  printed.replaceWith(widget)
  draw()
  play.widget = { state, show, draw }
  document.documentElement.classList.add("play-ready")
})()
