// Inside training: the weights as heatmaps, and the words as a tree.

inside.tells.add("weights")
inside.figures.weights = (host, run, width) => {
  const { text } = run
  const [, H, V] = run.W_xh.shape
  const left = 20, top = 26, gap = 30
  const cell = (width - left - gap - 2) / (V + H)
  const tall = H * cell, at = left + V * cell + gap
  const stage = inside.stage(host, width, top + tall + gap + V * cell + 26)
  const places = {
    W_xh: { left, top, rows: H, columns: V },
    W_hh: { left: at, top, rows: H, columns: H },
    W_hy: { left: at, top: top + tall + gap, rows: V, columns: H },
  }
  const painters = Object.entries(places).map(([name, { left, top, rows, columns }]) => {
    const size = { left, top, width: columns * cell, height: rows * cell }
    stage.add("text", { x: left, y: top - 8, class: "inside-title" }, name)
    stage.add("rect", { x: left, y: top, width: size.width, height: size.height, class: "inside-frame" })
    const paint = inside.heatmap(stage, { ...size, rows, columns })
    const most = run[name].high
    let weights = run[name].row(run.last)
    const end = (i, count) => (count === V
      ? text("end_character", { text: run.letter(run.characters[i]) }) : text("end_unit", { number: i + 1 }))
    inside.cells(stage, host, {
      figure: "weights", part: name, label: text("cells_weights", { text: name }), places: [{ left, top }], size, rows, columns,
      first: () => 0,
      say: (row, column) => text("weight_cell", {
        text: name, from: end(column, columns), to: end(row, rows),
        number: run.rough(weights[row * columns + column], 1),
      }),
    })
    return r => {
      weights = run[name].row(r)
      paint((row, column) => {
        const weight = weights[row * columns + column]
        return Math.sign(weight) * Math.sqrt(Math.abs(weight) / most)
      })
      return weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0)
    }
  })
  const below = places.W_hy.top + V * cell
  const middle = { "text-anchor": "middle", class: "inside-label" }
  stage.add("text", { ...middle, x: at + (H * cell) / 2, y: below + 19 }, text("sending"))
  stage.add("text", {
    ...middle, transform: `translate(12 ${top + tall / 2}) rotate(-90)`,
  }, text("receiving"))
  stage.add("text", { ...middle, x: left + (V * cell) / 2, y: top + tall + 19 }, text("character_in"))
  stage.add("text", {
    x: at - 8, y: places.W_hy.top + (V * cell) / 2 + 5, "text-anchor": "end", class: "inside-label",
  }, text("character_out"))
  return r => {
    const [xh, hh, hy] = painters.map(paint => run.number(paint(r)))
    return text("weights_now", { step: run.step(r), xh, hh, hy })
  }
}

inside.figures.words = (host, run, width) => {
  const { text } = run
  const count = run.words.length, row = 15.5
  const labels = width >= 520 ? 200 : 76
  const top = 8, bottom = top + count * row
  const stage = inside.stage(host, width, bottom + 46)
  const axes = inside.axes(stage, {
    left: 2, right: width - labels, top, bottom,
    x: {
      low: run.heights.high * 1.02, high: 0, label: text("distance"),
      ticks: [0, 2, 4, 6, 8, 10].filter(v => v < run.heights.high).map(v => [v, run.number(v, 0)]),
    },
    y: { low: count - 0.5, high: -0.5 },
  })
  const joins = Array.from({ length: count - 1 }, () => stage.add("path", { class: "inside-join" }))
  const leaves = run.words.map((word, i) => {
    const group = stage.add("g")
    const category = run.categories[i]
    group.append(inside.mark(...run.marks[category], axes.right + 12, 0))
    group.append(inside.element("text", { x: axes.right + 23, y: 4.5 }, word))
    if (width >= 520) {
      group.append(inside.element("text", { x: axes.right + 76, y: 4.5, class: "inside-quiet" }, text(category)))
    }
    return group
  })
  if (width < 520) {
    inside.legend(host, Object.entries(run.marks).map(([name, mark]) => [mark, text(name)]))
  }
  return r => {
    const heights = run.heights.row(r)
    const at = [], deep = new Array(count).fill(0)
    run.orders[r].forEach((leaf, place) => { at[leaf] = place })
    leaves.forEach((leaf, i) =>
      leaf.setAttribute("transform", `translate(0 ${axes.sy(at[i]).toFixed(1)})`))
    run.children[r].forEach(([a, b], k) => {
      const [xa, xb, x] = [deep[a], deep[b], heights[k]].map(value => axes.sx(value).toFixed(1))
      const [ya, yb] = [at[a], at[b]].map(value => axes.sy(value).toFixed(1))
      joins[k].setAttribute("d", `M${xa} ${ya}H${x}V${yb}H${xb}`)
      at.push((at[a] + at[b]) / 2)
      deep.push(heights[k])
    })
    return text("words_now", {
      step: run.step(r), purity: run.share(run.purity[r]), chance: run.share(run.chance),
    })
  }
}
