// A block of a page: its buttons, the line beside them, and what stands below.

import { element } from "./results.js"

// What a part of a result prints, with one space where there are several; of a note, nothing.
const printed = part => part.querySelector(":scope > samp")?.textContent.replace(/\s+/g, " ").trim()
const allPrinted = parts => [...parts].map(printed).filter(Boolean).join("\n")

// Whether two texts differ, and only in their digits.
const differInDigits = (one, other) => {
  const [form, another] = [one, other].map(text => text.replace(/[\d.,]+/g, "#"))
  return one !== other && form === another
}

export class Block {
  constructor(data, page) {
    Object.assign(this, data)
    this.page = page
    this.edited = null // the reader's code, if it is another
    this.editor = null
    // What the last run that came as far as this block, or should have, made of it: see ending.js.
    this.outcome = null
    this.bar = document.querySelector(`.live[data-live="${CSS.escape(data.id)}"]`)
    if (!this.bar) return
    this.bar.id = `run-${data.id}`
    this.status = this.bar.querySelector(".live-status")
    this.clock = element("span", { className: "live-clock" })
    this.clock.setAttribute("aria-hidden", "true") // that it goes on is told beside it, once
    this.status.after(this.clock)
    this.result = element("div", { className: "live-result", hidden: true })
    this.result.id = `live-${data.id}`
    this.stale = element("p", { className: "live-stale", hidden: true })
    this.bar.after(this.stale, this.result)
    this.source = this.bar.previousElementSibling
    this.built = document.getElementById(`out-${data.id}`)
  }

  get now() {
    return this.edited ?? this.code
  }

  button(act) {
    return this.bar.querySelector(`[data-act="${act}"]`)
  }

  // Says something beside the buttons, in place of what was said there; `aloud` to a reader who
  // listens, too.
  say(said, aloud = true) {
    if (!this.bar) return
    this.status.setAttribute("aria-live", aloud ? "polite" : "off")
    this.status.replaceChildren(...[said].flat())
    this.saysOutcome = false
  }

  // Says below the editor what holds from now on.
  warn(said) {
    this.warning.hidden = false
    this.warning.textContent = said
  }

  // Says what became of it in a run, which holds for the code `basis`.
  sayOutcome(outcome, aloud) {
    this.outcome = outcome
    this.say(outcome.said, aloud)
    this.saysOutcome = true
  }

  // Says again what became of it, where something else had to be said meanwhile.
  sayOutcomeAgain() {
    if (this.outcome) this.sayOutcome(this.outcome, false)
    else this.say("")
  }

  forgetOutcome() {
    if (this.saysOutcome) this.say("")
    this.outcome = null
  }

  // What stands below it, given what its result would come from now: "" if just that, else the
  // name of the text that says what is the matter.
  standing(basis) {
    if (this.basis === basis) return ""
    const became = this.outcome?.basis === basis ? this.outcome.became : ""
    if (["kept", "ran", "failed"].includes(became)) return "taken" // by the reader
    if (became && became !== "unreached") return "unended"
    return this.changedAbove(basis) ? "stale" : "unrun"
  }

  // Whether code above is not what it was when what stands below was computed.
  changedAbove(basis) {
    const above = text => text.slice(0, text.lastIndexOf("\0") + 1)
    return above(this.basis) !== above(basis)
  }

  // Shows the reader's result where the built one stands; a figure of the build stays, and all of
  // it where it says more.
  show(parts, keep = false) {
    const { texts } = this.page
    if (!parts.length && !this.built) return
    if (!parts.length) parts = [element("p", { className: "live-note" }, texts.nothing)]
    // Where the page's own code gave other digits, and nothing else, it says so.
    const own = this.page.basis(this) === this.page.basis(this, true)
    if (own && differInDigits(allPrinted(parts), allPrinted(this.built?.children ?? [])))
      parts.push(element("p", { className: "live-note" }, texts.digits))
    const back = element("button", {
      type: "button",
      className: "live-button",
      textContent: keep ? texts.hide : texts.back,
      onclick: () => {
        this.clear()
        this.say("")
        this.button("run").focus()
      },
    })
    this.result.replaceChildren(...parts, back)
    this.result.hidden = false
    for (const part of this.built?.children ?? [])
      part.classList.toggle("live-replaced", !keep && !part.matches("figure"))
  }

  // Brings back what the build gave; where that is nothing, nothing can be out of date.
  clear() {
    this.result.hidden = true
    this.result.replaceChildren()
    for (const part of this.built?.children ?? []) part.classList.remove("live-replaced")
    this.basis = this.page.basis(this, Boolean(this.built))
    this.page.refresh()
  }
}
