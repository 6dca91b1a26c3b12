// Items that are counted in their Absatz: „1.1.2“ in „1.1“. Each line of one begins with a chip without words of its own.
// The number is that of Label.item in agreements/numbering.py.

import { LINE } from "./document.js";
import { isItem } from "./tokens.js";
import { wordsOf } from "./token_words.js";

const isFigure = (own) => /^\d/.test(own);
const numberOf = (own, n) => (isFigure(own) ? `${own.replace(/\.+$/, "")}.${n}` : `${n}.`);
const ownOf = (view) => view.dom.closest(".edit-clause")?.dataset.number ?? "";
const isCounted = (line) => line.type === LINE && isItem(line.firstChild?.attrs.token ?? "");

// how many items begin in front of a place of an Absatz
function before(doc, pos) {
  let count = 0;
  doc.forEach((line, start) => { if (start + 1 < pos && isCounted(line)) count += 1; });
  return count;
}

export const countsItems = (view) => isFigure(ownOf(view));

// what the chip at a place reads; none but where a line begins
export function itemNumber(view, pos) {
  const { doc } = view.state;
  const { parent, parentOffset } = doc.resolve(pos);
  return parent.type === LINE && !parentOffset ? numberOf(ownOf(view), before(doc, pos) + 1) : "";
}

// the plain words of what is selected, as they are printed
export function plainWords(view, content, separator) {
  let count = before(view.state.doc, view.state.selection.from);
  const words = ({ attrs: { token } }) => (isItem(token) ? numberOf(ownOf(view), count += 1) : wordsOf(token));
  return content.textBetween(0, content.size, separator, words);
}

// The lines that begin with the very number that is counted there, each with the length of that number.
export function typedNumbers(view, doc) {
  const found = [];
  const own = ownOf(view);
  let count = 0;
  if (isFigure(own)) doc.forEach((line, start) => {
    const number = numberOf(own, count + 1);
    const isTyped = line.type === LINE && line.textContent.startsWith(`${number} `);
    if (isTyped) found.push({ from: start + 1, to: start + 1 + number.length });
    if (isTyped || isCounted(line)) count += 1;
  });
  return found;
}
