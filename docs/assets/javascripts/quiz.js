// A quiz: rounds drawn by chance, answers checked and kept in this browser. Without it, every
// question stands on the page, with its explanations folded.

const LENGTH = 10
const KEY = `course:quiz/${location.pathname.split("/").at(-1).replace(/\.html$/, "")}`
const home = document.querySelector(".quiz")
const texts = JSON.parse(home.dataset.texts)
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}
const button = (text, act) =>
  element("button", { type: "button", className: "quiz-button", textContent: text, onclick: act })

// What is kept. A browser may refuse to keep anything; then it lasts as long as the page.
const fresh = () => ({ round: [], chosen: {}, history: {} })
let kept = fresh()
let keeps = true
const reading = use => {
  try {
    use(localStorage)
  } catch (error) {
    keeps = false
    console.info(`The quiz keeps nothing: ${error}`)
  }
}
reading(storage => Object.assign(kept, JSON.parse(storage.getItem(KEY) ?? "{}")))
const keep = () => reading(storage => storage.setItem(KEY, JSON.stringify(kept)))

class Question {
  constructor(heading) {
    this.id = heading.id
    const far = heading.nextElementSibling // a box that is laid out late: its content moves here
    if (far?.matches(".course-far")) far.replaceWith(...far.childNodes)
    const parts = []
    for (let next = heading.nextElementSibling; next && !/^H[23]$/.test(next.tagName); ) {
      parts.push(next)
      next = next.nextElementSibling
    }
    this.list = parts.find(part => part.querySelector(":scope > li > details.quiz-right"))
    const at = parts.indexOf(this.list)
    const stem = element("div", { className: "quiz-stem", id: `${this.id}-stem` })
    this.after = element("div", { className: "quiz-after", hidden: true })
    this.number = element("span", { className: "quiz-number" })
    this.legend = element("legend", { tabIndex: -1 })
    this.said = element("p", { className: "quiz-said", tabIndex: -1 })
    this.said.setAttribute("role", "status")
    this.record = element("p", { className: "quiz-history" })
    this.check = button(texts.check, () => this.answer())
    this.field = element("fieldset", {}, this.legend, stem)
    this.field.setAttribute("aria-describedby", stem.id)
    this.section = element("section", { className: "quiz-question" }, this.field)
    heading.before(this.section)
    this.legend.append(this.number, heading)
    const before = parts.slice(0, at) // the code that computes the answer comes after it
    stem.append(...before.filter(part => !part.matches("details.code")))
    this.after.append(...before.filter(part => part.matches("details.code")), ...parts.slice(at + 1))
    this.field.append(this.list, this.check)
    this.section.append(this.said, this.after, this.record)
    this.list.classList.add("quiz-options")
    this.options = [...this.list.children].map((item, place) => this.option(item, place))
    this.right = this.options.findIndex(option => option.right)
  }

  option(item, place) {
    const details = item.querySelector(":scope > details")
    const radio = element("input", { type: "radio", name: this.id, value: place })
    const before = [...item.childNodes].slice(0, [...item.childNodes].indexOf(details))
    const words = before.flatMap(part => (part.localName === "p" ? [...part.childNodes] : [part]))
    for (const part of before) part.remove()
    item.prepend(element("label", {}, radio, element("span", {}, ...words)))
    return { item, radio, details, right: details.classList.contains("quiz-right") }
  }

  answer() {
    const place = this.options.findIndex(option => option.radio.checked)
    if (place < 0) {
      this.said.textContent = texts.choose
      this.options[0].radio.focus()
      return
    }
    const [right, times] = kept.history[this.id] ?? [0, 0]
    kept.history[this.id] = [right + (place === this.right), times + 1]
    kept.chosen[this.id] = place
    keep()
    this.show()
    progress()
    this.said.focus()
  }

  // As it was answered in this round, or open.
  show() {
    const place = kept.chosen[this.id]
    const answered = place !== undefined
    this.options.forEach(({ item, radio, details, right }, index) => {
      radio.checked = index === place
      radio.disabled = answered
      details.hidden = !answered
      details.open = answered && (right || index === place)
      details.querySelector("summary").textContent = texts.why
      item.classList.toggle("quiz-chosen", index === place)
      item.classList.toggle("quiz-is-right", answered && right)
    })
    this.check.hidden = answered
    this.after.hidden = !answered || !this.after.childElementCount
    this.said.textContent = !answered ? "" : place === this.right ? texts.correct : texts.incorrect
    const [right, times] = kept.history[this.id] ?? [0, 0]
    this.record.textContent = times ? fill(texts.history, { right, times }) : ""
  }
}

const headings = [...document.querySelectorAll("article h3")].filter(
  heading => home.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING,
)
const questions = new Map(headings.map(heading => [heading.id, heading]))
for (const [id, heading] of questions) questions.set(id, new Question(heading))
const total = Math.min(LENGTH, questions.size)
const round = () => kept.round.map(id => questions.get(id))

const progressed = element("p", { className: "quiz-progress" })
const result = element("p", { className: "quiz-result" })
const announced = element("p", { className: "quiz-announced" })
for (const live of [result, announced]) live.setAttribute("role", "status")

const progress = () => {
  const answered = round().filter(question => question.id in kept.chosen)
  const right = answered.filter(question => kept.chosen[question.id] === question.right).length
  const done = answered.length
  progressed.textContent = fill(texts.progress, { done, total, right })
  result.textContent = done === total ? fill(texts.result, { right, total }) : ""
}

const show = () => {
  for (const question of questions.values()) question.section.hidden = true
  round().forEach((question, place) => {
    question.number.textContent = fill(texts.number, { number: place + 1, total })
    question.section.hidden = false
    foot.before(question.section)
    question.show()
  })
  progress()
  announced.textContent = keeps ? "" : texts.unkept
}

const draw = () => {
  const ids = [...questions.keys()]
  for (let last = ids.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1))
    ;[ids[last], ids[other]] = [ids[other], ids[last]]
  }
  kept.round = ids.slice(0, total)
  kept.chosen = {}
}

const begin = said => {
  draw()
  keep()
  show()
  if (keeps) announced.textContent = said
  round()[0].legend.focus()
}
const forget = () => {
  kept = fresh()
  reading(storage => storage.removeItem(KEY))
  draw()
  show()
  if (keeps) announced.textContent = texts.forgotten
  round()[0].legend.focus()
}
const again = () => button(texts.again, () => begin(texts.new))

const foot = element("div", { className: "quiz-foot" }, result, again())
foot.append(button(texts.print, () => print()))
const last = [...questions.values()].at(-1).section
last.after(foot)
home.append(progressed, again(), button(texts.forget, forget), announced)

// A link to a question shows it, whatever was drawn; a round of another edition is drawn anew.
const linked = () => {
  const id = decodeURIComponent(location.hash.slice(1))
  if (!questions.has(id) || kept.round.includes(id)) return false
  kept.round[total - 1] = id
  return true
}
const known = kept.round.filter(id => questions.has(id))
if (known.length !== total) draw()
linked()
keep()
show()
document.documentElement.classList.add("quiz-ready")
const arrive = () => {
  if (linked()) show()
  document.getElementById(location.hash.slice(1))?.scrollIntoView()
}
addEventListener("hashchange", arrive)
if (location.hash) arrive()
