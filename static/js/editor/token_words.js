// What the tokens of this contract look like in print, as the page says it; every change of the text brings it anew.

let known = {};

export function learn() { known = JSON.parse(document.getElementById("angaben").dataset.words); }
learn();

export const isKnown = (token) => Object.hasOwn(known, token);
export const wordsOf = (token) => (isKnown(token) ? known[token] : token);
