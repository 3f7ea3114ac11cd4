// What is there to be used, not to be seen: large data, and the scripts that read them. They are
// asked for once the page has been painted. Before, they would hold up what is to be seen.

const list = document.getElementById("course-late")
const waiting = list ? JSON.parse(list.textContent) : []

function fetchLate() {
  const scripts = waiting.splice(0).map(src =>
    Object.assign(document.createElement("script"), { src, async: false })) // they run in this order
  scripts.at(-1)?.addEventListener("load", () => list.remove()) // a sign that all is there
  document.head.append(...scripts)
}

if (list) {
  setTimeout(fetchLate, 2000) // a page in the background is not painted
  new PerformanceObserver(fetchLate).observe({ type: "paint", buffered: true })
}
