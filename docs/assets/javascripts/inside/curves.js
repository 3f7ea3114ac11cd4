// Inside training: the loss, what the network writes, gradients by position, errors in words.

inside.figures.loss = (host, run, width) => {
  const { text } = run
  const stage = inside.stage(host, width, 320)
  const high = run.uniform * 1.1
  const axes = inside.axes(stage, {
    left: 34, right: width - 6, top: 30, bottom: 270,
    x: { low: run.steps[0], high: run.steps[run.last], log: true, ticks: inside.stepTicks(run), label: text("training_step") },
    y: { low: 0, high, ticks: [0, 1, 2, 3].map(value => [value, run.number(value, 0)]), label: text("nats") },
  })
  const ends = [run.steps[0], run.steps[run.last]]
  axes.curve(ends, [run.uniform, run.uniform], "quiet")
  axes.curve(ends, [run.floor, run.floor], "reference")
  axes.curve(run.steps, run.fresh_losses, "second")
  axes.curve(run.steps, run.losses, "network")
  const uniform = text("uniform", { characters: run.characters.length })
  stage.add("text", { x: axes.right, y: axes.sy(run.uniform) - 6, "text-anchor": "end" }, uniform)
  stage.add("text", { x: axes.left + 4, y: axes.sy(run.floor) + 17 }, text("floor"))
  inside.legend(host, [["network", text("training_text")], ["second", text("new_text")]])
  const follow = inside.cursor(stage, axes, run.steps, [
    [run.losses, "network"], [run.fresh_losses, "second"],
  ])
  return r => {
    follow(r)
    return text("loss_now", {
      step: run.step(r), train: run.number(run.losses[r]), fresh: run.number(run.fresh_losses[r]),
      floor: run.number(run.floor),
    })
  }
}

// Not a drawing: a sample of text in place of the printed one, its words marked.
inside.sample = (place, run) => {
  const lexicon = new Set(run.lexicon)
  return r => {
    // The sample begins after a space and stops anywhere: its last word may be half of one.
    const words = run.samples[r].split(/ +/)
    const whole = words.map((word, i) => i < words.length - 1 && word !== "")
    place.replaceChildren(...words.flatMap((word, i) => {
      const shown = document.createElement(whole[i] && lexicon.has(word) ? "strong" : "span")
      shown.textContent = word
      return [shown, " "]
    }))
    const known = words.filter((word, i) => whole[i] && lexicon.has(word)).length
    return run.text("sample_now", { step: run.step(r), known, all: whole.filter(Boolean).length })
  }
}

inside.figures.gradients = (host, run, width) => {
  const { text } = run
  const stage = inside.stage(host, width, 300)
  const T = run.gradients[0].length
  const all = [...run.gradients, ...run.last_gradients].flat()
  const low = Math.min(...all) / 1.2, high = Math.max(...all) * 1.3
  const axes = inside.axes(stage, {
    left: 46, right: width - 10, top: 34, bottom: 250,
    x: { low: 1, high: T, ticks: [1, 5, 10, 15, 20, T].map(t => [t, String(t)]), label: text("position") },
    y: {
      low, high, log: true, label: text("gradient"),
      ticks: [0.001, 0.01, 0.1, 1, 10, 100].filter(value => value >= low && value <= high)
        .map(value => [value, run.rough(value, 1)]),
    },
  })
  const positions = Array.from({ length: T }, (_, t) => t + 1)
  // How it was before the first step stays, to compare with.
  const before = axes.curve(positions, run.last_gradients[0], "quiet")
  before.drawn.style.opacity = 0.8
  const whole = axes.curve(positions, run.gradients[0], "network")
  const last = axes.curve(positions, run.last_gradients[0], "second")
  inside.legend(host, [
    ["network", text("all_losses")], ["second", text("last_loss")],
    ["quiet", text("last_loss_first", { step: run.step(0) })],
  ])
  return r => {
    whole.move(run.gradients[r])
    last.move(run.last_gradients[r])
    const share = run.last_gradients[r][0] / run.last_gradients[r][T - 1]
    return text("gradients_now", { step: run.step(r), share: run.share(share) })
  }
}

inside.figures.boundary = (host, run, width) => {
  const { text } = run
  const stage = inside.stage(host, width, 300)
  const rows = run.boundary.map((row, r) => [...row, run.boundary_space[r]])
  const exact = [...run.exact_boundary, run.exact_space]
  const letters = exact.length - 1
  const high = Math.max(...rows.flat()) * 1.05
  const names = exact.map((_, i) => (i < letters ? String(i + 1) : text("space")))
  const axes = inside.axes(stage, {
    left: 34, right: width - 30, top: 34, bottom: 250,
    x: { low: 0.8, high: letters + 1, ticks: names.map((name, i) => [i + 1, name]), label: text("letter") },
    y: { low: 0, high, ticks: [0, 1, 2, 3].map(value => [value, run.number(value, 0)]), label: text("nats") },
  })
  const positions = Array.from({ length: letters }, (_, i) => i + 1)
  const draw = (values, style, mark) => {
    const curve = axes.curve(positions, values.slice(0, letters), style)
    const marks = values.map(() => stage.svg.appendChild(inside.mark(...mark, 0, 0)))
    const move = row => {
      curve.move(row.slice(0, letters))
      marks.forEach((each, i) => each.setAttribute("transform",
        `translate(${axes.sx(i + 1).toFixed(1)} ${axes.sy(row[i]).toFixed(1)})`))
    }
    move(values)
    return move
  }
  draw(exact, "reference", ["reference", "D", true])
  const network = draw(rows[0], "network", ["rnn", "o", true])
  inside.legend(host, [["network", text("network")], ["reference", text("exact")]])
  return r => {
    network(rows[r])
    return text("boundary_now", {
      step: run.step(r), onset: run.number(rows[r][0]), second: run.number(rows[r][1]),
      space: run.number(rows[r][letters]),
    })
  }
}
