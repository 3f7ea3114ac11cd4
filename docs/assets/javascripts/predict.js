// Predict before you look: what a block gives is covered until its reader has made a guess, which
// stays beside it. Without this script everything is there from the beginning.

// A scope of its own: what a page loads besides may use the same names.
{
  const KEY = "course:predictions"
  const stored = use => {
    try {
      return use(localStorage)
    } catch (error) {
      console.info(`Guesses are not kept: ${error}`)
      return null
    }
  }
  const read = () => JSON.parse(stored(storage => storage.getItem(KEY)) ?? "{}")
  const page = location.pathname.replace(/^.*\/(?=[^/]+\/[^/]+$)/, "")

  for (const output of document.querySelectorAll(".course-output[data-predict]")) {
    const name = `${page}#${output.id}`
    const { predict, show, said } = output.dataset
    const uncover = guess => {
      const note = document.createElement("p")
      note.className = "course-said"
      note.textContent = said.replace("{guess}", guess)
      output.prepend(note)
      output.classList.remove("course-covered")
    }
    const before = read()[name]
    if (before) {
      uncover(before)
      continue
    }
    const form = document.createElement("form")
    form.className = "course-predict"
    const label = document.createElement("label")
    const input = document.createElement("input")
    const button = document.createElement("button")
    Object.assign(input, { type: "text", required: true, autocomplete: "off", maxLength: 80 })
    button.textContent = show
    label.append(predict, input)
    form.append(label, button)
    output.classList.add("course-covered")
    output.before(form)
    form.addEventListener("submit", event => {
      event.preventDefault()
      const guess = input.value.trim()
      if (!guess) return
      stored(storage => storage.setItem(KEY, JSON.stringify({ ...read(), [name]: guess })))
      uncover(guess)
      form.remove()
      output.tabIndex = -1
      output.focus()
    })
  }
}
