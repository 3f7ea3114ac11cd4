// What the pages take of CodeMirror; bundled by `python -m course.writing.vendor codemirror`.

export { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete"
export { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands"
export { python } from "@codemirror/lang-python"
export {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language"
export { EditorState, StateEffect, StateField } from "@codemirror/state"
export {
  Decoration,
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view"
export { tags } from "@lezer/highlight"
