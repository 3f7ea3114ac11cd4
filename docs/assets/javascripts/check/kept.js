// The reader's files of one exercise, kept in this browser: IndexedDB, one record an exercise. A
// window that is being closed has no time for that, and leaves its last changes in localStorage.

const STORE = "files"

const done = request =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error("blocked"))
  })

export class Kept {
  // `told(how)` hears whether files are kept: "unkept", "full", or "" as soon as they are again;
  // `changed()` is called when another window has kept some.
  constructor(name, told, changed) {
    Object.assign(this, { name, told })
    this.last = Promise.resolve()
    try {
      this.channel = new BroadcastChannel(`course:check/${name}`)
      this.channel.onmessage = changed
    } catch (error) {
      console.info(`Windows do not hear of each other: ${error}`)
    }
    addEventListener("storage", event => {
      if (event.key === this.place && event.newValue) changed()
    })
  }

  get place() {
    return `course:check/${this.name}`
  }

  // Leaves changes for the next window, or for another that is open: texts by name.
  leave(texts) {
    try {
      localStorage.setItem(this.place, JSON.stringify(texts))
    } catch (error) {
      console.info(`Changes are not left: ${error}`)
    }
  }

  // The changes that a window left, once.
  left() {
    try {
      const texts = JSON.parse(localStorage.getItem(this.place) ?? "{}")
      localStorage.removeItem(this.place)
      return Object.entries(texts)
    } catch (error) {
      console.info(`Changes that were left are not found: ${error}`)
      return []
    }
  }

  // Gives what `act` gives, and whether the browser has done it.
  async using(mode, act) {
    try {
      this.opened ??= (() => {
        const request = indexedDB.open("course-check", 1)
        request.onupgradeneeded = () => request.result.createObjectStore(STORE)
        return done(request)
      })()
      const transaction = (await this.opened).transaction(STORE, mode)
      const finished = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve
        transaction.onabort = () => reject(transaction.error)
      })
      finished.catch(() => {}) // whoever waits below hears of it, or of what came before
      const result = await act(transaction.objectStore(STORE))
      await finished
      if (mode === "readwrite") this.told("")
      return [result, true]
    } catch (error) {
      this.opened = undefined
      this.told(error?.name === "QuotaExceededError" ? "full" : "unkept")
      console.info(`Files are not kept: ${error}`)
      return [undefined, false]
    }
  }

  // Files by name, as bytes; undefined without any.
  async read() {
    await this.last
    const [files] = await this.using("readonly", store => done(store.get(this.name)))
    return files
  }

  // Puts some files among those that are kept; where there are none yet, all of them.
  change(some, all) {
    return this.write(kept => new Map([...(kept ?? all), ...some]))
  }

  // Keeps these files and no others.
  replace(files) {
    return this.write(() => files)
  }

  // One after the other; between reading and writing, no other window writes.
  write(make) {
    this.last = this.last.then(async () => {
      const [, kept] = await this.using("readwrite", async store => {
        await done(store.put(make(await done(store.get(this.name))), this.name))
      })
      if (kept) this.channel?.postMessage("changed")
      return kept
    })
    return this.last
  }
}
