// The field in which an Absatz is written: a view of its part of the contract. What it says stands in the form's hidden
// textarea as our text, so that saving, keeping and the form know nothing of the view.

import { Fragment, Slice } from "../../vendor/prosemirror/prosemirror-model.js";
import { EditorState, Plugin, TextSelection } from "../../vendor/prosemirror/prosemirror-state.js";
import { Decoration, DecorationSet, EditorView } from "../../vendor/prosemirror/prosemirror-view.js";
import { keymap } from "../../vendor/prosemirror/prosemirror-keymap.js";
import { baseKeymap, toggleMark } from "../../vendor/prosemirror/prosemirror-commands.js";
import { chips, removed } from "./chips.js";
import { rawLines, read, write } from "./clause_text.js";
import * as contract from "./contract.js";
import { EM, LINE, STRONG, TABLE, asStored, inline, lineNode, nodeOf } from "./document.js";
import { openFootnote } from "./footnotes.js";
import { countsItems, plainWords } from "./items.js";
import { afterEnter, asList, markLength } from "./lists.js";
import { unstyled } from "../clipboard.js";
import { pastedLines } from "./pasting.js";
import { fields, placeholders } from "./bracketed.js";
import { offered } from "./offered.js";
import { pressedReference, referenceSearch, typedReference } from "./references.js";
import { emptied, rawTable, tableCommands, tableKeys, tableOf, tables } from "./table.js";
import { ITEM, ITEM_LETTER } from "./tokens.js";

const PLACEHOLDER = /\[[A-ZÄÖÜ][A-ZÄÖÜ_]{2,}\]/g;
const STARS = { strong: "**", em: "*" };
const TYPED = /(?:^|[\s([„"'])(\*\*?)([^*\s](?:[^*]*[^*\s])?)\1$/;
const READY = 150; // milliseconds until the view no longer puts the caret back where it was when the focus came

const plainLines = (doc) => doc.children.map((line) => (line.type === TABLE ? "" : line.textContent));
const lineStart = (doc, at) => doc.children.slice(0, at).reduce((sum, line) => sum + line.nodeSize, 1);

const markNodes = (mark) => inline(mark.replace(ITEM_LETTER, ITEM));

function replaceMark(tr, at, { length, mark }) {
  const start = lineStart(tr.doc, at);
  if (mark) tr.replaceWith(start, start + length, markNodes(mark)); else tr.delete(start, start + length);
}

// the next item, or none of our business
function nextItem(state, dispatch) {
  const tr = state.tr.deleteSelection();
  const { $from } = tr.selection;
  const at = $from.index(0);
  const meant = afterEnter(plainLines(tr.doc), at, $from.parentOffset);
  if (!meant?.mark) return false;
  tr.split($from.pos);
  const start = lineStart(tr.doc, at + 1);
  const { length } = /^ */.exec(tr.doc.child(at + 1).textContent)[0];
  tr.replaceWith(start, start + length, markNodes(meant.mark));
  meant.marks.forEach((one, place) => { if (one) replaceMark(tr, at + 2 + place, one); });
  tr.setSelection(TextSelection.create(tr.doc, start + meant.mark.length));
  dispatch(tr.scrollIntoView().setMeta("apart", true));
  return true;
}

// between which letters the Absatz ends and the next one begins: an empty item ends its list, spaces are dropped
export function border({ state }) {
  const { from, to, $from, $to } = state.selection;
  const at = $from.index(0);
  const lines = plainLines(state.doc);
  if (from === to && afterEnter(lines, at, $from.parentOffset)?.leave) {
    const start = lineStart(state.doc, at);
    return { from: at ? start - 2 : start, to: Math.min(start + state.doc.child(at).nodeSize, state.doc.content.size - 1) };
  }
  const before = / *$/.exec($from.parent.textContent.slice(0, $from.parentOffset))[0].length;
  const behind = /^ */.exec($to.parent.textContent.slice($to.parentOffset))[0].length;
  return { from: from - before, to: to + behind };
}

function newLine(state, dispatch) {
  const tr = state.tr.deleteSelection();
  dispatch(tr.split(tr.selection.from).scrollIntoView());
  return true;
}

function marked(type, isRaw) {
  return (state, dispatch, view) => {
    if (isRaw()) {
      const { from, to } = state.selection;
      const sign = STARS[type.name];
      const tr = state.tr.insertText(sign, to).insertText(sign, from);
      dispatch(tr.setSelection(TextSelection.create(tr.doc, from + sign.length, to + sign.length)).setMeta("apart", true));
      return true;
    }
    // a part of a word cannot be printed so: the whole word is marked
    return toggleMark(type, null, { removeWhenPresent: false })(state, (tr) => {
      const { anchor, head } = tr.selection;
      tr.doc.descendants((node, pos) => {
        if (!node.isTextblock) return node !== state.doc.nodeAt(pos);
        if (node !== state.doc.nodeAt(pos)) tr.replaceWith(pos + 1, pos + 1 + node.content.size, asStored(node));
        return false;
      });
      if (tr.docChanged) tr.setSelection(TextSelection.create(tr.doc, anchor, head)).setMeta("apart", true);
      dispatch(tr);
    }, view);
  };
}

function listed(kind) {
  return (state, dispatch) => {
    const [first, last] = [state.selection.$from.index(0), state.selection.$to.index(0)];
    const tr = state.tr;
    asList(plainLines(state.doc).slice(first, last + 1), kind).forEach((one, place) => {
      if (state.doc.child(first + place).type === LINE) replaceMark(tr, first + place, one);
    });
    dispatch(tr.setMeta("apart", true));
    return true;
  };
}

// „**“ typed around words makes them bold, as it does in stored text
function typedStars(view, from, to, text) {
  if (text !== "*" || from !== to || contract.find(view.id).node.attrs.isRaw) return false;
  const { $from } = view.state.selection;
  const found = TYPED.exec(`${$from.parent.textBetween(0, $from.parentOffset)}*`);
  if (!found) return false;
  const [, signs, words] = found;
  const start = from + 1 - 2 * signs.length - words.length;
  const type = signs === "*" ? EM : STRONG;
  const tr = view.state.tr.delete(from - signs.length + 1, from).delete(start, start + signs.length);
  view.dispatch(tr.addMark(start, start + words.length, type.create()).removeStoredMark(type));
  return true;
}

const drawn = new Plugin({
  props: {
    decorations({ doc }) {
      const found = [];
      doc.descendants((line, pos) => {
        if (!line.isTextblock) return;
        const words = line.textContent;
        if (line.type === LINE && markLength(words)) found.push(Decoration.node(pos, pos + line.nodeSize, { class: "item" }));
        for (const { index, 0: name } of words.matchAll(PLACEHOLDER)) {
          found.push(Decoration.inline(pos + 1 + index, pos + 1 + index + name.length, { class: "placeholder-open" }));
        }
      });
      return DecorationSet.create(doc, found);
    },
  },
});

// the buttons for bold and italic tell whether what is written now is so
function isMarked({ selection: { empty, $from, from, to }, storedMarks, doc }, type) {
  return empty ? !!type.isInSet(storedMarks ?? $from.marks()) : doc.rangeHasMark(from, to, type);
}
const shownMarks = (form) => new Plugin({
  view: () => ({
    update({ state }) {
      for (const [name, type] of [["bold", STRONG], ["italic", EM]]) {
        form.querySelector(`[data-do=${name}]`).setAttribute("aria-pressed", String(isMarked(state, type)));
      }
    },
  }),
});

function pasted(view, event) {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (html.includes("data-pm-slice") || !(html || text)) return false; // from here
  const lines = html ? pastedLines(html) : read(text.replace(/\r\n?/g, "\n")).lines;
  const { isRaw } = contract.find(view.id).node.attrs;
  event.preventDefault();
  const nodes = (isRaw ? rawLines(write(lines)) : lines).map(nodeOf);
  if (!nodes.length) return true;
  if (pastedInCell(view, event, { content: nodes })) return true;
  const [first, last] = [nodes[0], nodes.at(-1)].map(({ type }) => (type === LINE ? 1 : 0));
  view.dispatch(view.state.tr.replaceSelection(new Slice(Fragment.from(nodes), first, last)).scrollIntoView().setMeta("apart", true));
  return true;
}

// A cell has one line: the words of several lines and cells come into it one behind the other, wherever they are from.
function pastedInCell(view, _, { content }) {
  if (!tableOf(view.state)) return false;
  const found = [];
  Fragment.from(content).descendants((node) => {
    if (node.isInline) found.push(node);
    else if (node.isTextblock && node.content.size && found.length) found.push(node.type.schema.text(" "));
  });
  const tr = emptied(view.state) ?? view.state.tr;
  view.dispatch(tr.replaceSelection(new Slice(Fragment.from(found), 0, 0)).scrollIntoView().setMeta("apart", true));
  return true;
}

// a key that comes at once behind another one must find the caret where that one put it; the browser tells it later
function caretIsKnown(view) {
  if (!view.composing) view.domObserver.flush();
  return false;
}

// „Rückgängig“ of the browser's own menu, or of a telephone
function turnedByMenu(view, event) {
  const isBack = { historyUndo: true, historyRedo: false }[event.inputType];
  if (isBack === undefined) return false;
  event.preventDefault();
  contract.turn(isBack);
  return true;
}

// the buttons of a table are out of the way of Tab, which goes from cell to cell there
function toTools(form) {
  const tools = form.querySelector(".table-tools:not([hidden])") ?? form.querySelector(".writer-bar");
  tools.querySelector("button").focus();
  return true;
}

// `act` has what Enter and the keys at both ends do (split, back, forward), and what a chip does that is pressed
export function surface(place, { id, label, describedBy, act }) {
  const isRaw = () => contract.find(id).node.attrs.isRaw;
  const atStart = ({ selection: { empty, from } }) => empty && from === 1;
  const atEnd = ({ selection: { empty, to }, doc }) => empty && to === doc.content.size - 1;
  const commands = {
    bold: marked(STRONG, isRaw),
    italic: marked(EM, isRaw),
    numbers: (state, dispatch, shown) => listed(countsItems(shown) ? "counted" : "numbers")(state, dispatch),
    letters: listed("letters"),
    dashes: listed("dashes"),
    reference: (state, dispatch) => { dispatch(state.tr.insertText("→").scrollIntoView()); return true; },
    split: (state) => { if (!tableOf(state)) act.split(); return true; },
    ...tableCommands,
    table: (state, dispatch) => (isRaw() ? rawTable : tableCommands.table)(state, dispatch),
    footnote: (state, _, shown) => { openFootnote(shown, state.selection.to); return true; },
    field: (state, dispatch) => { dispatch(state.tr.insertText("{")); return true; },
  };
  const turned = (isBack) => () => { contract.turn(isBack); return true; };
  const keys = keymap({
    Enter: (state, dispatch) => nextItem(state, dispatch) || commands.split(state),
    "Shift-Enter": newLine,
    Backspace: (state, dispatch) => (atStart(state) ? (act.back(), true) : removed(true)(state, dispatch)),
    Delete: (state, dispatch) => (atEnd(state) ? (act.forward(), true) : removed(false)(state, dispatch)),
    "Mod-b": commands.bold,
    "Mod-i": commands.italic,
    "Mod-z": turned(true),
    "Mod-y": turned(false),
    "Mod-Shift-z": turned(false),
    "Alt-F10": () => toTools(place.closest("form")),
  });
  const offers = offered(place, [pressedReference, placeholders, fields, referenceSearch, typedReference]);
  const form = place.closest("form");
  const ownTables = tables(form.querySelector(".table-tools"));
  const plugins = [shownMarks(form), offers, chips(act.press), ownTables, keymap(tableKeys), keys, keymap(baseKeymap), drawn];
  const view = new EditorView(place, {
    state: EditorState.create({ doc: contract.find(id).node, plugins }),
    attributes: {
      role: "textbox", "aria-multiline": "true", "aria-label": label, "aria-describedby": describedBy,
      lang: "de", spellcheck: "true", autocapitalize: "sentences",
    },
    transformPastedHTML: unstyled,
    handleTextInput: typedStars,
    handlePaste: pastedInCell,
    clipboardTextSerializer: ({ content }, own) => plainWords(own, content, "\n"),
    handleDOMEvents: { keydown: caretIsKnown, paste: pasted, beforeinput: turnedByMenu },
    dispatchTransaction(tr) {
      const isCut = tr.getMeta("uiEvent") === "cut";
      const { state, transactions } = view.state.applyTransaction((isCut && emptied(view.state)) || tr);
      view.updateState(state);
      if (!tr.getMeta("contract")) contract.typed(view, transactions);
    },
  });
  view.id = id;
  contract.open(id, view);
  // what was typed is told by the textarea, once it stands there
  place.addEventListener("input", (event) => event.stopPropagation());
  view.dom.addEventListener("focus", () => setTimeout(() => { place.dataset.ready = ""; }, READY));
  view.dom.addEventListener("blur", () => { delete place.dataset.ready; });
  return {
    view,
    run(name) { view.focus(); commands[name]?.(view.state, view.dispatch, view); },
    focus: () => view.focus(),
    selected() {
      return plainWords(view, view.state.selection.content().content, " ");
    },
    put(anchor, head = anchor) {
      const { doc } = view.state;
      const at = (pos) => doc.resolve(Math.min(pos, doc.content.size));
      view.dispatch(view.state.tr.setSelection(TextSelection.between(at(anchor), at(head))));
      view.focus();
    },
    destroy() { contract.shut(id); view.destroy(); },
  };
}
