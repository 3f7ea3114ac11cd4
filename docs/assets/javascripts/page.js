// Every page: comforts. Without them everything is there.

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

// What is wider than its place scrolls, for a keyboard too; what is not is no stop on its way.
const wide = ".md-typeset__scrollwrap, .katex-display, .jp-RenderedHTML"
const article = document.querySelector("article")
if (article) {
  new ResizeObserver(() => {
    for (const element of article.querySelectorAll(wide)) {
      const scrolls = element.scrollWidth > element.clientWidth
      if (scrolls) element.tabIndex = 0
      else element.removeAttribute("tabindex")
    }
  }).observe(article)
}
