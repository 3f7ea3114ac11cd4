// The files of an exercise: a tab and an editor each.

import { Editor } from "../live/editor.js"
import { element, fill } from "../live/results.js"

export const encoded = text => new TextEncoder().encode(text)

const text = bytes => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return null // a picture, say: kept and handed on, not shown
  }
}

export const same = (one, other) =>
  one !== undefined &&
  other !== undefined &&
  one.length === other.length &&
  one.every((byte, place) => byte === other[place])

export class Tabs {
  // `typed(name)` is called when the reader changes a file, `shown()` when another one is shown.
  constructor(exercise, lang, texts, { describedBy, typed, run, shown }) {
    Object.assign(this, { exercise, lang, texts, describedBy, typed, run, changed: shown })
    this.bar = element("div", { className: "check-tabs", role: "tablist" })
    this.bar.setAttribute("aria-label", texts.files)
    this.bar.onkeydown = event => this.move(event)
    this.places = element("div", { className: "live-editor" })
    this.open = new Map()
    this.files = new Map()
  }

  // Shows these files and no others. An editor that is there stays, so that Undo brings back what
  // it held before.
  put(files) {
    this.files = new Map(files)
    this.putting = true
    for (const [name, { tab, place }] of this.open)
      if (!files.has(name) || text(files.get(name)) === null) {
        tab.remove()
        place.remove()
        this.open.delete(name)
      }
    for (const [name, bytes] of files) {
      const code = text(bytes)
      if (code === null) continue
      const there = this.open.get(name)
      if (!there) this.add(name, code)
      else if (there.editor.code !== code) there.editor.code = code
    }
    this.putting = false
    // What is to be written comes first, not its tests.
    const names = [...this.open.keys()]
    const first = names.find(name => name.endsWith(".py") && !name.startsWith("test_")) ?? names[0]
    this.show(this.open.has(this.shown) ? this.shown : first)
  }

  add(name, code) {
    const id = `check-${this.exercise}-${name.replace(/\W/g, "-")}`
    const tab = element("button", { type: "button", className: "live-button", textContent: name, id: `${id}-tab` })
    tab.onclick = () => this.show(name)
    tab.setAttribute("role", "tab")
    tab.setAttribute("aria-controls", id)
    const place = element("div", { id, role: "tabpanel" })
    place.setAttribute("aria-labelledby", tab.id)
    this.bar.append(tab)
    this.places.append(place)
    const editor = new Editor({
      parent: place,
      code,
      label: fill(this.texts.editor, { name }),
      describedBy: this.describedBy,
      prose: name.endsWith(".md") ? this.lang : "",
      plain: !name.endsWith(".py"),
      changed: now => this.change(name, now),
      run: this.run,
    })
    this.open.set(name, { editor, tab, place })
  }

  change(name, code) {
    if (this.putting) return
    this.files.set(name, encoded(code))
    this.typed(name)
    this.changed()
  }

  show(wanted) {
    this.shown = wanted
    for (const [name, { tab, place }] of this.open) {
      tab.setAttribute("aria-selected", name === wanted)
      tab.tabIndex = name === wanted ? 0 : -1
      place.hidden = name !== wanted
    }
    this.changed()
  }

  // Whether the file that is shown is a program.
  get program() {
    return this.shown?.endsWith(".py") && /^if __name__ ==/m.test(this.open.get(this.shown).editor.code)
  }

  move(event) {
    const names = [...this.open.keys()]
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = step
      ? (names.indexOf(this.shown) + step + names.length) % names.length
      : { Home: 0, End: names.length - 1 }[event.key]
    if (at === undefined) return
    event.preventDefault()
    this.show(names[at])
    this.open.get(names[at]).tab.focus()
  }

  focus() {
    this.open.get(this.shown)?.editor.focus()
  }
}
