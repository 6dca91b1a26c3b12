// What the tokens of this contract look like in print. The page itself says it of those in its text, so that writing can
// begin; all that could be written comes by itself, once for each version that the page names.

import { REFERENCE_STYLES, isFootnote, isItem, referenceOf } from "./tokens.js";

let fields = {};
let places = new Map(); // by key: the words of a reference in each style

// the words of a footnote without its brackets, as they are typed; and as they are read
export const noteOf = (token) => token.slice(2, -1).trim();
const read = (words) => words.replace(/\\([!-/:-@[-`{-~])|\*+/g, "$1");

let offered = { fields: [], placeholders: [] };
const versions = new Map();

// asks for what a page names, unless it is here; `page`: the document, or a text that has just come from the server
export async function fetched(page) {
  const { version, address } = page.querySelector("#angaben").dataset;
  if (versions.has(version)) return;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  versions.set(version, await answer.json());
}

export function learn() {
  const { version, words, targets: said } = document.getElementById("angaben").dataset;
  offered = versions.get(version) ?? { words: JSON.parse(words), targets: JSON.parse(said), fields: [], placeholders: [] };
  fields = offered.words;
  places = new Map(Object.entries(offered.targets));
}
learn();
fetched(document).then(learn, () => {}); // else with the next change

// what can be written between braces, and between brackets: { value, label }
export const offeredFields = () => offered.fields;
export const offeredPlaceholders = () => offered.placeholders;

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
