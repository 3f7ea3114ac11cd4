// An exercise on its page: its files as tabs, what is done with them, and what the check found.

import { Editor } from "../live/editor.js"
import { element, fill } from "../live/results.js"
import { Checker } from "./checker.js"
import { Kept } from "./kept.js"
import { read, write } from "./zip.js"

const PAUSE = 300 // milliseconds after the last key before files are kept

const text = bytes => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return null // a picture, say: kept and handed on, not shown
  }
}

class Panel {
  constructor(home, texts, data) {
    const { root, exercise, lang } = home.dataset
    Object.assign(this, { home, texts, data, exercise, lang })
    this.status = home.querySelector(".live-status")
    const archive = new URL(`${root}assets/check/${data.archive}`, location.href).href
    this.checker = new Checker(archive, exercise, lang)
    this.kept = new Kept(
      exercise,
      full => this.warn(full ? texts.full : texts.unkept),
      () => this.takeOver(),
    )
    this.editors = new Map()
    this.files = new Map()
  }

  get starter() {
    const encoder = new TextEncoder()
    return new Map(Object.entries(this.data.files).map(([name, said]) => [name, encoder.encode(said)]))
  }

  say(said) {
    this.status.textContent = said
  }

  warn(said) {
    this.warning.textContent = said
    this.warning.hidden = false
  }

  button(act, label, press) {
    const made = element("button", { type: "button", className: "live-button", textContent: label, onclick: press })
    made.dataset.act = act
    return made
  }

  build() {
    const { texts } = this
    this.tabs = element("div", { className: "check-tabs", role: "tablist" })
    this.tabs.setAttribute("aria-label", texts.files)
    this.tabs.onkeydown = event => this.move(event)
    this.places = element("div", { className: "live-editor" })
    this.hint = element("p", { className: "live-hint", id: `check-hint-${this.exercise}` }, texts.hint)
    this.warning = element("p", { className: "check-warning", role: "alert", hidden: true })
    this.checkButton = this.button("check", texts.check, () => this.check())
    this.stopButton = this.button("stop", texts.stop, () => this.checker.stop())
    this.stopButton.hidden = true
    this.bar = element("div", { className: "check-bar" }, this.checkButton, this.stopButton)
    this.bar.append(
      this.button("download", texts.download, () => this.download()),
      this.button("upload", texts.upload, () => this.picker.click()),
      this.button("restart", texts.restart, () => this.restart()),
    )
    this.picker = element("input", { type: "file", accept: ".zip,application/zip", hidden: true })
    this.picker.onchange = () => this.upload()
    this.question = element("div", { className: "check-question", role: "group", hidden: true })
    this.result = element("div", { className: "check-result", hidden: true })
    const parts = [this.tabs, this.places, this.hint, this.bar, this.picker, this.question]
    this.status.before(...parts)
    this.status.before(this.warning)
    this.status.after(this.result)
  }

  // Shows other files than before.
  put(files) {
    this.files = files
    this.editors.clear()
    this.tabs.replaceChildren()
    this.places.replaceChildren()
    const shown = [...files].map(([name, bytes]) => [name, text(bytes)]).filter(([, said]) => said !== null)
    for (const [name, code] of shown) {
      const id = `check-${this.exercise}-${name.replace(/\W/g, "-")}`
      const tab = this.button("tab", name, () => this.show(name))
      Object.assign(tab, { id: `${id}-tab` })
      tab.setAttribute("role", "tab")
      tab.setAttribute("aria-controls", id)
      const place = element("div", { id, role: "tabpanel" })
      place.setAttribute("aria-labelledby", tab.id)
      this.tabs.append(tab)
      this.places.append(place)
      const editor = new Editor({
        parent: place,
        code,
        label: fill(this.texts.editor, { name }),
        describedBy: this.hint.id,
        changed: now => this.typed(name, now),
        run: () => this.check(),
      })
      this.editors.set(name, { editor, tab, place })
    }
    // What is to be written comes first, not its tests.
    const names = shown.map(([name]) => name)
    this.show(names.find(name => name.endsWith(".py") && !name.startsWith("test_")) ?? names[0])
  }

  show(wanted) {
    this.shown = wanted
    for (const [name, { tab, place }] of this.editors) {
      tab.setAttribute("aria-selected", name === wanted)
      tab.tabIndex = name === wanted ? 0 : -1
      place.hidden = name !== wanted
    }
  }

  move(event) {
    const names = [...this.editors.keys()]
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = step
      ? (names.indexOf(this.shown) + step + names.length) % names.length
      : { Home: 0, End: names.length - 1 }[event.key]
    if (at === undefined) return
    event.preventDefault()
    this.show(names[at])
    this.editors.get(names[at]).tab.focus()
  }

  typed(name, code) {
    if (this.taking) return
    this.files.set(name, new TextEncoder().encode(code))
    if (!this.result.hidden && !this.stale) {
      this.stale = element("p", { className: "live-stale" }, this.texts.old)
      this.result.prepend(this.stale)
    }
    clearTimeout(this.later)
    this.later = setTimeout(() => this.kept.write(this.files), PAUSE)
  }

  async takeOver() {
    const files = await this.kept.read()
    if (!files) return
    clearTimeout(this.later)
    if ([...files.keys()].join() !== [...this.files.keys()].join()) this.put(files)
    else {
      this.files = files
      this.taking = true
      for (const [name, { editor }] of this.editors) {
        const code = text(files.get(name)) ?? ""
        if (editor.code !== code) editor.code = code
      }
      this.taking = false
    }
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
    this.put(files)
    this.kept.write(files)
    this.result.hidden = true
    this.say(said)
  }

  restart() {
    const from = this.bar.querySelector('[data-act="restart"]')
    this.ask(this.texts.sure, () => this.replace(this.starter, this.texts.restarted), from)
  }

  download() {
    const address = URL.createObjectURL(write(this.files, this.data.folder))
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

  async check() {
    if (this.busy) return
    this.busy = true
    this.checkButton.setAttribute("aria-disabled", "true")
    this.stopButton.hidden = false
    const files = new Map(this.files)
    try {
      const found = await this.checker.check(files, said => this.hear(said))
      this.tell(found)
    } catch (how) {
      this.say(this.texts[how] ?? this.texts.lost)
    }
    clearInterval(this.clock)
    this.busy = false
    this.checkButton.removeAttribute("aria-disabled")
    if (document.activeElement === this.stopButton) this.checkButton.focus()
    this.stopButton.hidden = true
  }

  hear({ loading, running, doing, judging }) {
    clearInterval(this.clock)
    if (loading) this.say(this.checker.judge ? this.texts.running : this.texts.loading)
    else if (judging) this.say(this.texts.judging)
    else {
      const [kind, ...detail] = running.split(" ")
      this.say(doing[kind] ? doing[kind].replace("{}", detail.join(" ")) : this.texts.running)
    }
  }

  tell({ items, labels, summary }) {
    const { texts } = this
    this.stale = null
    const list = element("ul", { className: "check-list" })
    for (const item of items) {
      const [mark, said, kind] =
        item.passed === null
          ? ["·", texts.open_item, "open"]
          : item.passed
            ? ["✓", texts.passed, "right"]
            : ["✗", texts.failed, "wrong"]
      const sign = element("span", { className: "check-mark" }, mark)
      sign.setAttribute("aria-hidden", "true")
      const entry = element("li", { className: `check-${kind}` }, sign)
      entry.append(element("span", { className: "check-said" }, `${said}: `), element("span", {}, item.title))
      if (item.lines.length) {
        const lines = element("pre", { tabIndex: 0 }, element("samp", {}, item.lines.join("\n")))
        entry.append(lines)
      }
      const terms = Object.entries(labels).filter(([name]) => item[name])
      if (terms.length)
        entry.append(
          element(
            "dl",
            {},
            ...terms.flatMap(([name, label]) => [element("dt", {}, label), element("dd", {}, item[name])]),
          ),
        )
      for (const note of item.notes) entry.append(element("p", {}, note))
      list.append(entry)
    }
    this.result.replaceChildren(list)
    this.result.setAttribute("role", "group")
    this.result.setAttribute("aria-label", texts.result)
    this.result.hidden = false
    this.say(summary)
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
  panel.put(kept ?? panel.starter)
  if (kept) panel.say(texts.kept)
  panel.editors.get(panel.shown)?.editor.focus()
  return panel
}
