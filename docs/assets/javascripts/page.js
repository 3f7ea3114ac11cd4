// Every page: comforts. Without them everything is there.

// A scope of its own: what a page loads besides may use the same names.
{
  // The other language opens at the same place, since both share their addresses: at the address
  // that is open, or else at the section or figure that is being read.
  const here = () => {
    if (location.hash) return location.hash
    const top = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0
    const begun = [...document.querySelectorAll("article :is(h2, h3, h4, h5, h6, figure)[id]")].filter(
      place => place.getClientRects().length && place.getBoundingClientRect().top < top + 80,
    )
    return begun.length ? `#${begun.at(-1).id}` : ""
  }
  for (const way of ["click", "auxclick", "contextmenu"]) {
    document.addEventListener(way, event => {
      const language = event.target.closest("a[hreflang]")
      if (language) language.hash = here()
    })
  }

  // A page opens at the place that its address names, and stays there until its reader does
  // something. A browser sees to it only while the page loads: fonts that come later make what lies
  // above longer or shorter. Most browsers then scroll along; some never do, and none always.
  const acts = ["wheel", "touchstart", "pointerdown", "keydown", "hashchange"]
  let named = null
  let seen = {}
  const look = () => ({ top: named.getBoundingClientRect().top, scroll: scrollY })
  const settle = new ResizeObserver(() => {
    // Before all was loaded somebody may have scrolled already, or the browser led to a text.
    if (!("top" in seen) && scrollY && Math.abs(look().top) > innerHeight) return leave()
    named.scrollIntoView({ behavior: "instant" })
    seen = look()
  })
  // Who scrolls in a way that is none of `acts`, as by the scroll bar or by a browser's own search,
  // moves the place by as much as the page, or nearly: what comes near is laid out only then. A
  // browser that scrolls along leaves the place where it was; where none does, the page is not moved.
  const scrolled = () => {
    const { top, scroll } = look()
    const moved = Math.abs(scroll - seen.scroll)
    if (moved && Math.abs(top - seen.top) > Math.max(1, moved / 2)) leave()
  }
  const stay = () => {
    named = document.querySelector("article :target")
    if (!named) return leave()
    settle.observe(named.closest("article")) // this calls it once, too
    addEventListener("scroll", scrolled)
  }
  const leave = () => {
    settle.disconnect()
    removeEventListener("load", stay)
    removeEventListener("scroll", scrolled)
    for (const act of acts) removeEventListener(act, leave, true)
  }
  // A page that is opened once more opens where it was left, which is for the browser to know.
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    addEventListener("load", stay)
    for (const act of acts) addEventListener(act, leave, { capture: true, passive: true })
  }

  // Whether a line has room for a few words only, as with letters twice as large on a phone. Not
  // for a container query to tell: Chromium then loses the place that is read as fonts arrive.
  const narrow = new ResizeObserver(([{ target, contentRect }]) => {
    const letters = parseFloat(getComputedStyle(document.documentElement).fontSize)
    target.classList.toggle("course-narrow", contentRect.width < 14 * letters)
  })
  for (const article of document.querySelectorAll("article")) narrow.observe(article)

  // What is wider than its place scrolls, for a keyboard too; what is not is no stop on its way.
  // Each is watched by itself: to measure one that is far from the screen would lay it out.
  const wide = ".md-typeset__scrollwrap, .katex-display, .jp-RenderedHTML, pre > code"
  const watched = new ResizeObserver(entries => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0
      else target.removeAttribute("tabindex")
    }
  })
  const watch = () => {
    for (const element of document.querySelectorAll(`article :is(${wide})`)) {
      watched.unobserve(element)
      watched.observe(element)
    }
  }
  // The theme's script has put tables into such places by then. A formula's font is asked for once
  // it is near, and makes the formula wider, not its place, which is all that is watched.
  addEventListener("load", () => {
    watch()
    document.fonts.addEventListener("loadingdone", watch)
  })

  // On a phone a drawing scrolls (phone.css); far from the screen it has no size to measure.
  const phone = matchMedia("(max-width: 29em)")
  const reachable = () => {
    for (const drawing of document.querySelectorAll("article figure > .course-svg")) {
      if (phone.matches) drawing.parentElement.tabIndex = 0
      else drawing.parentElement.removeAttribute("tabindex")
    }
  }
  phone.addEventListener("change", reachable)
  reachable()

  // Docstrings unfold. What is copied by hand holds them whole, as the button for it does.
  document.addEventListener("click", event => {
    const fold = event.target.closest(".course-fold")
    fold?.setAttribute("aria-expanded", fold.getAttribute("aria-expanded") === "false")
  })
  document.addEventListener("copy", event => {
    const selection = getSelection()
    const codes = [...document.querySelectorAll("code:has(.course-fold)")].filter(code => selection.containsNode(code, true))
    if (!codes.length) return
    for (const code of codes) code.dataset.mdCopying = ""
    event.clipboardData.setData("text/plain", selection.toString())
    for (const code of codes) delete code.dataset.mdCopying
    event.preventDefault()
  })

  // Material's menu opens by a label, which a pointer reaches and a keyboard does not: a button
  // takes its place.
  const drawer = document.querySelector("[data-md-toggle=drawer]")
  const label = document.querySelector(".md-header__button[for=__drawer]")
  const menu = document.querySelector(".md-nav--primary")
  if (drawer && label && menu) {
    const opener = document.createElement("button")
    opener.type = "button"
    opener.className = `${label.className} course-menu`
    opener.append(...label.childNodes)
    opener.addEventListener("click", () => drawer.click())
    label.replaceWith(opener)
    const tell = () => opener.setAttribute("aria-expanded", drawer.checked)
    const close = () => {
      if (!drawer.checked) return
      drawer.click()
      opener.focus()
    }
    opener.setAttribute("aria-label", menu.getAttribute("aria-label"))
    tell()
    // In the drawer a section is a page of its own, which its label opens.
    const drawn = matchMedia("(max-width: 76.2344em)")
    const reach = () => {
      for (const section of menu.querySelectorAll("label[for^=__nav], label[for=__toc]")) {
        if (drawn.matches) section.tabIndex = 0
        else section.removeAttribute("tabindex")
      }
    }
    drawn.addEventListener("change", reach)
    reach()
    drawer.addEventListener("change", () => {
      tell()
      if (!drawer.checked) return
      const links = [".md-nav__link--active[href]", "a.md-nav__link"]
        .flatMap(which => [...menu.querySelectorAll(which)])
        .filter(link => link.checkVisibility({ visibilityProperty: true }))
      links[0]?.focus()
    })
    // Where it opens over a wide page there is no curtain that closes it.
    document.addEventListener("click", event => {
      const outside = !event.target.closest(".md-sidebar--primary, .md-header, .md-toggle, label")
      if (outside && drawer.checked) drawer.click()
    })
    document.addEventListener("keydown", event => {
      if (event.key === "Escape") close()
      const pressed = event.target.closest?.("label[for^=__nav], label[for=__toc]")
      if (pressed && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault()
        event.stopPropagation()
        pressed.click()
      }
    })
  }
}
