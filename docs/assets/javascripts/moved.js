// An address that has moved: go on to the new one. Without this, the page has a link to it.
{
  const follow = () => {
    const old = decodeURIComponent(location.hash.slice(1))
    const part = document.getElementById(old)?.closest("p.course-moved")
    const page = document.querySelector("[data-moved]")
    if (part) location.replace(part.querySelector("a").href)
    else if (page) {
      const inner = JSON.parse(page.dataset.moved)
      const carried = page.hash ? "" : location.hash
      location.replace(Object.hasOwn(inner, old) ? inner[old] : page.href + carried)
    }
  }
  addEventListener("hashchange", follow)
  follow()
}
