// A page whose blocks the reader runs and edits.

import { Block } from "./block.js"
import { forgetUnreached, tell } from "./ending.js"
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
    this.byId = new Map(this.blocks.map(block => [block.id, block]))
    this.python = new Python(data, said => this.hear(said))
    this.running = null // the run that goes on
    this.kept = new Kept(
      path,
      () => this.keepsNothing(),
      id => this.byId.get(id)?.say(texts.elsewhere),
    )
    this.findDependencies()
    for (const block of this.blocks) block.basis = this.basis(block, true)
  }

  // Of each block, those above that it depends on: whose names it takes, in turn.
  findDependencies() {
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

  // All code that a block's result comes from: the reader's, or the page's own.
  basis(block, original = false) {
    return [...block.above, block].map(one => (original ? one.code : one.now)).join("\0")
  }

  // Says of each block whether what stands below it is what its code gives now.
  refresh() {
    const { texts } = this
    for (const block of this.blocks.filter(one => one.bar)) {
      const now = this.basis(block)
      if (block.outcome && block.outcome.holds !== now) block.forgetOutcome()
      const standing = block.standing(now)
      block.old = !["", "taken"].includes(standing)
      block.stale.hidden = !standing
      block.button("reset").hidden = block.edited === null
      const update = Boolean(standing) && block.changedAbove(now)
      const marked = `${standing} ${update}`
      if (block.marked === marked) continue // a button that has the focus stays
      block.marked = marked
      const run = element("button", {
        type: "button",
        className: "live-button",
        textContent: texts.update,
        onclick: () => this.update(block),
      })
      block.stale.replaceChildren(texts[standing] ?? "", ...(update ? [" ", run] : []))
    }
  }

  act(id, what) {
    const block = this.byId.get(id)
    if (what === "run") this.run(block)
    else if (what === "edit") this.edit(block)
    else if (what === "reset") this.reset(block)
    else if (what === "stop") this.python.end("stopped")
  }

  // One click brings all that is out of date up to date.
  update(block) {
    this.run(block.old ? this.blocks.filter(one => one.old).at(-1) : block, block)
  }

  // Runs the blocks as far as one; `from` is where the reader clicked, which says how it goes.
  async run(block, from = block) {
    const { texts } = this
    if (this.running) {
      if (from === this.running.from) return
      from.say(texts.busy)
      this.running.refused.add(from)
      return
    }
    if (typeof WebAssembly === "undefined" || typeof Worker === "undefined") {
      from.say(texts.unable)
      return
    }
    clearTimeout(this.pause)
    this.refresh() // what was typed just now counts
    const blocks = this.blocks.slice(0, this.blocks.indexOf(block) + 1)
    const run = {
      ...{ blocks, block, from, printed: "", error: null, failed: null },
      bases: new Map(blocks.map(one => [one, this.basis(one)])),
      begun: new Set(),
      ended: new Set(),
      refused: new Set(), // where a click came to nothing meanwhile
    }
    this.running = run
    forgetUnreached(this.blocks)
    from.say(this.python.loaded ? texts.running : texts.loading)
    block.button("run").setAttribute("aria-disabled", "true")
    from.button("stop").hidden = false
    if (block.editor) block.editor.mark(0)
    const began = performance.now()
    const { how, at, seconds: limit } = await this.python.run(
      blocks.map(({ id, now, edited, raises, seconds }) => ({
        ...{ id, code: now, raises, seconds },
        own: edited === null,
      })),
    )
    clearInterval(run.ticking)
    from.clock.textContent = ""
    this.running = null
    block.button("run").removeAttribute("aria-disabled")
    block.bar.dataset.runs = Number(block.bar.dataset.runs ?? 0) + 1
    const focused = document.activeElement === from.button("stop")
    from.button("stop").hidden = true
    if (focused) from.button("run").focus()
    const reached = this.byId.get(at)
    if (how !== "done" && run.printed && reached?.bar) this.show(run, reached, partial(run.printed, texts))
    for (const one of run.refused) one.sayOutcomeAgain()
    const seconds = this.number((performance.now() - began) / 1000, 2)
    const done = fill(texts.done, { seconds })
    const ending = how === "done" ? "" : fill(texts[how], { seconds: this.number(limit, 0) })
    tell({ ...run, how, at, done, ending }, this)
    this.refresh()
  }

  show(run, block, parts, keep = false) {
    block.show(parts, keep)
    block.basis = run.bases.get(block)
  }

  number(value, digits) {
    return value.toLocaleString(this.lang, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
  }

  // Says of a run that takes long that it goes on; the seconds beside it are for the eye alone.
  tick() {
    const { running: run, texts } = this
    const seconds = Math.floor((performance.now() - run.since) / 1000)
    if (seconds < LONG) return
    run.from.clock.textContent = `${this.number(seconds, 0)} s`
    if (!run.long && !run.training) run.from.say(texts.still)
    run.long = true
  }

  hear({ begun, printed, training, result }) {
    const { running: run, texts } = this
    if (begun) {
      run.begun.add(this.byId.get(begun))
      run.printed = ""
      if (!run.ticking) {
        run.since = performance.now()
        run.ticking = setInterval(() => this.tick(), 1000)
        run.from.say(texts.running)
      }
    } else if (printed) run.printed += printed
    else if (training !== undefined) {
      run.training = training
      run.from.say(training ? texts.trains : run.long ? texts.still : texts.running)
    } else if (result) {
      run.printed = ""
      const block = this.byId.get(result.id)
      run.ended.add(block)
      const failed = result.error && !result.error.expected
      if (failed) Object.assign(run, { failed: block, error: result.error })
      if (!block.bar) return
      const own = block === run.block || !block.result.hidden || block.old
      if (own || failed) {
        this.show(run, block, shown(result, block, texts), saysLess(result, block))
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
    block.warning = element("p", { className: "live-warning", role: "alert", hidden: true })
    place.append(hint, block.warning)
    block.button("edit").hidden = true
    if (this.unkept) block.warn(texts.unkept)
    if (focus) block.editor.focus()
  }

  typed(block, code) {
    block.edited = code === block.code ? null : code
    if (block.edited === null) this.kept.forget(block.id)
    else this.kept.keep(block.id, code, block.code)
    block.button("reset").hidden = block.edited === null
    clearTimeout(this.pause)
    this.pause = setTimeout(() => this.refresh(), PAUSE)
  }

  reset(block) {
    if (block.editor) block.editor.code = block.code
    block.edited = null
    this.kept.forget(block.id)
    block.forgetOutcome()
    block.say("")
    block.editor?.mark(0)
    block.clear()
    block.editor?.focus()
  }

  // Found when the page is opened, or when the first key is kept: says it at each editor, where it
  // stays, whatever is said of runs.
  keepsNothing() {
    this.unkept = true
    for (const block of this.blocks.filter(one => one.editor)) block.warn(this.texts.unkept)
  }

  // Edits of an earlier visit.
  async restore() {
    for (const [id, { code, original }] of this.kept.all()) {
      const block = this.byId.get(id)
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
