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

// The button copies the whole as it stands in its file, with up to as many blank lines as two parts
// of a file have between them. Material copies what it finds here, and listens later.
document.addEventListener(
  "click",
  event => {
    const button = event.target.closest(".course-walk__copy")
    if (!button) return
    const lines = new Map()
    for (const line of button.closest(".course-walk").querySelectorAll(".course-walk__line")) {
      const number = line.querySelector(".course-walk__number").textContent
      lines.set(Number(number), line.textContent.slice(number.length))
    }
    let before = Math.min(...lines.keys()) - 1
    let text = ""
    for (const [number, line] of [...lines].sort(([one], [other]) => one - other)) {
      text += "\n".repeat(Math.min(number - before - 1, button.dataset.blank)) + line
      before = number
    }
    button.dataset.clipboardText = text
  },
  { capture: true },
)

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
