// Browsers start no worker in a page that was opened from disk. There the script of a worker, the
// search's, runs in a frame of the page; and none of it as text, which the page's policy forbids.
// Before Material's own script, which asks for it.

class FrameWorker extends EventTarget {
  constructor(address) {
    super()
    this.frame = document.createElement("iframe")
    this.frame.hidden = true
    document.body.append(this.frame)
    const inside = this.frame.contentWindow
    // What a worker's script finds around it.
    inside.postMessage = data => {
      const event = new MessageEvent("message", { data: structuredClone(data) })
      this.dispatchEvent(event)
      this.onmessage?.(event)
    }
    inside.importScripts = async (...scripts) => {
      for (const script of scripts) await this.load(script)
    }
    this.ready = this.load(address).catch(event => {
      this.dispatchEvent(new ErrorEvent("error", { message: `${address} could not be loaded` }))
      throw event
    })
  }

  load(address) {
    const inside = this.frame.contentDocument
    return new Promise((loaded, failed) => {
      const script = inside.createElement("script")
      Object.assign(script, { src: address, onload: loaded, onerror: failed })
      inside.body.append(script)
    })
  }

  async postMessage(data) {
    await this.ready
    const { contentWindow: inside } = this.frame
    inside.dispatchEvent(new inside.MessageEvent("message", { data: structuredClone(data) }))
  }

  terminate() {
    this.frame.remove()
  }
}

// Material's search looks for this name to find its languages beside its script.
window.IFrameWorker = FrameWorker
if (location.protocol === "file:") window.Worker = FrameWorker
