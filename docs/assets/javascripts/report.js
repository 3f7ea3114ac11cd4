// "Report a mistake": says in which section it is, in the lines to copy and in the form's address.
// Without this script a reader writes it there.

for (const box of document.querySelectorAll(".course-report")) {
  const { field, section, where, whole } = box.dataset
  const code = box.querySelector("code")
  const form = box.querySelector("a")
  const lines = code.textContent
  const label = document.createElement("label")
  const choice = document.createElement("select")
  label.append(`${where} `, choice)
  box.querySelector("summary").after(label)

  const named = heading => {
    const copy = heading.cloneNode(true)
    for (const other of copy.querySelectorAll(".headerlink, .katex-html, annotation")) other.remove()
    return copy.textContent.trim()
  }
  const offer = (text, anchor) => {
    if (anchor && [...choice.options].some(one => one.value === anchor)) return
    choice.add(new Option(text, anchor))
  }
  offer(whole, "")
  for (const heading of document.querySelectorAll("article :is(h2, h3)[id]")) offer(named(heading), heading.id)

  const fill = () => {
    const { text, value } = choice.selectedOptions[0]
    const said = value && text !== `#${value}` ? `${text} (#${value})` : text
    const filled = lines.replace(section, () => `${section.trimEnd()} ${said}`)
    code.textContent = filled
    if (!form) return
    const address = new URL(form.href)
    address.searchParams.set(field, filled)
    form.href = address.href
  }
  choice.addEventListener("change", fill)
  // The address that is open says where its reader is, be it a section or a figure.
  box.addEventListener("toggle", () => {
    const open = decodeURIComponent(location.hash.slice(1))
    if (!box.open || !open || !document.getElementById(open)) return
    offer(`#${open}`, open)
    choice.value = open
    fill()
  })
}
