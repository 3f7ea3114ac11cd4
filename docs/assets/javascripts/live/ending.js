// How a run ended for each of its blocks, and what the line of each says of that.

import { element, fault, fill } from "./results.js"

// What a run made of each of its blocks, in order:
//   kept       it had run before, as it is, and did not run again
//   ran        it came to its end
//   failed     it raised an exception, printed without end or had no memory
//   stopped, time, lost    it was at work when the reader, its limit or a lost Python ended the run
//   unreached  the run ended before it
export const became = ({ blocks, begun, ended, failed, how, at }) => {
  const last = blocks.findIndex(({ id }) => id === at)
  return blocks.map((block, number) => {
    if (number > last) return "unreached"
    if (!begun.has(block)) return "kept"
    if (block === failed) return "failed"
    return ended.has(block) ? "ran" : how
  })
}

// Takes back what blocks say of a block that kept them from running: it may be mended now.
export const forgetUnreached = blocks => {
  for (const block of blocks) if (block.outcome?.became === "unreached") block.forgetOutcome()
}

// Lets each block of a run say what became of it; the one where the reader clicked says it aloud.
export const tell = (run, page) => {
  const { blocks, from, how } = run
  const all = became(run)
  const culprit = blocks.find((_, at) => ["failed", how].includes(all[at])) ?? null
  blocks.forEach((block, at) => {
    if (!block.bar || (all[at] === "kept" && block !== from)) return
    const said =
      block === from ? atClick(run, culprit, page) : elsewhere(all[at], run, page.texts)
    const outcome = { became: all[at], basis: run.bases.get(block), holds: page.basis(block), said }
    block.sayOutcome(outcome, block === from)
  })
}

const elsewhere = (outcome, { ending }, texts) => {
  if (outcome === "ran") return texts.ran
  if (outcome === "unreached") return texts.missed
  return outcome === "failed" ? "" : ending // a failure is said where its result stands
}

// What is said where the reader clicked: of another block that ended the run, and how to get there.
const atClick = ({ blocks, from, error, how, done, ending }, culprit, { texts }) => {
  if (!culprit) return how === "done" ? done : ending
  if (culprit === from) return error ? "" : ending
  const before = blocks.indexOf(culprit) < blocks.indexOf(from)
  const above = { failed: "above", time: "late", stopped: "halted", lost: "broke" }[error ? "failed" : how]
  const there = culprit.bar
    ? element("a", { href: `#run-${culprit.id}`, textContent: texts.there })
    : error // a reader could look up no line of a hidden block
      ? fault({ ...error, line: null }, texts).firstElementChild
      : ending
  return [texts[before ? above : "below"], " ", there]
}
