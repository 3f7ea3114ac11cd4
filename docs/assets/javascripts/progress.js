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

  // All that the course keeps in this browser, as a file for another one.
  const OWN = "course:"
  const FORMAT = "rnn-course/1"
  const pack = () => {
    const own = Object.keys(localStorage).filter(key => key.startsWith(OWN))
    const kept = Object.fromEntries(own.map(key => [key, localStorage.getItem(key)]))
    return JSON.stringify({ format: FORMAT, kept }, null, 1)
  }
  const unpack = text => {
    const { format, kept } = JSON.parse(text)
    const entries = Object.entries(kept)
    const fits = ([key, value]) => key.startsWith(OWN) && typeof value === "string"
    if (format !== FORMAT || !entries.every(fits)) throw new Error("not this course's file")
    for (const [key, value] of entries) localStorage.setItem(key, value)
  }
  const press = (text, act) => {
    const made = document.createElement("button")
    made.type = "button"
    made.className = "course-forget"
    made.textContent = text
    made.addEventListener("click", act)
    return made
  }
  const take = map => {
    const line = document.createElement("p")
    const said = document.createElement("span")
    said.setAttribute("role", "status")
    const file = document.createElement("input")
    file.type = "file"
    file.accept = "application/json"
    file.hidden = true
    file.addEventListener("change", async () => {
      const [chosen] = file.files
      file.value = "" // the same file may be chosen again, also while this one is being read
      said.textContent = ""
      if (!chosen) return
      try {
        unpack(await chosen.text())
        location.reload()
      } catch (error) {
        console.info(`Progress was not loaded: ${error}`)
        said.textContent = words.wrong
      }
    })
    const save = press(words.save, () => {
      const link = document.createElement("a")
      link.href = URL.createObjectURL(new Blob([pack()], { type: "application/json" }))
      link.download = "rnn-course-progress.json"
      link.click()
      URL.revokeObjectURL(link.href)
    })
    line.className = "course-keep"
    line.append(save, press(words.load, () => file.click()), file, said)
    map.append(line)
  }

  const start = document.querySelector(".course-start > p")
  const map = document.querySelector(".course-home article")
  if (map && read()) take(map)
  if (start) {
    const kept = read()
    if (kept?.last) {
      const link = document.createElement("a")
      link.className = "course-button course-continue"
      link.href = new URL(kept.last.page + ".html", root)
      link.textContent = `${words.continue}: ${kept.last.title}`
      const forget = press(words.forget, () => {
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
