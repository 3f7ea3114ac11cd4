// What is there to be used, not to be seen: large data, and the scripts that read them. They are
// asked for once the page has been painted. Before, they would hold up what is to be seen.

const list = document.getElementById("course-late")
const waiting = list ? JSON.parse(list.textContent) : []

function fetchLate() {
  for (const src of waiting.splice(0)) {
    const script = document.createElement("script")
    Object.assign(script, { src, async: false }) // they run in this order
    if (!waiting.length) script.onload = () => list.remove() // a sign that all is there
    document.head.append(script)
  }
}

if (list) {
  new PerformanceObserver(fetchLate).observe({ type: "paint", buffered: true })
  setTimeout(fetchLate, 2000) // a page in the background is not painted
}
