// An exercise on its page: its files as tabs, what is done with them, and what came of it.

import { element, fill } from "../live/results.js"
import { Checker, PROGRAM } from "./checker.js"
import { Kept } from "./kept.js"
import { checklist, output } from "./report.js"
import { encoded, same, Tabs } from "./tabs.js"
import { read, write } from "./zip.js"

const PAUSE = 300 // milliseconds after the last key before files are kept

class Panel {
  constructor(home, texts, data) {
    const { root, exercise, lang } = home.dataset
    Object.assign(this, { home, texts, data, exercise, lang })
    this.status = home.querySelector(".live-status")
    const archive = new URL(`${root}assets/check/${data.archive}`, location.href).href
    this.checker = new Checker(archive, exercise, lang)
    this.saving = []
    this.unsaved = new Set() // names of files that were changed here and are not kept yet
    this.kept = new Kept(exercise, how => this.warn(texts[how]), () => this.takeOver())
    document.addEventListener("visibilitychange", () => this.save())
    addEventListener("pagehide", () => this.leave())
    addEventListener("pageshow", event => event.persisted && this.takeOver())
  }

  get starter() {
    return new Map(Object.entries(this.data.files).map(([name, said]) => [name, encoded(said)]))
  }

  say(said) {
    this.status.textContent = said
  }

  // Says why nothing is kept; nothing if it is.
  warn(said) {
    this.warning.textContent = said ?? ""
    this.warning.hidden = !said
  }

  button(act, label, press) {
    const made = element("button", { type: "button", className: "live-button", textContent: label, onclick: press })
    made.dataset.act = act
    return made
  }

  build() {
    const { texts } = this
    this.hint = element("p", { className: "live-hint", id: `check-hint-${this.exercise}` }, texts.hint)
    this.tabs = new Tabs(this.exercise, this.lang, texts, {
      describedBy: this.hint.id,
      typed: name => this.typed(name),
      run: () => this.check(),
      shown: () => this.offer(),
    })
    this.warning = element("p", { className: "live-warning", role: "alert", hidden: true })
    this.checkButton = this.button("check", texts.check, () => this.check())
    this.runButton = this.button("run", "", () => this.run())
    this.stopButton = this.button("stop", texts.stop, () => this.checker.stop())
    this.stopButton.hidden = true
    this.clock = element("span", { className: "check-clock" })
    this.clock.setAttribute("aria-hidden", "true") // what is being done is told beside it
    this.bar = element("div", { className: "check-bar" }, this.checkButton, this.runButton, this.stopButton, this.clock)
    this.bar.append(
      this.button("download", texts.download, () => this.download()),
      this.button("upload", texts.upload, () => this.picker.click()),
      this.button("restart", texts.restart, () => this.restart()),
    )
    this.picker = element("input", { type: "file", accept: ".zip,application/zip", hidden: true })
    this.picker.onchange = () => this.upload()
    this.question = element("div", { className: "check-question", role: "group", hidden: true })
    this.printed = element("div", { className: "check-output", hidden: true })
    this.result = element("div", { className: "check-result", hidden: true })
    this.result.setAttribute("role", "group")
    this.result.setAttribute("aria-label", texts.result)
    this.status.before(this.tabs.bar, this.tabs.places, this.hint, this.bar, this.picker, this.question, this.warning)
    this.status.after(this.printed, this.result)
  }

  // Offers to run the file that is shown, if it is a program.
  offer() {
    this.runButton.hidden = !this.tabs.program
    this.runButton.textContent = fill(this.texts.run, { name: this.tabs.shown })
  }

  typed(name) {
    this.unsaved.add(name)
    this.outdate()
    clearTimeout(this.later)
    this.later = setTimeout(() => this.save(), PAUSE)
  }

  outdate() {
    if (this.result.hidden || this.stale) return
    this.stale = element("p", { className: "live-stale" }, this.texts.old)
    this.result.prepend(this.stale)
  }

  // Keeps what was changed here, and nothing else: another window may have changed other files.
  async save() {
    clearTimeout(this.later)
    const { files } = this.tabs
    const names = [...this.unsaved].filter(name => files.has(name))
    if (!names.length) return
    this.unsaved.clear()
    this.saving = names
    const done = await this.kept.change(new Map(names.map(name => [name, files.get(name)])), files)
    if (this.saving === names) this.saving = []
    if (!done) for (const name of names) this.unsaved.add(name)
  }

  // Leaves what is not kept for sure as the window is closed.
  leave() {
    const { open } = this.tabs
    const names = [...this.unsaved, ...this.saving].filter(name => open.has(name))
    if (names.length) this.kept.leave(Object.fromEntries(names.map(name => [name, open.get(name).editor.code])))
  }

  // Puts among some files what a window left that was closed too soon to keep it.
  heir(files) {
    for (const [name, code] of this.kept.left()) {
      files.set(name, encoded(code))
      this.unsaved.add(name)
    }
    return files
  }

  // Shows what another window has kept; what was typed here since stays, and is kept in its turn.
  async takeOver() {
    const kept = await this.kept.read()
    if (!kept) return
    const { files } = this.tabs
    const mine = [...this.unsaved]
    this.heir(kept)
    for (const name of mine) if (files.has(name)) kept.set(name, files.get(name))
    const alike = [...kept].every(([name, bytes]) => same(bytes, files.get(name)))
    if (!alike || kept.size !== files.size) this.tabs.put(kept)
    this.save()
    if (alike) return
    this.outdate()
    this.say(this.texts.elsewhere)
  }

  // Asks in the page; the answer comes to `act`.
  ask(said, act, from) {
    const close = () => {
      this.question.hidden = true
      from.focus()
    }
    const yes = this.button("yes", this.texts.yes, () => {
      close()
      act()
    })
    this.question.replaceChildren(element("span", {}, said), yes, this.button("no", this.texts.no, close))
    this.question.setAttribute("aria-label", said)
    this.question.onkeydown = event => {
      if (event.key === "Escape") close()
    }
    this.question.hidden = false
    this.question.lastElementChild.focus()
  }

  replace(files, said) {
    clearTimeout(this.later)
    this.unsaved.clear()
    this.tabs.put(files)
    this.kept.replace(files)
    this.printed.hidden = true
    this.result.hidden = true
    this.say(said)
  }

  restart() {
    const from = this.bar.querySelector('[data-act="restart"]')
    this.ask(this.texts.sure, () => this.replace(this.starter, this.texts.restarted), from)
  }

  download() {
    const address = URL.createObjectURL(write(this.tabs.files, this.data.folder))
    element("a", { href: address, download: `${this.exercise}.zip` }).click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  }

  async upload() {
    const [file] = this.picker.files
    this.picker.value = ""
    if (!file) return
    const { name } = file
    const wanted = Object.keys(this.data.files)
    let files
    try {
      files = await read(await file.arrayBuffer(), wanted)
    } catch (error) {
      this.say(fill(error instanceof RangeError && error.message === "too large" ? this.texts.too_large : this.texts.no_zip, { name }))
      return
    }
    if (!files.size) {
      this.say(fill(this.texts.no_files, { name, names: wanted.join(", ") }))
      return
    }
    const from = this.bar.querySelector('[data-act="upload"]')
    this.ask(
      fill(this.texts.replace, { name }),
      () => this.replace(files, fill(this.texts.uploaded, { name })),
      from,
    )
  }

  // Does one thing at a time, from a button, until it is done or stopped.
  async busily(button, act) {
    if (this.busy) return
    this.busy = true
    for (const each of [this.checkButton, this.runButton]) each.setAttribute("aria-disabled", "true")
    this.stopButton.hidden = false
    const begun = Date.now()
    const tick = () => {
      this.clock.textContent = `${Math.floor((Date.now() - begun) / 1000)} s`
    }
    tick()
    const ticking = setInterval(tick, 1000)
    try {
      await act()
    } catch (how) {
      if (!(how in this.texts)) console.info(how)
      this.say(fill(this.texts[how] ?? this.texts.lost, { name: this.program, seconds: PROGRAM }))
    }
    clearInterval(ticking)
    this.clock.textContent = ""
    this.busy = false
    for (const each of [this.checkButton, this.runButton]) each.removeAttribute("aria-disabled")
    if (document.activeElement === this.stopButton) button.focus()
    this.stopButton.hidden = true
  }

  check() {
    return this.busily(this.checkButton, async () => {
      const files = new Map(this.tabs.files)
      const found = await this.checker.check(files, said => this.hear(said))
      this.stale = null
      this.result.replaceChildren(checklist(found, this.texts))
      this.result.hidden = false
      const now = this.tabs.files
      if (![...files].every(([name, bytes]) => same(bytes, now.get(name)))) this.outdate()
      this.say(found.summary)
    })
  }

  run() {
    return this.busily(this.runButton, async () => {
      const name = this.tabs.shown
      this.program = name
      const files = new Map(this.tabs.files)
      const found = await this.checker.program(name, files, said => this.hear(said))
      const { printed, written } = found
      const target = this.data.printed[name]
      if (target && printed) written.set(target, encoded(printed))
      const taken = this.take(written, files)
      this.printed.replaceChildren(...output(printed, fill(this.texts.output, { name }), this.texts))
      this.printed.hidden = !printed.trim()
      const said = [found.said || fill(printed.trim() ? this.texts.ran : this.texts.silent, { name })]
      if (taken.length) said.push(fill(this.texts.written, { names: taken.join(", ") }))
      this.say(said.join(" "))
    })
  }

  // Puts what a program wrote among the files, except over what was typed while it ran.
  take(written, before) {
    const files = new Map(this.tabs.files)
    const taken = [...written.keys()].filter(
      name => !files.has(name) || same(files.get(name), before.get(name)),
    )
    for (const name of taken) {
      files.set(name, written.get(name))
      this.unsaved.add(name)
    }
    if (taken.length) {
      this.tabs.put(files)
      this.outdate()
      this.save()
    }
    return taken
  }

  hear({ loading, running, doing, judging }) {
    if (loading) this.say(this.checker.judge ? this.texts.running : this.texts.loading)
    else if (judging) this.say(this.texts.judging)
    else {
      const [kind, ...detail] = running.split(" ")
      this.say(doing[kind] ? doing[kind].replace("{}", detail.join(" ")) : this.texts.running)
    }
  }
}

export const begin = async (home, texts) => {
  const { root, exercise, lang } = home.dataset
  const address = new URL(`${root}assets/check/${exercise}.${lang}.json`, location.href)
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  const panel = new Panel(home, texts, await answer.json())
  panel.build()
  const kept = await panel.kept.read()
  panel.tabs.put(panel.heir(kept ?? panel.starter))
  panel.save()
  if (kept) panel.say(texts.kept)
  panel.tabs.focus()
  return panel
}
