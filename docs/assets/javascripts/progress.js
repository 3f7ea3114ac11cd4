// What a reader has read, and where he stopped: kept in this browser only, marked in the menu.

// A scope of its own: what a page loads besides may use the same names.
{
  const words = document.currentScript.dataset
  const KEY = "course:progress"
  const ENOUGH = Number(words.seconds) * 1000 // who leaves a page sooner has not read it

  // A browser may refuse to keep anything; then there are no marks.
  const read = () => {
    try {
      return { pages: {}, last: null, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") }
    } catch (error) {
      console.info(`Progress is not kept: ${error}`)
      return null
    }
  }
  const write = kept => {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept))
    } catch (error) {
      console.info(`Progress is not kept: ${error}`)
    }
  }

  // Both languages count as one page: its address below the language's root.
  const { base } = JSON.parse(document.getElementById("__config").textContent)
  const root = new URL(base, location)
  const name = address => {
    const { pathname } = new URL(address, location)
    return pathname.startsWith(root.pathname)
      ? pathname.slice(root.pathname.length).replace(/^notebooks\/|\.html$/g, "")
      : ""
  }
  const here = name(location)
  const end = document.querySelector("footer.course-provenance")

  const mark = () => {
    const kept = read()
    if (!kept) return
    for (const link of document.querySelectorAll(".md-nav--primary a.md-nav__link[href]")) {
      const done = Boolean(kept.pages[name(link.href)]) && !link.hash
      const marked = link.querySelector(".course-read")
      if (!done) marked?.remove()
      if (!done || marked) continue
      const sign = document.createElement("span")
      sign.className = "course-read"
      sign.innerHTML = `<span aria-hidden="true">✓</span><span class="course-hidden"></span>`
      sign.lastChild.textContent = ` (${words.read})`
      link.append(sign)
    }
  }

  const start = document.querySelector(".course-start > p")
  if (start) {
    const kept = read()
    if (kept?.last) {
      const link = document.createElement("a")
      link.className = "course-button course-continue"
      link.href = new URL(kept.last.page + ".html", root)
      link.textContent = `${words.continue}: ${kept.last.title}`
      const forget = document.createElement("button")
      forget.type = "button"
      forget.className = "course-forget"
      forget.textContent = words.forget
      forget.addEventListener("click", () => {
        write({})
        link.remove()
        forget.remove()
        mark()
      })
      start.append(link, forget)
    }
  } else if (end && here) {
    const title = document.querySelector("h1")?.firstChild.textContent.trim()
    const kept = read()
    if (kept) write({ ...kept, last: { page: here, title } })
    const opened = Date.now()
    new IntersectionObserver(([seen]) => {
      if (!seen.isIntersecting) return
      setTimeout(() => {
        const now = read()
        if (!now || now.pages[here]) return
        write({ ...now, pages: { ...now.pages, [here]: true } })
        mark()
      }, Math.max(0, opened + ENOUGH - Date.now()))
    }).observe(end)
  }
  mark()
}
