// Exercises that are done on their page: shows the panel. All else is loaded at the click.
for (const panel of document.querySelectorAll(".check-panel")) {
  const here = document.currentScript.src
  const texts = JSON.parse(panel.dataset.texts)
  const open = panel.querySelector('[data-act="open"]')
  const status = panel.querySelector(".live-status")
  let tries = 0
  let busy = false
  panel.hidden = false
  open.addEventListener("click", async () => {
    if (location.protocol === "file:") status.textContent = texts.disk
    else if (typeof WebAssembly === "undefined" || typeof Worker === "undefined")
      status.textContent = texts.unable.replace("{name}", panel.dataset.exercise)
    else if (!busy) {
      busy = true
      const again = tries++ ? `?${tries}` : ""
      try {
        const module = await import(new URL(`check/panel.js${again}`, here))
        await module.begin(panel, texts)
        open.parentElement.remove()
      } catch (error) {
        status.textContent = texts.unreached
        console.info(`The exercise: ${error}`)
      }
      busy = false
    }
  })
}
