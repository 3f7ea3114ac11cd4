// Blocks that a reader runs: shows their buttons. What they do is loaded at the first click, and
// Python not before that; a page with edits of an earlier visit loads the editor at once.
for (const home of document.querySelectorAll(".live-texts")) {
  const texts = JSON.parse(home.dataset.texts)
  const here = document.currentScript.src
  let page = null
  let tries = 0

  const load = async () => {
    const again = tries++ ? `?${tries}` : ""
    const { open } = await import(new URL(`live/controller.js${again}`, here))
    return open(texts, home.dataset)
  }
  const act = async (bar, what) => {
    const status = bar.querySelector(".live-status")
    if (location.protocol === "file:") {
      status.textContent = texts.disk
      return
    }
    if (!page && what === "run") status.textContent = texts.loading
    try {
      page ??= load()
      await page
    } catch (error) {
      page = null
      status.textContent = texts.unreached
      console.info(`Running code: ${error}`)
      return
    }
    ;(await page).act(bar.dataset.live, what)
  }

  for (const said of document.querySelectorAll(".live-without")) said.hidden = false
  for (const bar of document.querySelectorAll(".live")) {
    bar.hidden = false
    bar.addEventListener("click", event => {
      const button = event.target.closest("button[data-act]")
      if (button) act(bar, button.dataset.act)
    })
  }
  let edited = false
  try {
    edited = Object.keys(localStorage).some(key => key.startsWith(`course:live/${home.dataset.path}#`))
  } catch (error) {
    console.info(`Edits are not kept: ${error}`)
  }
  if (edited && location.protocol !== "file:") {
    page = load()
    page.catch(error => {
      page = null
      console.info(`Running code: ${error}`)
    })
  }
}
