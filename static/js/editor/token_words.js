// What the tokens of this contract look like in print, as the page says it; every change of the text brings it anew.

import { REFERENCE_STYLES, isFootnote, isItem, referenceOf } from "./tokens.js";

let fields = {};
let places = new Map(); // by key: the words of a reference in each style

// the words of a footnote without its brackets, as they are typed; and as they are read
export const noteOf = (token) => token.slice(2, -1).trim();
const read = (words) => words.replace(/\\([!-/:-@[-`{-~])|\*+/g, "$1");

export function learn() {
  const { words, targets: said } = document.getElementById("angaben").dataset;
  fields = JSON.parse(words);
  places = new Map(Object.entries(JSON.parse(said)));
}
learn();

// what can be referred to
export const targets = () => places;

// whether a place counts in this section: „Absatz 2“ alone
export function isNear(key, section) {
  const row = document.getElementById(`absatz-${key}`);
  return row?.closest("[data-section]").dataset.section === section;
}

export function isKnown(token) {
  const one = referenceOf(token);
  return one ? places.has(one.key) : isFootnote(token) || isItem(token) || Object.hasOwn(fields, token);
}

// what a token reads as that stands in a section; the number of an item depends on its place (items.js)
export function wordsOf(token, section = "") {
  if (isFootnote(token)) return read(noteOf(token));
  if (!isKnown(token)) return token;
  if (isItem(token)) return "";
  const one = referenceOf(token);
  if (!one) return fields[token];
  const isElsewhere = one.style === "nah" && !isNear(one.key, section);
  return places.get(one.key)[isElsewhere ? 0 : REFERENCE_STYLES.indexOf(one.style)];
}
