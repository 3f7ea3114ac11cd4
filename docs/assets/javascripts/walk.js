// Annotated code: comforts. Without them everything is there, highlighting included.

// Code that is selected over several rows is copied without the annotations between.
document.addEventListener("copy", event => {
  const selection = getSelection()
  if (!selection.rangeCount) return
  const range = selection.getRangeAt(0)
  const code = node => (node.closest ? node : node.parentElement).closest(".course-walk__code")
  const [first, last] = [code(range.startContainer), code(range.endContainer)]
  if (!first || !last || first === last) return
  const copied = range.cloneContents()
  for (const number of copied.querySelectorAll(".course-walk__number")) number.remove()
  const lines = [...copied.querySelectorAll(".course-walk__line")].map(line => line.textContent)
  event.clipboardData.setData("text/plain", lines.join(""))
  event.preventDefault()
})

// The menu closes once a section was chosen, and gives the focus back with Escape.
for (const menu of document.querySelectorAll(".course-walk-menu")) {
  menu.addEventListener("click", event => {
    if (event.target.closest("a")) menu.open = false
  })
  menu.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !menu.open) return
    menu.open = false
    menu.querySelector("summary").focus()
  })
}
