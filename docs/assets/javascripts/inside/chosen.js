// Inside training: a chosen character, marked wherever the sentence is read, and cells that say
// their numbers to a pointer, a finger and a keyboard.

(() => {
  let chosen = null // the character's place; stays when the figures are drawn anew
  let shown = null // what a pointer passes over, or else what is chosen
  const cells = {} // each figure's chosen cell: {part, row, column}; a row of null is the first
  let followers = []

  // A figure that is to show the chosen character: called with its place, or null.
  inside.follow = follower => {
    followers.push(follower)
    return follower
  }
  inside.forgetFollowers = () => { followers = [] }
  inside.point = (place = chosen) => {
    shown = place
    for (const follower of followers) follower(shown)
  }
  inside.choose = place => {
    chosen = place
    inside.point()
  }
  inside.pointed = () => shown

  // What a figure says of its chosen part, below what it says of the step.
  inside.tell = (host, sentence) => {
    inside.say(host.closest("figure").querySelector(".inside-cell"), sentence)
  }

  const place = ({ left, top, width, height }) =>
    ({ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` })

  // Over a drawing, outside of the image that it is to a screen reader.
  inside.over = (host, area) => {
    const over = document.createElement("div")
    over.className = "inside-over"
    Object.assign(over.style, place(area))
    host.parentElement.append(over)
    return over
  }

  // Makes the cells of a heatmap say their numbers. `places` are where it stands, the same cells
  // in each; `say(row, column)` gives the sentence, `first(column)` the row to begin with. In a
  // `sentence`, columns are its characters. Of a figure's parts, one has a chosen cell.
  inside.cells = (stage, host, { figure, part = figure, label, places, size, rows, columns, sentence, first, say }) => {
    const wide = size.width / columns, high = size.height / rows
    const column = sentence && places.map(({ left, top }) => stage.add("rect", {
      class: "inside-column", y: top, width: wide, height: size.height, "data-left": left,
    }))
    const outlines = places.map(() => stage.add("rect", {
      class: "inside-outline", width: Math.max(7, wide + 2), height: Math.max(7, high + 2),
    }))
    const overs = places.map(at => inside.over(host, { ...at, ...size }))
    const [slider] = overs
    slider.tabIndex = 0
    const attributes = {
      role: "slider", "aria-label": label, "aria-valuemin": 1, "aria-valuemax": rows * columns,
    }
    for (const [key, value] of Object.entries(attributes)) slider.setAttribute(key, value)

    const mine = () => (cells[figure]?.part === part ? cells[figure] : null)
    const whole = cell => cell && { column: cell.column, row: cell.row ?? first(cell.column) }
    function show(cell) {
      const at = whole(cell)
      outlines.forEach((outline, i) => {
        outline.style.display = at ? "" : "none"
        if (!at) return
        const { left, top } = places[i]
        outline.setAttribute("x", left + (at.column + 0.5) * wide - outline.getAttribute("width") / 2)
        outline.setAttribute("y", top + (at.row + 0.5) * high - outline.getAttribute("height") / 2)
      })
      const text = at ? say(at.row, at.column) : inside.run.text("cells_hint")
      if (at || !cells[figure]) inside.tell(host, text)
      slider.setAttribute("aria-valuenow", at ? at.row * columns + at.column + 1 : 1)
      slider.setAttribute("aria-valuetext", text)
    }
    function keep(cell) {
      cells[figure] = { ...cell, part }
      if (sentence) inside.choose(cell.column)
      else inside.point()
    }
    inside.follow(character => {
      if (column) {
        for (const band of column) {
          band.style.display = character === null ? "none" : ""
          band.setAttribute("x", Number(band.dataset.left) + (character ?? 0) * wide)
        }
      }
      const cell = passing || mine()
      if (!sentence) show(cell)
      else show(character === null ? null : { row: cell?.row ?? null, column: character })
    })

    let passing = null
    const under = (event, over) => {
      const box = over.getBoundingClientRect()
      const within = (share, count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)))
      return {
        row: within((event.clientY - box.top) / box.height, rows),
        column: within((event.clientX - box.left) / box.width, columns),
      }
    }
    for (const over of overs) {
      over.addEventListener("pointermove", event => {
        passing = under(event, over)
        if (event.buttons) keep(passing)
        else if (sentence) inside.point(passing.column)
        else show(passing)
      })
      over.addEventListener("click", event => keep(under(event, over)))
      over.addEventListener("pointerleave", () => {
        passing = null
        inside.point()
      })
    }
    slider.addEventListener("keydown", event => {
      const at = whole(sentence && chosen !== null
        ? { row: mine()?.row ?? null, column: chosen } : mine()) || whole({ row: null, column: 0 })
      if (event.key === "Escape") {
        delete cells[figure]
        inside.choose(sentence ? null : chosen)
        return
      }
      const moves = {
        ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0],
        PageUp: [-8, 0], PageDown: [8, 0], Home: [0, -columns], End: [0, columns], Enter: [0, 0],
      }
      const move = moves[event.key]
      if (!move || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      const inRange = (value, count) => Math.max(0, Math.min(count - 1, value))
      keep({ row: inRange(at.row + move[0], rows), column: inRange(at.column + move[1], columns) })
    })
  }
})()
