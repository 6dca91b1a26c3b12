// What the tokens of this contract look like in print, as the page says it; every change of the text brings it anew.

import { isFootnote } from "./tokens.js";

let known = {};

// the words of a footnote without its brackets, as they are typed; and as they are read
export const noteOf = (token) => token.slice(2, -1).trim();
const read = (words) => words.replace(/\\([!-/:-@[-`{-~])|\*+/g, "$1");

export function learn() { known = JSON.parse(document.getElementById("angaben").dataset.words); }
learn();

export const isKnown = (token) => isFootnote(token) || Object.hasOwn(known, token);
export const wordsOf = (token) => (isFootnote(token) ? read(noteOf(token)) : Object.hasOwn(known, token) ? known[token] : token);
