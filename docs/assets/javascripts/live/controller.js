// A page whose blocks the reader runs and edits.

import { Block } from "./block.js"
import { Kept } from "./kept.js"
import { Python } from "./python.js"
import { element, fill, partial, saysLess, shown } from "./results.js"

const PAUSE = 300 // milliseconds after the last key before other blocks are looked at
const LONG = 5 // seconds after which a run says that it goes on, and how to end it

class Page {
  constructor(texts, path, data) {
    this.texts = texts
    this.lang = data.lang
    this.blocks = data.blocks.map(block => new Block(block, this))
    this.by = new Map(this.blocks.map(block => [block.id, block]))
    this.python = new Python(data, said => this.hear(said))
    this.busy = null
    this.kept = new Kept(
      path,
      () => this.notice(texts.unkept),
      id => this.by.get(id)?.bar && this.by.get(id).say(texts.elsewhere),
    )
    this.depend()
    for (const block of this.blocks) block.shows = this.sign(block, true)
  }

  // Of each block, those above that it depends on: whose names it takes, in turn.
  depend() {
    this.blocks.forEach((block, at) => {
      const needs = new Set(block.taken)
      block.above = []
      for (const other of this.blocks.slice(0, at).reverse()) {
        if (!other.given.some(name => needs.has(name))) continue
        block.above.unshift(other)
        for (const name of other.taken) needs.add(name)
      }
    })
  }

  // The code that a block's result comes from: the reader's, or the page's own.
  sign(block, original = false) {
    return [...block.above, block].map(one => (original ? one.code : one.now)).join("\0")
  }

  // Says of each block whether what stands below it is what its code gives now.
  refresh() {
    const { texts } = this
    for (const block of this.blocks.filter(one => one.bar)) {
      const old = this.sign(block) !== block.shows
      const byOthers = old && block.above.some(one => one.edited !== null || one.shows !== this.sign(one))
      block.old = old
      block.stale.hidden = !old
      if (!old) block.stale.replaceChildren()
      else if (!block.stale.childElementCount || block.byOthers !== byOthers) {
        const run = element("button", {
          type: "button",
          className: "live-button",
          textContent: texts.update,
          onclick: () => this.update(block),
        })
        block.stale.replaceChildren(byOthers ? texts.stale : texts.unrun, ...(byOthers ? [" ", run] : []))
      }
      block.byOthers = byOthers
      block.button("reset").hidden = block.edited === null
    }
  }

  act(id, what) {
    const block = this.by.get(id)
    if (what === "run") this.run(block)
    else if (what === "edit") this.edit(block)
    else if (what === "reset") this.reset(block)
    else if (what === "stop") this.python.end("stopped")
  }

  // One click brings all that is out of date up to date.
  update(block) {
    const last = this.blocks.filter(one => one.bar && one.old).at(-1) ?? block
    this.run(last, block)
  }

  async run(block, from = block) {
    const { texts } = this
    if (this.busy) {
      from.say(texts.busy)
      return
    }
    if (typeof WebAssembly === "undefined" || typeof Worker === "undefined") {
      from.say(texts.unable)
      return
    }
    const upTo = this.blocks.slice(0, this.blocks.indexOf(block) + 1)
    this.busy = { block, from, printed: "", at: null, failed: null }
    for (const one of upTo.filter(one => one.bar)) one.signed = this.sign(one)
    from.say(this.python.loaded ? texts.running : texts.loading)
    block.button("run").setAttribute("aria-disabled", "true")
    from.button("stop").hidden = false
    if (block.editor) block.editor.mark(0)
    const began = performance.now()
    const { how, at, seconds: limit } = await this.python.run(
      upTo.map(({ id, now, edited, raises, seconds }) => ({
        ...{ id, code: now, raises, seconds },
        own: edited === null,
      })),
    )
    const { printed, failed, ticking } = this.busy
    clearInterval(ticking)
    from.clock.textContent = ""
    this.busy = null
    block.button("run").removeAttribute("aria-disabled")
    block.bar.dataset.runs = Number(block.bar.dataset.runs ?? 0) + 1
    const focused = document.activeElement === from.button("stop")
    from.button("stop").hidden = true
    if (focused) from.button("run").focus()
    const seconds = this.number((performance.now() - began) / 1000, 2)
    if (how === "done") from.say(failed ? "" : fill(texts.done, { seconds }))
    else {
      const reached = this.by.get(at)
      if (printed && reached?.bar) {
        reached.show(partial(printed, texts))
        reached.shows = reached.signed
      }
      const said = fill(texts[how], { seconds: this.number(limit, 0) })
      if (how === "time" && reached !== from) this.overtime(from, reached, said)
      else from.say(said)
    }
    if (failed && failed !== from) this.lead(from, failed, texts.above, `live-${failed.id}`)
    this.refresh()
  }

  number(value, digits) {
    return value.toLocaleString(this.lang, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
  }

  // Says that another block is at fault, one above unless all was brought up to date, and leads to
  // it, if it is shown.
  lead(block, other, above, address) {
    const link = element("a", { href: `#${address}`, textContent: this.texts.there })
    const before = this.blocks.indexOf(other) < this.blocks.indexOf(block)
    block.say(before ? above : this.texts.below)
    if (other.bar) block.status.append(" ", link)
  }

  // Says at the block whose time was over that it was stopped, and where the click was which one.
  overtime(block, other, said) {
    this.lead(block, other, this.texts.late, `run-${other.id}`)
    if (other.bar) other.say(said)
    else block.status.append(" ", said)
  }

  // Says of a run that takes long that it goes on; the seconds beside it are for the eye alone.
  tick() {
    const { busy, texts } = this
    const seconds = Math.floor((performance.now() - busy.since) / 1000)
    if (seconds < LONG) return
    busy.from.clock.textContent = `${this.number(seconds, 0)} s`
    if (!busy.long && !busy.training) busy.from.say(texts.still)
    busy.long = true
  }

  hear({ begun, printed, training, result }) {
    const { busy } = this
    if (begun) {
      busy.printed = ""
      if (!busy.ticking) {
        busy.since = performance.now()
        busy.ticking = setInterval(() => this.tick(), 1000)
        busy.from.say(this.texts.running)
      }
    } else if (printed) busy.printed += printed
    else if (training !== undefined) {
      busy.training = training
      busy.from.say(training ? this.texts.trains : busy.long ? this.texts.still : this.texts.running)
    } else if (result) {
      busy.printed = ""
      const block = this.by.get(result.id)
      const failed = result.error && !result.error.expected
      if (failed) busy.failed = block
      if (!block.bar) return
      const own = block === busy.block || !block.result.hidden || block.old
      if (own || failed) {
        block.show(shown(result, block, this.texts), saysLess(result, block))
        block.shows = block.signed
        if (block.editor) block.editor.mark(failed ? result.error.line : 0)
      }
    }
  }

  async edit(block, code = block.now, focus = true) {
    const { texts } = this
    if (block.editor) {
      block.editor.focus()
      return
    }
    const first = block.source.closest("details") ?? block.source
    if (first.localName === "details") first.open = true
    let Editor
    try {
      ;({ Editor } = await import(`./editor.js${this.again ? `?${this.again}` : ""}`))
    } catch (error) {
      this.again = (this.again ?? 0) + 1
      block.say(texts.unreached)
      console.info(`The editor: ${error}`)
      return
    }
    if (block.editor) return
    const place = element("div", { className: "live-editor" })
    const hint = element("p", { className: "live-hint", id: `live-hint-${block.id}` }, texts.hint)
    const old = block.source.matches(".highlight")
      ? block.source
      : block.source.querySelector(".highlight")
    old.after(place)
    old.classList.add("live-replaced")
    block.editor = new Editor({
      parent: place,
      code,
      label: fill(texts.editor, { name: block.id }),
      describedBy: hint.id,
      changed: now => this.typed(block, now),
      run: () => this.run(block),
    })
    place.append(hint)
    block.button("edit").hidden = true
    if (focus) block.editor.focus()
  }

  typed(block, code) {
    block.edited = code === block.code ? null : code
    if (block.edited === null) this.kept.forget(block.id)
    else this.kept.keep(block.id, code, block.code)
    block.button("reset").hidden = block.edited === null
    clearTimeout(this.later)
    this.later = setTimeout(() => this.refresh(), PAUSE)
  }

  reset(block) {
    if (block.editor) block.editor.code = block.code
    block.edited = null
    this.kept.forget(block.id)
    block.say("")
    block.editor?.mark(0)
    block.clear()
    block.editor?.focus()
  }

  notice(text) {
    for (const block of this.blocks.filter(one => one.editor)) block.say(text)
  }

  // Edits of an earlier visit.
  async restore() {
    for (const [id, { code, original }] of this.kept.all()) {
      const block = this.by.get(id)
      if (!block?.bar || typeof code !== "string" || code === block.code) continue
      block.edited = code
      await this.edit(block, code, false)
      if (original !== block.code) block.say(this.texts.changed)
    }
    this.refresh()
  }
}

export const open = async (texts, { path, root }) => {
  const address = new URL(`${location.pathname.split("/").at(-1) || "index.html"}`, location.href)
  address.pathname = address.pathname.replace(/\.html$/, ".live.json")
  address.hash = address.search = ""
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  const data = await answer.json()
  const archive = new URL(`${root}assets/live/${data.archive}`, location.href).href
  const page = new Page(texts, path, { ...data, archive })
  await page.restore()
  return page
}
