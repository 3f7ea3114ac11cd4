// Pages whose formulas and code share symbols: one that is pointed at, tapped or focused lights up
// in all its places.
for (const told of document.querySelectorAll("#course-symbols")) {
  const said = JSON.parse(told.textContent)
  let lit = null // the key that is lit
  let kept = null // the key that stays lit: a tap or Enter chooses it, a second one lets it go
  const light = key => {
    if (key === lit) return
    lit = key
    for (const place of document.querySelectorAll(".course-lit")) place.classList.remove("course-lit")
    if (!key) return
    for (const place of document.querySelectorAll(`[data-s="${CSS.escape(key)}"]`)) place.classList.add("course-lit")
  }
  const at = event => event.target.closest?.("[data-s]")
  const keep = place => {
    const key = place.dataset.s
    kept = kept === key ? null : key
    light(kept)
    for (const [other, name] of stops) other.setAttribute("aria-pressed", name === kept)
  }
  document.addEventListener("pointerover", event => light(at(event)?.dataset.s ?? kept))
  document.addEventListener("focusin", event => light(at(event)?.dataset.s ?? kept))
  document.addEventListener("click", event => {
    const place = at(event)
    if (place && getSelection().isCollapsed && !place.closest("a, button, summary")) keep(place)
  })

  // For a keyboard, each block of code, or function that is explained line by line, is one stop, within which arrow keys go from name to name.
  const stops = new Map()
  for (const code of document.querySelectorAll("article :is(.highlight:not(.course-walk__code) code, .course-walk)")) {
    const names = [...code.querySelectorAll("[data-s]")].filter(name => name.closest(".highlight"))
    for (const [number, name] of names.entries()) {
      stops.set(name, name.dataset.s)
      name.tabIndex = number ? -1 : 0
      name.setAttribute("role", "button")
      name.setAttribute("aria-pressed", "false")
      name.setAttribute("aria-label", `${name.textContent}: ${said[name.dataset.s].replaceAll("$", "")}`)
    }
    code.addEventListener("keydown", event => {
      const here = names.indexOf(event.target)
      if (here < 0 || event.ctrlKey || event.altKey || event.metaKey) return
      if (event.key === "Enter" || event.key === " ") keep(names[here])
      else if (event.key === "Escape") light((kept = null))
      else {
        const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: names.length - 1 }[event.key]
        if (next === undefined) return
        const to = names[Math.max(0, Math.min(names.length - 1, next))]
        names[here].tabIndex = -1
        to.tabIndex = 0
        to.focus()
      }
      event.preventDefault()
    })
  }
}
