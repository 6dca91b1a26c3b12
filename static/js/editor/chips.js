// Tokens while writing: a chip that reads as it will be printed and goes as a whole.

import { Plugin } from "../../vendor/prosemirror/prosemirror-state.js";
import { CHIP, inline } from "./document.js";
import { itemNumber, typedNumbers } from "./items.js";
import { ITEM, isFootnote, isItem, referenceOf, tokensOf } from "./tokens.js";
import { isKnown, learn, wordsOf } from "./token_words.js";

const shown = new Set(); // chips on the page

function hint(token) {
  if (isItem(token)) return "";
  if (isFootnote(token)) return " (Fußnote)";
  if (referenceOf(token)) return isKnown(token) ? " (Verweis)" : "";
  if (!isKnown(token)) return " (Angabe fehlt)";
  return ` (Angabe aus ${token.slice(1).split(" ")[0]})`;
}

// the number of an item is drawn once its place is known
function chip({ attrs: { token } }, field, getPos) {
  const dom = document.createElement("span");
  const words = document.createElement("span");
  const said = document.createElement("span");
  dom.append(words, said);
  dom.spellcheck = false;
  dom.className = isItem(token) ? "chip chip-item" : isFootnote(token) ? "chip chip-note" : "chip";
  dom.dataset.token = token;
  said.className = "visually-hidden";
  const view = {
    dom,
    field,
    count() { if (isItem(token)) words.textContent = itemNumber(field, getPos()) || token; },
    draw() {
      dom.classList.toggle("placeholder-open", !isKnown(token));
      const section = field.dom.closest("[data-section]")?.dataset.section;
      words.textContent = referenceOf(token) && !isKnown(token) ? "Verweis ohne Ziel" : wordsOf(token, section);
      said.textContent = hint(token);
    },
    ignoreMutation: () => true,
    destroy: () => shown.delete(view),
  };
  view.draw();
  shown.add(view);
  return view;
}

const count = (field) => { for (const view of shown) if (view.field === field) view.count(); };

// a token that was typed or pasted as letters becomes a chip, and so does the number that an item has here
function chipped(state, field) {
  const tr = state.tr;
  state.doc.descendants((node, pos) => {
    if (!node.isText || !tokensOf(node.text).length) return;
    const [from, to] = [pos, pos + node.nodeSize].map((one) => tr.mapping.map(one));
    tr.replaceWith(from, to, inline(node.text, node.marks));
  });
  for (const { from, to } of typedNumbers(field, state.doc)) {
    tr.replaceWith(tr.mapping.map(from, -1), tr.mapping.map(to), CHIP.create({ token: ITEM }));
  }
  return tr.docChanged ? tr : null;
}

// Backspace or Delete beside a chip
export const removed = (isBefore) => ({ selection: { empty, $from: { pos, nodeBefore, nodeAfter } }, tr }, dispatch) => {
  const node = empty && (isBefore ? nodeBefore : nodeAfter);
  if (node?.type !== CHIP) return false;
  const start = isBefore ? pos - 1 : pos;
  dispatch(tr.delete(start, start + 1).scrollIntoView().setMeta("apart", true));
  return true;
};

// Enter on a chip that is selected, or a click on one
function pressed(press) {
  return {
    handleKeyDown(view, event) {
      const { node, from } = view.state.selection;
      if (event.key !== "Enter" || node?.type !== CHIP) return false;
      press(view, from, node.attrs.token);
      return true;
    },
    handleClickOn(view, _, node, pos, event, isDirect) {
      if (node.type !== CHIP || !isDirect || event.button) return false;
      return press(view, pos, node.attrs.token);
    },
  };
}

// `press` is told of which chip somebody wants to know more
export function chips(press) {
  let view = null;
  return new Plugin({
    view(own) { view = own; count(own); return { update: count }; },
    props: { nodeViews: { chip }, ...pressed(press) },
    appendTransaction(made, _, state) {
      const isTyped = made.some((tr) => tr.docChanged && !tr.getMeta("contract"));
      return isTyped && view && !view.composing ? chipped(state, view) : null;
    },
  });
}

document.addEventListener("editor:swapped", () => {
  learn();
  for (const view of shown) { view.draw(); view.count(); }
});
