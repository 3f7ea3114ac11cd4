// A block of a page: its buttons, and what stands below them.

import { element } from "./results.js"

export class Block {
  constructor(data, page) {
    Object.assign(this, data)
    this.page = page
    this.edited = null // the reader's code, if it is another
    this.editor = null
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

  say(text) {
    if (this.bar) this.status.textContent = text
  }

  // Shows the reader's result where the built one stands; a figure of the build stays, and all of
  // it where it says more.
  show(parts, keep = false) {
    const { texts } = this.page
    if (!parts.length && !this.built) return
    if (!parts.length) parts = [element("p", { className: "live-note" }, texts.nothing)]
    // Where the page's own code gave other digits, and nothing else, it says so.
    const texts_ = part => part.querySelector(":scope > samp")?.textContent.replace(/\s+/g, " ").trim()
    const before = [...(this.built?.children ?? [])].map(texts_).filter(Boolean)
    const now = parts.map(texts_).filter(Boolean)
    const digits = list => list.join("\n").replace(/[\d.,]+/g, "#")
    const own = this.page.sign(this) === this.page.sign(this, true)
    if (own && now.join("\n") !== before.join("\n") && digits(now) === digits(before))
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

  clear() {
    this.result.hidden = true
    this.result.replaceChildren()
    for (const part of this.built?.children ?? []) part.classList.remove("live-replaced")
    this.shows = this.page.sign(this, true)
    this.page.refresh()
  }
}
