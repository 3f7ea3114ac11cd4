// What a block gave in the reader's browser, as elements of the page.

const ALLOWED = new Set(
  "TABLE THEAD TBODY TFOOT TR TH TD CAPTION DIV SPAN P B I EM STRONG CODE SUB SUP SAMP BR UL OL LI".split(
    " ",
  ),
)
const ATTRIBUTES = new Set(["class", "colspan", "dir", "lang", "rowspan", "scope", "style", "title"])
const ANSI = /\x1b\[[0-9;?]*[A-Za-z]/g

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])

export const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

const printed = (kind, label, text) => {
  const pre = element("pre", { className: kind, tabIndex: 0 }, element("samp", {}, text))
  pre.dataset.label = label
  return pre
}

// A value's own HTML, with what a table needs and nothing that acts.
const clean = html => {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  for (const node of [...body.querySelectorAll("*")]) {
    if (!ALLOWED.has(node.tagName)) node.remove()
    else
      for (const { name } of [...node.attributes])
        if (!ATTRIBUTES.has(name)) node.removeAttribute(name)
  }
  return element("div", { className: "course-value md-typeset__scrollwrap" }, ...body.childNodes)
}

// What a terminal would show of a text: no commands to it, and of a line that was written over, as
// progress is, what was written last.
const over = (shown, next) => next + shown.slice(next.length)
const onPaper = text =>
  text
    .replace(ANSI, "")
    .split("\n")
    .map(line => line.split("\r").reduce(over))
    .join("\n")
    .trimEnd()

// What was printed before a block was stopped.
export const partial = (text, texts) =>
  text ? [printed("course-stdout", texts.yours, onPaper(text))] : []

export const fault = (error, texts) => {
  const { kind, text, line, name } = error
  let said = text
  if (kind === "memory") said = fill(texts.memory, { text })
  else if (kind === "module") said = fill(texts.module, { name })
  else if (kind === "output") said = texts.endless
  else if (kind === "unreached") said = texts.unreached
  const words = element("span", {}, said)
  if (!kind) words.lang = "en" // Python's own
  return element("p", { className: "live-error", role: "alert" }, line ? fill(texts.line, { line }) : "", words)
}

const figureAlone = (lacking, block) => block.draws && lacking.every(kind => kind === "matplotlib")

// What was left out, in the reader's words: the figure alone, or a part of the block, and why.
const leftOut = (lacking, block, texts) => {
  if (!lacking.length) return []
  if (figureAlone(lacking, block)) return [texts.figure]
  const why = lacking.map(kind => texts.lacks[kind])
  return [[texts.part, ...why, ...(block.built ? [texts.complete] : [])].join(" ")]
}

// Whether what the page shows says more than a run that left something out.
export const saysLess = (result, block) =>
  result.lacking.length > 0 &&
  !(figureAlone(result.lacking, block) && (result.stdout.trim() || result.value))

export const shown = (result, block, texts) => {
  const parts = []
  if (result.stdout.trim())
    parts.push(printed("course-stdout", texts.yours, onPaper(result.stdout)))
  if (result.cut) parts.push(element("p", { className: "live-note" }, texts.cut))
  if (result.last.trim()) parts.push(printed("course-stdout", texts.last, onPaper(result.last)))
  if (result.warnings.length)
    parts.push(printed("course-stdout course-warns", texts.warned, result.warnings.join("\n")))
  if (result.html) parts.push(clean(result.html))
  else if (result.value) parts.push(printed("course-value", texts.yours, result.value))
  if (result.computed) parts.push(printed("course-value", texts.computed, result.computed))
  const { error } = result
  if (error?.expected) parts.push(printed("course-stdout course-raises", texts.expected, error.text))
  else if (error) parts.push(fault(error, texts))
  const expected = (block.warns && !result.warnings.length && block.warns) || (!error && block.raises)
  if (expected && block.edited === null)
    parts.push(element("p", { className: "live-note" }, fill(texts.unwarned, { kind: expected })))
  if (result.long) parts.push(element("p", { className: "live-note" }, texts[result.long]))
  for (const said of leftOut(result.lacking, block, texts))
    parts.push(element("p", { className: "live-note" }, said))
  return parts
}
