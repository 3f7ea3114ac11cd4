// Inside training: drawings (SVG) and heatmaps (canvas), in the theme's colors.

(() => {
  const SVG = "http://www.w3.org/2000/svg"
  // As they are written: W_hh, and a variable alone, as in "step t".
  const FORMULA = /\b([A-Z])_([a-z]{1,2})\b|(?<=^|[\s(])([Lkt])(?=[\s,;:.)]|$)/
  const WORD = /\p{L}{2}/u

  // A text cut at its formulas: each piece with the kind of what it is. Where there are no words, a
  // letter alone may be one that the network reads.
  const pieces = text => {
    const kinds = ["text", "letter", "index", WORD.test(text) ? "letter" : "text"]
    return text.split(FORMULA)
      .map((piece, number) => ({ piece, kind: kinds[number % kinds.length] }))
      .filter(({ piece }) => piece)
  }

  inside.element = (tag, attributes = {}, text) => {
    const element = document.createElementNS(SVG, tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    if (text === undefined) return element
    const cut = pieces(text)
    if (cut.every(({ kind }) => kind === "text")) element.textContent = text
    else {
      // What follows an index stands on the line again.
      element.append(...cut.map(({ piece, kind }, number) => inside.element("tspan", {
        ...(kind !== "text" && { class: "course-math" }),
        ...(kind === "index" && { dy: 3.5, "font-size": "0.75em" }),
        ...(cut[number - 1]?.kind === "index" && { dy: -3.5 }),
      }, piece)))
    }
    return element
  }

  // A sentence with the formulas in it set: `W_hh` as a letter with indices.
  inside.say = (element, sentence) => {
    element.replaceChildren(...pieces(sentence).map(({ piece, kind }) => {
      if (kind === "text") return piece
      const letters = document.createElement("i")
      letters.className = "course-math"
      letters.textContent = piece
      if (kind === "letter") return letters
      const low = document.createElement("sub")
      low.append(letters)
      return low
    }))
  }

  inside.color = name => (name === "ink" ? "currentColor" : `var(--course-${name})`)

  // How each kind of curve looks, as in the figures that stand here without a script.
  inside.styles = {
    network: { stroke: "rnn", width: 2.2 },
    second: { stroke: "positive", width: 2.2, dash: "8 4" },
    reference: { stroke: "reference", width: 1.6, dash: "8 3 2 3" },
    quiet: { stroke: "muted", width: 1.6, dash: "2 3" },
  }

  // A box of the given size that drawings and heatmaps share.
  inside.stage = (host, width, height) => {
    const box = document.createElement("div")
    box.className = "inside-stage"
    box.style.height = `${height}px`
    const svg = inside.element("svg", { width, height, viewBox: `0 0 ${width} ${height}` })
    box.append(svg)
    host.append(box)
    return {
      box, svg, width, height,
      add: (tag, attributes, text) => svg.appendChild(inside.element(tag, attributes, text)),
    }
  }

  function scale({ low, high, log }, from, to) {
    const f = log ? Math.log : Number
    const [a, b] = [f(low), f(high)]
    return value => from + ((f(value) - a) / (b - a)) * (to - from)
  }

  // Axes in a rectangle of a stage. x, y: {low, high, log, ticks: [[value, text]], label, grid}.
  inside.axes = (stage, { left, top, right, bottom, x, y, frame = true }) => {
    const sx = scale(x, left, right), sy = scale(y, bottom, top)
    const line = (x1, y1, x2, y2, kind) =>
      stage.add("line", { x1, y1, x2, y2, class: `inside-${kind}` })
    for (const [value, text] of y.ticks || []) {
      if (y.grid !== false) line(left, sy(value), right, sy(value), "grid")
      stage.add("text", { x: left - 7, y: sy(value) + 4, "text-anchor": "end" }, text)
    }
    for (const [value, text] of x.ticks || []) {
      if (frame) line(sx(value), bottom, sx(value), bottom + 4, "axis")
      stage.add("text", { x: sx(value), y: bottom + 18, "text-anchor": "middle" }, text)
    }
    if (frame) line(left, bottom, right, bottom, "axis")
    if (x.label) {
      const at = { x: (left + right) / 2, y: bottom + 38, "text-anchor": "middle" }
      stage.add("text", { ...at, class: "inside-label" }, x.label)
    }
    if (y.label) {
      stage.add("text", { x: y.labelAt ?? 0, y: top - 12, class: "inside-label" }, y.label)
    }
    const path = (xs, ys) => xs.map((value, i) =>
      `${i ? "L" : "M"}${sx(value).toFixed(1)} ${sy(ys[i]).toFixed(1)}`).join("")
    const curve = (xs, ys, style) => {
      const { stroke, width, dash } = inside.styles[style]
      const drawn = stage.add("path", {
        d: path(xs, ys), fill: "none", "stroke-width": width, "stroke-linejoin": "round",
        style: `stroke: ${inside.color(stroke)}`, ...(dash && { "stroke-dasharray": dash }),
      })
      return { drawn, move: values => drawn.setAttribute("d", path(xs, values)) }
    }
    return { left, top, right, bottom, sx, sy, curve, path }
  }

  // A row of line samples with their names, which wraps where the width ends.
  inside.legend = (host, entries) => {
    const list = document.createElement("ul")
    list.className = "inside-legend"
    for (const [style, text] of entries) {
      const item = document.createElement("li")
      const svg = inside.element("svg", { width: 30, height: 12, "aria-hidden": "true" })
      if (typeof style === "string") {
        const { stroke, width, dash } = inside.styles[style]
        svg.append(inside.element("line", {
          x1: 1, x2: 29, y1: 6, y2: 6, "stroke-width": width,
          style: `stroke: ${inside.color(stroke)}`, ...(dash && { "stroke-dasharray": dash }),
        }))
      } else {
        svg.setAttribute("width", 14)
        svg.append(inside.mark(...style, 7, 6))
      }
      const name = document.createElement("span")
      inside.say(name, text)
      item.append(svg, name)
      list.append(item)
    }
    host.append(list)
  }

  // A marker by its letter in matplotlib, 8 pixels wide.
  const SHAPES = {
    o: "M-4 0A4 4 0 1 1 4 0A4 4 0 1 1 -4 0Z", s: "M-3.5 -3.5H3.5V3.5H-3.5Z",
    D: "M0 -4.6L4.6 0L0 4.6L-4.6 0Z", "^": "M0 -4.4L4.4 3.6H-4.4Z", v: "M0 4.4L4.4 -3.6H-4.4Z",
  }
  inside.mark = (color, shape, filled, x, y) => inside.element("path", {
    d: SHAPES[shape], transform: `translate(${x} ${y})`, "stroke-width": 1.3,
    style: `stroke: ${inside.color(color)}; fill: ${filled ? inside.color(color) : "none"}`,
  })

  // A vertical line that follows the step, and marks on the curves that it crosses.
  inside.cursor = (stage, axes, steps, curves) => {
    const line = stage.add("line", { y1: axes.top, y2: axes.bottom, class: "inside-cursor" })
    const marks = curves.map(([values, style]) => [values, stage.add("circle", {
      r: 4.5, style: `fill: ${inside.color(inside.styles[style].stroke)}`,
    })])
    return r => {
      const x = axes.sx(steps[r]).toFixed(1)
      line.setAttribute("x1", x)
      line.setAttribute("x2", x)
      for (const [values, mark] of marks) {
        mark.setAttribute("cx", x)
        mark.setAttribute("cy", axes.sy(values[r]).toFixed(1))
      }
    }
  }

  // The powers of ten among the steps, as ticks.
  inside.stepTicks = run => [1, 10, 100, 1000, 10000, 100000]
    .filter(power => power >= run.steps[0] && power <= run.steps[run.last])
    .map(power => [power, run.number(power, 0)])

  // Colors as numbers, for heatmaps; kept until the scheme changes.
  const channels = new Map()
  function rgb(name) {
    if (!channels.has(name)) {
      const probe = document.createElement("i")
      probe.style.color = `var(--course-${name})`
      document.body.append(probe)
      channels.set(name, getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number))
      probe.remove()
    }
    return channels.get(name)
  }
  inside.forgetColors = () => channels.clear()

  // A cell a number from −1 to 1, the page's paper at 0. `paint(at)` asks for each row, column.
  inside.heatmap = (stage, { left, top, width, height, rows, columns, positive, negative }) => {
    const canvas = document.createElement("canvas")
    canvas.width = columns
    canvas.height = rows
    Object.assign(canvas.style, {
      left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
    })
    stage.box.prepend(canvas)
    const context = canvas.getContext("2d")
    const image = context.createImageData(columns, rows)
    return at => {
      const above = rgb(positive || "positive"), below = rgb(negative || "negative")
      for (let row = 0, i = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++, i += 4) {
          const value = at(row, column)
          const [red, green, blue] = value < 0 ? below : above
          image.data[i] = red
          image.data[i + 1] = green
          image.data[i + 2] = blue
          image.data[i + 3] = 255 * Math.min(1, Math.abs(value))
        }
      }
      context.putImageData(image, 0, 0)
    }
  }
})()
