// The reader's files of one exercise, kept in this browser: IndexedDB, one record an exercise.

const STORE = "files"

const done = request =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(new Error("blocked"))
  })

export class Kept {
  // `refused(full)` is called if the browser keeps nothing; `changed()` if another window did.
  constructor(name, refused, changed) {
    this.name = name
    this.refused = refused
    this.last = Promise.resolve()
    if (typeof BroadcastChannel === "undefined") return
    this.channel = new BroadcastChannel(`course:check/${name}`)
    this.channel.onmessage = changed
  }

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
      const [result] = await Promise.all([done(act(transaction.objectStore(STORE))), finished])
      return result
    } catch (error) {
      this.opened = undefined
      this.refused(error?.name === "QuotaExceededError")
      console.info(`Files are not kept: ${error}`)
      return undefined
    }
  }

  // Files by name, as bytes; undefined without any.
  async read() {
    await this.last
    return this.using("readonly", store => store.get(this.name))
  }

  // In the order in which they were asked for.
  write(files) {
    this.last = this.last.then(async () => {
      const written = await this.using("readwrite", store => store.put(files, this.name))
      if (written !== undefined) this.channel?.postMessage("changed")
    })
    return this.last
  }
}
