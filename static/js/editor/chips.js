// Tokens while writing: a chip that reads as it will be printed and goes as a whole.

import { Plugin } from "../../vendor/prosemirror/prosemirror-state.js";
import { CHIP, inline } from "./document.js";
import { tokensOf } from "./tokens.js";
import { isKnown, learn, wordsOf } from "./token_words.js";

const shown = new Set(); // chips on the page

function hint(token) {
  if (!isKnown(token)) return " (Angabe fehlt)";
  return token.startsWith("{→") ? " (Verweis)" : ` (Angabe aus ${token.slice(1).split(" ")[0]})`;
}

function chip({ attrs: { token } }) {
  const dom = document.createElement("span");
  const words = document.createElement("span");
  const said = document.createElement("span");
  dom.append(words, said);
  dom.spellcheck = false;
  dom.className = "chip";
  dom.dataset.token = token;
  said.className = "visually-hidden";
  const view = {
    dom,
    draw() {
      dom.classList.toggle("placeholder-open", !isKnown(token));
      words.textContent = wordsOf(token);
      said.textContent = hint(token);
    },
    ignoreMutation: () => true,
    destroy: () => shown.delete(view),
  };
  view.draw();
  shown.add(view);
  return view;
}

// a token that was typed or pasted as letters becomes a chip
function chipped(state) {
  const tr = state.tr;
  state.doc.descendants((node, pos) => {
    if (!node.isText || !tokensOf(node.text).length) return;
    const [from, to] = [pos, pos + node.nodeSize].map((one) => tr.mapping.map(one));
    tr.replaceWith(from, to, inline(node.text, node.marks));
  });
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
      press(view, pos, node.attrs.token);
      return true;
    },
  };
}

// `press` is told of which chip somebody wants to know more
export function chips(press) {
  let view = null;
  return new Plugin({
    view(own) { view = own; return {}; },
    props: { nodeViews: { chip }, ...pressed(press) },
    appendTransaction(made, _, state) {
      const isTyped = made.some((tr) => tr.docChanged && !tr.getMeta("contract"));
      return isTyped && !view?.composing ? chipped(state) : null;
    },
  });
}

document.addEventListener("editor:swapped", () => {
  learn();
  for (const view of shown) view.draw();
});
