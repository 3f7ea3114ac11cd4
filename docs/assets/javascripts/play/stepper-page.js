// The BPTT stepper: goes through the operations, and says what each does.

(() => {
  const data = document.getElementById("stepper-data")
  const table = document.querySelector(".stepper-table")
  if (!data || !table) return
  const run = inside.read(data)
  const { text } = run
  const { make } = inside
  const NAMES = Object.keys(run.given) // w, u, v, target, x_1 …
  const given = Object.fromEntries(NAMES.map(name => [name, inside.asked(name, -10, 10, run.given[name])]))
  const network = () => ({
    ...given, x: NAMES.filter(name => name.startsWith("x_")).map(name => given[name]),
  })
  let done = stepper.operations(network())
  const all = done.length
  let at = Math.round(inside.asked("operation", 0, all, 0)) // so many are carried out

  // Letters are set as mathematics: `dw_3` with its index.
  const set = (element, formula) => element.append(
    ...formula.split(/([A-Za-z]+(?:_\d)?)/).filter(Boolean).map(piece => {
      if (!/^[A-Za-z]/.test(piece) || piece === "tanh") return piece
      const [letters, index] = piece.split("_")
      const shown = make("i", { className: "stepper-symbol", textContent: letters })
      if (index) shown.append(make("sub", { textContent: index }))
      return shown
    }))

  // Controls -----------------------------------------------------------------------------------
  const slider = inside.range("operation", 0, all, 1), value = make("output")
  slider.addEventListener("input", () => go(Number(slider.value)))
  const buttons = Object.fromEntries([
    ["start", () => go(0)], ["back", () => go(at - 1)], ["next", () => go(at + 1)], ["end", () => go(all)],
    ["reset", () => {
      Object.assign(given, run.given)
      for (const name of NAMES) inputs[name].value = given[name]
      note.textContent = ""
      go(at)
    }],
  ].map(([key, act]) => [key, inside.button(text(key), act)]))
  const note = make("p", { className: "play-note" })
  note.setAttribute("role", "status")
  const inputs = {}
  const fields = NAMES.map(name => {
    const input = inputs[name] = make("input", {
      type: "number", id: `stepper-${name}`, step: 0.1, min: -10, max: 10, value: given[name],
      inputMode: "decimal",
    })
    const label = make("label", { htmlFor: input.id })
    set(label, name)
    input.addEventListener("input", () => {
      const wanted = input.valueAsNumber
      const good = Number.isFinite(wanted) && Math.abs(wanted) <= 10
      input.setAttribute("aria-invalid", String(!good))
      note.textContent = good ? "" : text("bad", { name })
      if (good) {
        given[name] = wanted
        go(at)
      }
    })
    return make("div", { className: "stepper-input" }, label, input)
  })
  const weights = make("fieldset", { className: "stepper-weights" },
    make("legend", { textContent: text("weights") }), ...fields)

  // The table: each cell by the key of its number ------------------------------------------------
  const cells = new Map()
  for (const row of table.tBodies[0].rows) {
    const name = row.cells[0].textContent
    const last = { a: "y", h: "L", dh: "dy", da: "dv", dw: "dw", du: "du" }[name]
    ;[...row.cells].slice(1).forEach((cell, i) => {
      const key = i < 3 ? `${name}_${i + 1}` : last
      if (key) cells.set(key, cell)
    })
  }
  const formula = make("p", { className: "stepper-formula" })
  formula.setAttribute("aria-hidden", "true")
  const numbers = make("p", { className: "stepper-numbers" })
  numbers.setAttribute("aria-hidden", "true")
  const speech = inside.speech()
  const widget = make("div", { className: "play stepper" }, weights, note,
    inside.field(text("operation"), slider, value),
    make("div", { className: "play-buttons" }, ...Object.values(buttons)), formula, numbers,
    ...speech.elements)
  widget.setAttribute("role", "group")
  widget.setAttribute("aria-label", text("widget"))
  const scroll = table.closest(".md-typeset__scrollwrap") || table
  scroll.before(widget)
  widget.insertBefore(scroll, speech.elements[0])

  // Drawing --------------------------------------------------------------------------------------
  const shown = number => run.number(number, 3)
  const worth = key => (key === "h_0" ? 0 : given[key] ?? done.find(each => each.key === key).value)
  // The formula with numbers in place of letters; negative ones in brackets.
  const filled = ({ formula: letters, takes }) => takes.reduce(
    (line, key) => line.replace(new RegExp(`(?<![A-Za-z_])${key}(?![A-Za-z_\\d])`), () => {
      const number = shown(worth(key))
      return worth(key) < 0 ? `(${number})` : number
    }), letters)
  function why({ name, step }) {
    if (name === "dh" && step === network().x.length) return text("why_dh_last")
    if ((name === "dw" || name === "du") && !step) {
      return text(`why_${name}_sum`, { check: shown(stepper.nudged(network(), name.slice(1))) })
    }
    return text(`why_${name}`, { t: step })
  }
  function draw() {
    done = stepper.operations(network())
    const now = done[at - 1]
    for (const [key, cell] of cells) {
      const place = done.findIndex(each => each.key === key)
      const known = place < at
      cell.replaceChildren()
      if (!key.includes("_")) {
        set(cell, key)
        cell.append(known ? " = " : "")
      }
      if (known) cell.append(shown(place < 0 ? given[key] : done[place].value))
      else cell.append(make("span", { className: "stepper-empty", textContent: text("empty") }))
      cell.classList.toggle("stepper-now", now?.key === key)
      cell.classList.toggle("stepper-taken", now?.takes.includes(key) ?? false)
    }
    for (const name of NAMES) {
      inputs[name].classList.toggle("stepper-taken", now?.takes.includes(name) ?? false)
    }
    formula.replaceChildren()
    numbers.replaceChildren()
    widget.classList.toggle("stepper--back", Boolean(now) && at > 2 * network().x.length + 2)
    let sentence = text("nothing"), heard = sentence
    if (now) {
      const way = text(at > 2 * network().x.length + 2 ? "backward" : "forward")
      set(formula, `${now.key} = ${now.formula}`)
      numbers.textContent = `= ${filled(now)} = ${shown(now.value)}`
      const said = `${now.key} = ${now.formula} = ${shown(now.value)}`.replace(/_/g, " ")
      const place = text("done", { way, number: at, all })
      sentence = `${place} ${why(now)}`
      heard = `${place} ${said}. ${why(now)}`
    }
    speech.say(sentence, heard)
    slider.value = at
    value.textContent = `${at} / ${all}`
    slider.setAttribute("aria-valuetext", heard)
    buttons.start.disabled = buttons.back.disabled = at === 0
    buttons.next.disabled = buttons.end.disabled = at === all
  }
  const remember = inside.address(() => ({
    operation: at,
    ...Object.fromEntries(NAMES.map(name => [name, given[name] === run.given[name] ? null : given[name]])),
  }))
  function go(to) {
    at = Math.max(0, Math.min(all, to))
    draw()
    remember()
    speech.rest()
  }
  draw()
  stepper.widget = { draw }
})()
