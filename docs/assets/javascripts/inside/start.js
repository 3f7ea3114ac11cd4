// Inside training: puts the live figures in place of the printed ones, and drives them.

(() => {
  const data = document.getElementById("inside-data")
  if (!data) return
  const run = inside.read(data)
  const content = data.closest("article, .md-content__inner") || document.body
  const { text } = run
  let current = run.last
  inside.run = run
  inside.repaint = []

  // The bar: play, a slider over the records with the loss behind it, where it stands -----------
  const bar = document.createElement("div")
  bar.className = "inside-bar"
  bar.setAttribute("role", "group")
  bar.setAttribute("aria-label", text("slider"))
  const PLAY = "M4 2.5v11l9-5.5z", PAUSE = "M4 2.5h3v11H4zM9 2.5h3v11H9z"
  const button = document.createElement("button")
  button.type = "button"
  const icon = inside.element("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" })
  const sign = icon.appendChild(inside.element("path", { d: PLAY }))
  button.append(icon)
  const track = document.createElement("div")
  track.className = "inside-track"
  const loss = inside.element("svg", {
    viewBox: `0 0 ${run.last} 100`, preserveAspectRatio: "none", "aria-hidden": "true",
  })
  const heights = run.losses.map((value, r) => `${r} ${(100 - (92 * value) / run.uniform).toFixed(1)}`)
  loss.append(inside.element("path", { d: `M0 100L${heights.join("L")}L${run.last} 100Z` }))
  const slider = document.createElement("input")
  Object.assign(slider, { type: "range", min: 0, max: run.last, value: run.last, id: "inside-step" })
  slider.setAttribute("aria-label", text("slider"))
  track.append(loss, slider)
  const now = document.createElement("p")
  now.className = "inside-now"
  now.setAttribute("aria-hidden", "true") // the slider says it
  const [nowStep, nowLoss] = ["strong", "span"].map(tag => now.appendChild(document.createElement(tag)))
  const said = document.createElement("p")
  said.className = "inside-said"
  said.setAttribute("role", "status")
  bar.append(button, track, now, said)
  // Before the first section, below what says how to use it.
  const first = content.querySelector("h2")
  if (first) first.before(bar)
  else (data.closest(".course-output") || data).after(bar)

  const sentence = r => text("said", {
    step: run.step(r), steps: run.step(run.last), loss: run.number(run.losses[r]),
  })

  // Figures -----------------------------------------------------------------------------------
  const shown = []
  for (const [name, build] of Object.entries(inside.figures)) {
    const figure = document.getElementById(`fig-${name}`)
    const printed = figure && figure.querySelector("svg")
    if (!printed) continue
    const host = document.createElement("div")
    host.className = "inside-live"
    host.setAttribute("role", "img")
    host.setAttribute("aria-label", printed.getAttribute("aria-label"))
    const controls = document.createElement("div")
    controls.className = "inside-controls"
    const readout = document.createElement("p")
    readout.className = "inside-readout"
    const cell = document.createElement("p")
    cell.className = "inside-cell"
    const drawn = document.createElement("div")
    drawn.className = "inside-drawn"
    drawn.append(host)
    printed.replaceWith(controls, drawn, readout, ...(inside.tells.has(name) ? [cell] : []))
    host.addEventListener("inside-say", event => { inside.say(readout, event.detail) })
    shown.push({ name, figure, host, controls, readout, build })
  }
  const sample = document.querySelector(".inside-sample")
  if (sample) {
    const readout = document.createElement("p")
    readout.className = "inside-readout"
    sample.after(readout)
    shown.push({ name: "sample", readout, update: inside.sample(sample, run) })
  }

  function build() {
    inside.repaint = []
    inside.forgetFollowers()
    for (const each of shown) {
      if (!each.figure) continue
      each.host.replaceChildren()
      each.host.parentElement.replaceChildren(each.host)
      each.update = each.build(each.host, run, each.host.clientWidth, each.controls)
    }
  }

  function draw() {
    for (const { update, readout } of shown) inside.say(readout, update(current))
    inside.point(inside.pointed()) // what is chosen says its numbers at this step
    slider.value = current
    slider.setAttribute("aria-valuetext", sentence(current))
    nowStep.textContent = text("now", { step: run.step(current) })
    nowLoss.textContent = text("now_loss", { loss: run.number(run.losses[current]) })
  }

  let asked = 0
  function show(r) {
    current = Math.max(0, Math.min(run.last, r))
    if (!asked) asked = requestAnimationFrame(() => { asked = 0; draw() })
    remember()
  }

  // Playing -----------------------------------------------------------------------------------
  let timer = 0
  function play(on) {
    clearInterval(timer)
    timer = 0
    if (on) {
      if (current === run.last) show(0)
      timer = setInterval(() => {
        show(current + 1)
        if (current === run.last) play(false)
      }, 140)
      said.textContent = ""
    } else {
      said.textContent = sentence(current)
    }
    sign.setAttribute("d", on ? PAUSE : PLAY)
    button.setAttribute("aria-label", text(on ? "pause" : "play"))
    button.title = text(on ? "pause" : "play")
    bar.classList.toggle("inside-bar--playing", on)
  }
  button.addEventListener("click", () => play(!timer))
  slider.addEventListener("input", () => {
    if (timer) play(false)
    show(Number(slider.value))
  })
  slider.addEventListener("keydown", event => {
    if (event.key !== " ") return
    event.preventDefault()
    play(!timer)
  })

  // The step is part of the address, and goes along to the other language ---------------------
  const remember = inside.address(() => ({ step: run.steps[current] }))
  const wanted = Number(new URLSearchParams(location.search).get("step"))
  if (wanted) {
    const distance = r => Math.abs(run.steps[r] - wanted)
    for (let r = 0; r <= run.last; r++) if (distance(r) < distance(current)) current = r
  }

  // What the page changes around the figures ---------------------------------------------------
  new MutationObserver(() => {
    inside.forgetColors()
    for (const repaint of inside.repaint) repaint()
    draw()
  }).observe(document.body, { attributeFilter: ["data-md-color-scheme"] })
  let width = 0
  new ResizeObserver(() => {
    const first = shown.find(each => each.host)
    if (!first?.host.clientWidth || first.host.clientWidth === width) return
    width = first.host.clientWidth
    build()
    draw()
  }).observe(bar)

  play(false)
  said.textContent = ""
  document.documentElement.classList.add("inside-ready")
})()
