// Inside training: one sentence as it is read — the path of the state, predictions, the units.

for (const name of ["trajectory", "landscape", "states"]) inside.tells.add(name)

inside.figures.trajectory = (host, run, width, controls) => {
  const { text } = run
  const T = run.points.shape[1]
  const height = Math.max(300, Math.min(420, width * 0.75))
  const stage = inside.stage(host, width, height + 62)
  // As wide as any record needs, and the same for all.
  const low = [Infinity, Infinity], high = [-Infinity, -Infinity]
  for (let r = 0; r <= run.last; r++) {
    run.points.row(r).forEach((value, i) => {
      low[i % 2] = Math.min(low[i % 2], value)
      high[i % 2] = Math.max(high[i % 2], value)
    })
  }
  const range = i => ({ low: low[i] - 0.3, high: high[i] + 0.3 })
  const ticks = ({ low, high }) => [-4, -2, 0, 2, 4].filter(v => v > low && v < high)
    .map(v => [v, run.number(v, 0)])
  const [x, y] = [range(0), range(1)]
  const label = i => text("axis", { number: i + 1, share: run.share(run.explained[i]) })
  const axes = inside.axes(stage, {
    left: 30, right: width - 8, top: 30, bottom: 30 + height - 10,
    x: { ...x, ticks: ticks(x), label: label(0) }, y: { ...y, ticks: ticks(y), label: label(1), grid: false },
  })
  // A line a character, fainter the longer ago.
  const lines = Array.from({ length: T - 1 }, () => stage.add("line", { class: "inside-path" }))
  const start = stage.add("g", { class: "inside-start" })
  start.append(inside.element("circle", { r: 10 }))
  const startName = start.appendChild(inside.element("text", {}, text("start")))
  const ring = stage.add("circle", { r: 12, class: "inside-ring" })
  const letters = Array.from({ length: T }, (_, t) => {
    const char = run.probe[t]
    const kind = char === " " ? "space" : run.probe[t - 1] === " " ? "first" : "later"
    return stage.add("text", { class: `inside-letter inside-letter--${kind}`, "text-anchor": "middle" },
      run.letter(char))
  })
  const list = document.createElement("ul")
  list.className = "inside-legend"
  for (const [kind, sign, key] of [
    ["first", "w", "first_letter"], ["later", "o", "later_letter"], ["space", "\u2423", "space"],
  ]) {
    const item = document.createElement("li")
    const sample = document.createElement("span")
    sample.className = `inside-letter inside-letter--${kind}`
    sample.textContent = sign
    item.append(sample, ` ${text(key)}`)
    list.append(item)
  }
  const order = document.createElement("li")
  const faded = inside.element("svg", { width: 44, height: 12, "aria-hidden": "true" })
  for (const [i, opacity] of [0.2, 0.55, 0.9].entries()) {
    const line = inside.element("line", { x1: 14 * i + 1, x2: 14 * i + 15, y1: 6, y2: 6, class: "inside-path" })
    line.style.opacity = opacity
    faded.append(line)
  }
  order.append(faded, text("order"))
  list.append(order)
  host.append(list)

  let points = run.points.row(run.last)
  const at = t => [axes.sx(points[2 * t]), axes.sy(points[2 * t + 1])]
  const moved = t => Math.hypot(points[2 * t] - points[2 * t - 2], points[2 * t + 1] - points[2 * t - 1])

  // One slider goes through the sentence, by keyboard and finger.
  const [strip, stripLetters] = inside.strip(run, run.probe.slice(0, T))
  const scrubber = document.createElement("input")
  Object.assign(scrubber, { type: "range", min: 1, max: T, value: T, id: "inside-character" })
  const name = document.createElement("label")
  const said = document.createElement("span")
  name.append(`${text("character")} `, said, scrubber)
  controls.replaceChildren(strip, name)
  controls.classList.add("inside-controls--one")
  scrubber.addEventListener("input", () => inside.choose(scrubber.value - 1))
  scrubber.addEventListener("keydown", event => {
    if (event.key === "Escape") inside.choose(null)
  })
  inside.follow(t => {
    const last = t ?? T - 1
    lines.forEach((line, i) => { line.style.opacity = i < last ? 0.15 + (0.75 * (i + 1)) / last : 0.06 })
    letters.forEach((letter, i) => { letter.style.opacity = i <= last ? "" : 0.3 })
    stripLetters.forEach((letter, i) => {
      letter.classList.toggle("inside-in", t !== null && i <= t)
      letter.classList.toggle("inside-at", i === t)
    })
    ring.style.display = t === null ? "none" : ""
    if (t !== null) ring.style.transform = `translate(${at(t).map(value => `${value.toFixed(1)}px`).join(", ")})`
    const values = { number: last + 1, all: T, text: run.letter(run.probe[last]) }
    scrubber.value = last + 1
    said.textContent = t === null ? text("character_all", values) : text("character_at", values)
    const told = t === null ? text("character_hint")
      : t ? text("character_moved", { ...values, move: run.number(moved(t)) }) : text("character_start", values)
    scrubber.setAttribute("aria-valuetext", t === null ? said.textContent : told)
    inside.tell(host, told)
  })
  // A pointer takes the letter that is nearest.
  const over = inside.over(host, { left: axes.left, top: axes.top, width: axes.right - axes.left, height: axes.bottom - axes.top })
  const nearest = event => {
    const box = stage.box.getBoundingClientRect()
    const far = letters.map((_, t) => Math.hypot(
      at(t)[0] - (event.clientX - box.left), at(t)[1] - (event.clientY - box.top)))
    return far.indexOf(Math.min(...far))
  }
  over.addEventListener("pointermove", event => inside.point(nearest(event)))
  over.addEventListener("click", event => inside.choose(nearest(event)))
  over.addEventListener("pointerleave", () => inside.point())

  return r => {
    points = run.points.row(r)
    let move = 0
    letters.forEach((letter, t) => {
      const [px, py] = at(t)
      letter.setAttribute("x", px.toFixed(1))
      letter.setAttribute("y", (py + 4.5).toFixed(1))
      if (!t) return
      const [bx, by] = at(t - 1)
      for (const [key, value] of Object.entries({ x1: bx, y1: by, x2: px, y2: py })) {
        lines[t - 1].setAttribute(key, value.toFixed(1))
      }
      move += moved(t)
    })
    const [sx, sy] = at(0)
    start.setAttribute("transform", `translate(${sx.toFixed(1)} ${sy.toFixed(1)})`)
    // The word stands where there is room for it.
    const left = sx > axes.right - 60
    startName.setAttribute("text-anchor", left ? "end" : "start")
    startName.setAttribute("x", left ? -14 : 14)
    startName.setAttribute("y", sy < axes.top + 24 ? 18 : -8)
    return text("trajectory_now", { step: run.step(r), move: run.number(move / (T - 1)) })
  }
}

// The letters of a text in a row; what is heard of them, a slider beside them says.
inside.strip = (run, characters) => {
  const strip = document.createElement("p")
  strip.className = "inside-strip"
  strip.setAttribute("aria-hidden", "true")
  const letters = [...characters].map(char => {
    const letter = document.createElement("span")
    letter.textContent = run.letter(char)
    strip.append(letter)
    return letter
  })
  return [strip, letters]
}

// The letters of the sentence below a heatmap of so many columns.
inside.letterAxis = (stage, run, { left, width, bottom, label = true }) => {
  const T = run.probe.length - 1, cell = width / T
  for (let t = 0; t < T; t++) {
    const at = { x: left + (t + 0.5) * cell, y: bottom + 16, "text-anchor": "middle" }
    stage.add("text", { ...at, class: "inside-code" }, run.letter(run.probe[t]))
  }
  if (label) {
    const at = { x: left + width / 2, y: bottom + 36, "text-anchor": "middle" }
    stage.add("text", { ...at, class: "inside-label" }, run.text("read"))
  }
}

inside.figures.landscape = (host, run, width) => {
  const { text } = run
  const T = run.probe.length - 1, V = run.characters.length
  const left = 18, wide = width - left - 2, row = 14, high = V * row // a letter of 13 px
  const tops = [26, 26 + high + 62]
  const stage = inside.stage(host, width, tops[1] + high + 44)
  const cell = wide / T
  const paint = tops.map((top, panel) => {
    stage.add("text", { x: 0, y: top - 9, class: "inside-title" }, text(panel ? "exact" : "network"))
    stage.add("rect", { x: left, y: top, width: wide, height: high, class: "inside-frame" })
    const painter = inside.heatmap(stage, {
      left, top, width: wide, height: high, rows: V, columns: T, positive: panel ? "reference" : "rnn",
    })
    for (let c = 0; c < V; c++) {
      stage.add("text", { x: left - 5, y: top + (c + 0.5) * row + 4, "text-anchor": "end", class: "inside-code" },
        run.letter(run.characters[c]))
    }
    for (let t = 0; t < T; t++) {
      const c = run.characters.indexOf(run.probe[t + 1])
      const size = Math.min(cell, row) - 2.5
      stage.add("rect", {
        x: left + (t + 0.5) * cell - size / 2, y: top + (c + 0.5) * row - size / 2,
        width: size, height: size, class: "inside-came",
      })
    }
    inside.letterAxis(stage, run, { left, width: wide, bottom: top + high, label: panel === 1 })
    return painter
  })
  const came = Array.from({ length: T }, (_, t) => run.characters.indexOf(run.probe[t + 1]))
  const cost = at => came.reduce((sum, c, t) => sum - Math.log(at(t, c)), 0) / T
  const exact = cost((t, c) => run.exact[t][c])
  let rows = run.predictions.row(run.last)
  inside.cells(stage, host, {
    figure: "landscape", label: text("cells_landscape"), places: tops.map(top => ({ left, top })),
    size: { width: wide, height: high }, rows: V, columns: T, sentence: true, first: t => came[t],
    say: (c, t) => text("landscape_cell", {
      number: t + 1, text: run.letter(run.probe[t]), next: run.letter(run.characters[c]),
      // As fine as the data is: in steps of two hundredths.
      share: run.number(100 * Math.max(0, rows[t * V + c]), 0) + run.percent,
      exact: run.share(run.exact[t][c]), came: run.letter(run.probe[t + 1]),
    }),
  })
  return r => {
    rows = run.predictions.row(r)
    paint[0]((c, t) => Math.sqrt(Math.max(0, rows[t * V + c])))
    paint[1]((c, t) => Math.sqrt(run.exact[t][c]))
    return text("landscape_now", {
      step: run.step(r), loss: run.number(run.probe_losses[r]), exact: run.number(exact),
    })
  }
}

inside.figures.states = (host, run, width) => {
  const { text } = run
  const [, T, H] = run.states.shape
  const left = 18, wide = width - left - 2, high = H * 4.5, top = 20
  const stage = inside.stage(host, width, top + high + 44)
  stage.add("text", { x: 0, y: top - 7, class: "inside-label" }, text("unit"))
  stage.add("rect", { x: left, y: top, width: wide, height: high, class: "inside-frame" })
  const paint = inside.heatmap(stage, { left, top, width: wide, height: high, rows: H, columns: T })
  inside.letterAxis(stage, run, { left, width: wide, bottom: top + high })
  inside.signs(host, run, 1)
  let states = run.states.row(run.last)
  inside.cells(stage, host, {
    figure: "states", label: text("cells_states"), places: [{ left, top }],
    size: { width: wide, height: high }, rows: H, columns: T, sentence: true, first: () => 0,
    say: (unit, t) => text("states_cell", {
      number: t + 1, text: run.letter(run.probe[t]), unit: unit + 1,
      value: run.number(states[t * H + unit], 1),
    }),
  })
  return r => {
    states = run.states.row(r)
    paint((unit, t) => states[t * H + unit])
    return text("states_now", { step: run.step(r), share: run.share(run.saturation[r]) })
  }
}

// What the colors of a heatmap stand for: −most, 0, most.
inside.signs = (host, run, most, root = false) => {
  const list = document.createElement("p")
  list.className = "inside-signs"
  const width = 160
  const box = document.createElement("span")
  host.append(list)
  list.append(run.number(-most, most === 1 ? 0 : 2), box, run.number(most, most === 1 ? 0 : 2))
  const stage = inside.stage(box, width, 10)
  const columns = 41
  const paint = inside.heatmap(stage, { left: 0, top: 0, width, height: 10, rows: 1, columns })
  inside.repaint.push(() => paint((_, i) => {
    const share = (2 * i) / (columns - 1) - 1
    return root ? Math.sign(share) * Math.sqrt(Math.abs(share)) : share
  }))
  inside.repaint[inside.repaint.length - 1]()
}
