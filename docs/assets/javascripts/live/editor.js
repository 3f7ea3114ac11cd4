// The editor of one block: CodeMirror, with the site's colors.

import {
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  Decoration,
  defaultKeymap,
  drawSelection,
  EditorState,
  EditorView,
  highlightSpecialChars,
  HighlightStyle,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  keymap,
  lineNumbers,
  python,
  StateEffect,
  StateField,
  syntaxHighlighting,
  tags,
} from "../../vendor/codemirror/codemirror.js"

const colors = HighlightStyle.define(
  [
    [tags.keyword, "keyword"],
    [[tags.string, tags.special(tags.string)], "string"],
    [[tags.number, tags.bool, tags.null], "number"],
    [tags.comment, "comment"],
    [tags.function(tags.definition(tags.variableName)), "function"],
    [tags.definition(tags.className), "function"],
    [tags.operator, "operator"],
  ].map(([tag, name]) => ({ tag, class: `live-${name}` })),
)

const setFault = StateEffect.define()
const fault = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    let now = transaction.docChanged ? Decoration.none : lines
    for (const effect of transaction.effects) if (effect.is(setFault)) now = effect.value
    return now
  },
  provide: field => EditorView.decorations.from(field),
})
const faultLine = Decoration.line({ class: "live-fault", attributes: { "aria-invalid": "true" } })

export class Editor {
  // `plain` is text that is no Python; `prose`, the language of one that is read as a page is.
  constructor({ parent, code, label, describedBy, changed, run, plain = false, prose = "" }) {
    const runs = () => {
      run()
      return true
    }
    // Tab goes on to what follows, and indents only for one who is writing: nobody who passes by
    // is held here.
    let writing = false
    const leaves = () => {
      writing = false
      return false
    }
    const indent = { ...indentWithTab, run: view => writing && indentWithTab.run(view) }
    indent.shift = view => writing && indentWithTab.shift(view)
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: code,
        extensions: [
          keymap.of([{ key: "Mod-Enter", run: runs }, { key: "Ctrl-Enter", run: runs }]),
          lineNumbers(),
          highlightSpecialChars(),
          history(),
          drawSelection(),
          indentUnit.of("    "),
          bracketMatching(),
          plain ? [] : [indentOnInput(), closeBrackets(), python(), syntaxHighlighting(colors)],
          prose ? EditorView.lineWrapping : [],
          fault,
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indent]),
          EditorView.domEventHandlers({ blur: leaves }),
          EditorView.contentAttributes.of({
            "aria-label": label,
            "aria-describedby": describedBy,
            spellcheck: prose ? "true" : "false",
            lang: prose || "en",
            tabindex: "0", // not every aid knows that what can be edited is a stop
          }),
          EditorView.updateListener.of(update => {
            if (update.transactions.some(one => one.isUserEvent("input") || one.isUserEvent("select.pointer")))
              writing = true
            if (update.docChanged) changed(this.code)
          }),
        ],
      }),
    })
  }

  get code() {
    return this.view.state.doc.toString()
  }

  set code(code) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: code } })
  }

  // Marks a line, counted from 1; none without a number.
  mark(line) {
    const { doc } = this.view.state
    const lines =
      line >= 1 && line <= doc.lines
        ? Decoration.set([faultLine.range(doc.line(line).from)])
        : Decoration.none
    this.view.dispatch({ effects: setFault.of(lines) })
  }

  focus() {
    this.view.focus()
  }
}
