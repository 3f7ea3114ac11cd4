// What a check found, and what a program printed, as elements of the page.

import { element, fill } from "../live/results.js"

const LONGEST = 20_000 // characters of a program's output that are shown
const ANSI = /\x1b\[[0-9;]*m/g

const entry = (item, labels, texts) => {
  const [mark, said, kind] =
    item.passed === null
      ? ["·", texts.open_item, "open"]
      : item.passed
        ? ["✓", texts.passed, "right"]
        : ["✗", texts.failed, "wrong"]
  const sign = element("span", { className: "check-mark" }, mark)
  sign.setAttribute("aria-hidden", "true")
  const made = element("li", { className: `check-${kind}` }, sign)
  made.append(element("span", { className: "check-said" }, `${said}: `), element("span", {}, item.title))
  if (item.lines.length) made.append(element("pre", { tabIndex: 0 }, element("samp", {}, item.lines.join("\n"))))
  const terms = Object.entries(labels).filter(([name]) => item[name])
  const pairs = terms.flatMap(([name, label]) => [element("dt", {}, label), element("dd", {}, item[name])])
  if (pairs.length) made.append(element("dl", {}, ...pairs))
  for (const note of item.notes) made.append(element("p", {}, note))
  return made
}

export const checklist = ({ items, labels }, texts) =>
  element("ul", { className: "check-list" }, ...items.map(item => entry(item, labels, texts)))

export const output = (text, label, texts) => {
  const plain = text.replace(ANSI, "").trimEnd()
  const pre = element("pre", { tabIndex: 0 }, element("samp", {}, plain.slice(0, LONGEST)))
  pre.setAttribute("aria-label", label)
  pre.setAttribute("role", "group")
  const parts = [element("p", { className: "check-label" }, label), pre]
  const more = plain.length - LONGEST
  if (more > 0) parts.push(element("p", { className: "live-note" }, fill(texts.cut, { count: more })))
  return parts
}
