// Inside training: the eigenvalues of W_hh, and products of Jacobians.

inside.figures.eigenvalues = (host, run, width) => {
  const { text } = run
  const beside = width >= 520
  const side = beside ? Math.min(300, width * 0.52) : Math.min(width - 40, 320)
  const reach = 1.05 * Math.max(Math.abs(run.eigenvalues.low), Math.abs(run.eigenvalues.high))
  const stage = inside.stage(host, width, beside ? side + 42 : side + 318)
  const ticks = [-1, 0, 1].map(value => [value, run.number(value, 0)])
  const plane = inside.axes(stage, {
    left: 34, right: 34 + side - 34, top: 30, bottom: 30 + side - 34,
    x: { low: -reach, high: reach, ticks, label: text("real") },
    y: { low: -reach, high: reach, ticks, label: text("imaginary") },
  })
  stage.add("circle", {
    cx: plane.sx(0), cy: plane.sy(0), r: plane.sx(1) - plane.sx(0), class: "inside-circle",
  })
  const dots = Array.from({ length: run.eigenvalues.shape[1] }, () =>
    stage.add("circle", { r: 3.6, class: "inside-eigenvalue" }))
  const top = beside ? 30 : side + 70
  const high = Math.max(...run.largest_singular_values) * 1.05
  const course = inside.axes(stage, {
    left: beside ? side + 56 : 34, right: width - 8, top, bottom: beside ? 30 + side - 34 : top + 200,
    x: { low: run.steps[0], high: run.steps[run.last], log: true, ticks: inside.stepTicks(run), label: text("training_step") },
    y: {
      low: 0, high, ticks: Array.from({ length: Math.ceil(high) }, (_, i) => [i, run.number(i, 0)]),
      label: text("radius_and_value"), labelAt: beside ? side + 34 : 0,
    },
  })
  course.curve(run.steps, run.radii, "network")
  course.curve(run.steps, run.largest_singular_values, "second")
  const follow = inside.cursor(stage, course, run.steps, [
    [run.radii, "network"], [run.largest_singular_values, "second"],
  ])
  inside.legend(host, [["network", text("radius")], ["second", text("singular_value")]])
  return r => {
    follow(r)
    const values = run.eigenvalues.row(r)
    let outside = 0
    dots.forEach((dot, i) => {
      const out = Math.hypot(values[2 * i], values[2 * i + 1]) > 1 + run.eigenvalues.step
      outside += out
      dot.setAttribute("cx", plane.sx(values[2 * i]).toFixed(1))
      dot.setAttribute("cy", plane.sy(values[2 * i + 1]).toFixed(1))
      dot.classList.toggle("inside-eigenvalue--out", out)
    })
    return text("eigenvalues_now", {
      step: run.step(r), radius: run.number(run.radii[r]), units: dots.length, outside,
      singular: run.number(run.largest_singular_values[r]),
    })
  }
}

// Two sliders choose the states that the product leads between; kept when the figure is redrawn.
inside.span = { from: 0, to: 0 }

inside.figures.jacobian = (host, run, width, controls) => {
  const { text, window: steps } = run
  const span = inside.span
  span.to ||= steps
  const read = run.probe.slice(0, steps)
  const [strip, letters] = inside.strip(run, read)
  const sliders = ["from", "to"].map(name => {
    const input = document.createElement("input")
    Object.assign(input, {
      type: "range", min: name === "from" ? 0 : 1, max: name === "from" ? steps - 1 : steps,
      value: span[name], id: `inside-${name}`,
    })
    const label = document.createElement("label")
    const said = document.createElement("span")
    label.append(`${text(name)} `, said, input)
    return { name, input, label, said }
  })
  controls.replaceChildren(strip, ...sliders.map(({ label }) => label))

  const beside = width >= 520
  const right = beside ? width * 0.64 : width - 10
  const stage = inside.stage(host, width, beside ? 310 : 560)
  const [low, high] = [0.01, 1000]
  const ticks = [0.01, 0.1, 1, 10, 100, 1000].map(value =>
    [value, run.number(value, value < 1 ? -Math.log10(value) : 0)])
  const course = inside.axes(stage, {
    left: 46, right, top: 34, bottom: 258,
    x: { low: 0.7, high: steps, ticks: [1, 4, 8, 12, 16].map(k => [k, String(k)]), label: text("lag") },
    y: { low, high, log: true, ticks, label: text("norm_and_radius") },
  })
  const clip = stage.add("clipPath", { id: "inside-clip" })
  clip.append(inside.element("rect", { x: 0, y: 30, width: right, height: 228 }))
  const power = course.curve([], [], "reference")
  const radius = course.curve([], [], "second")
  const norm = course.curve([], [], "network")
  for (const { drawn } of [power, radius, norm]) drawn.setAttribute("clip-path", "url(#inside-clip)")
  const chosen = stage.add("line", { y1: 34, y2: 258, class: "inside-cursor" })
  const count = run.products.shape[2]
  const top = beside ? 34 : 340
  const spectrum = inside.axes(stage, {
    left: beside ? right + 52 : 46, right: width - 6, top: top + 8, bottom: top + 224 - (beside ? 0 : 40),
    x: { low: 0.4, high: count + 0.6, ticks: Array.from({ length: count }, (_, i) => [i + 1, String(i + 1)]) },
    y: {
      low: run.products.low / 1.3, high: Math.max(10, run.products.high * 1.3), log: true,
      label: text("singular_values"), labelAt: beside ? right + 26 : 0,
      ticks: ticks.filter(([value]) => value > run.products.low / 1.3 && value <= 10),
    },
  })
  const dots = Array.from({ length: count }, (_, i) =>
    stage.add("circle", { cx: spectrum.sx(i + 1), r: 4.5, class: "inside-dot" }))
  inside.legend(host, [
    ["network", text("norm")], ["second", text("product_radius")], ["reference", text("radius_power")],
  ])

  // The place of a pair in the order of products.py: by `from`, then by `to`.
  const place = (from, to) => from * steps - (from * (from - 1)) / 2 + (to - from - 1)
  let shown = run.last
  const update = r => {
    shown = r
    const { from, to } = span
    const values = run.products.row(r), radii = run.product_radii.row(r)
    const lags = Array.from({ length: steps - from }, (_, i) => i + 1)
    const at = lags.map(k => place(from, from + k))
    norm.drawn.setAttribute("d", course.path(lags, at.map(i => values[i * count])))
    radius.drawn.setAttribute("d", course.path(lags, at.map(i => radii[i])))
    power.drawn.setAttribute("d", course.path(lags, lags.map(k => run.radii[r] ** k)))
    const pair = place(from, to), lag = to - from
    chosen.setAttribute("x1", course.sx(lag))
    chosen.setAttribute("x2", course.sx(lag))
    dots.forEach((dot, i) =>
      dot.setAttribute("cy", spectrum.sy(values[pair * count + i]).toFixed(1)))
    return text("jacobian_now", {
      step: run.step(r), lag, norm: run.rough(values[pair * count]), radius: run.rough(radii[pair]),
      power: run.rough(run.radii[r] ** lag),
    })
  }
  const label = () => {
    for (const { name, input, said } of sliders) {
      const state = span[name]
      const value = state
        ? text("after", { number: state, text: run.letter(read[state - 1]) }) : text("before")
      said.textContent = value
      input.value = state
      input.setAttribute("aria-valuetext", value)
    }
    letters.forEach((letter, i) => letter.classList.toggle("inside-in", i >= span.from && i < span.to))
  }
  for (const { name, input } of sliders) {
    input.addEventListener("input", () => {
      span[name] = Number(input.value)
      if (span.from >= span.to) {
        if (name === "from") span.to = span.from + 1
        else span.from = span.to - 1
      }
      label()
      host.dispatchEvent(new CustomEvent("inside-say", { detail: update(shown) }))
    })
  }
  label()
  return update
}
