// What the reader typed, kept in this browser: one entry a block, so that two windows that edit
// different blocks of a page take nothing from each other.

export class Kept {
  // `refused` is called, once, if the browser keeps nothing; `changed(id)` if another window did.
  constructor(path, refused, changed) {
    this.prefix = `course:live/${path}#`
    this.refused = refused
    this.told = false
    addEventListener("storage", event => {
      if (event.key?.startsWith(this.prefix)) changed(event.key.slice(this.prefix.length))
    })
  }

  all() {
    return this.using(storage => {
      const keys = Object.keys(storage).filter(key => key.startsWith(this.prefix))
      return new Map(
        keys.map(key => [key.slice(this.prefix.length), JSON.parse(storage.getItem(key))]),
      )
    }) ?? new Map()
  }

  keep(id, code, original) {
    this.using(storage => storage.setItem(this.prefix + id, JSON.stringify({ code, original })))
  }

  forget(id) {
    this.using(storage => storage.removeItem(this.prefix + id))
  }

  using(act) {
    try {
      return act(localStorage)
    } catch (error) {
      if (!this.told) this.refused()
      this.told = true
      console.info(`Edits are not kept: ${error}`)
      return undefined
    }
  }
}
