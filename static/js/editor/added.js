// A § is added on a page of its own. Who comes back from there can undo it, as what is done here.

import { entryOf, keptHere, sections } from "./place.js";

const KNOWN = `${keptHere}:abschnitte`;

export const adding = () => sessionStorage.setItem(KNOWN, JSON.stringify(sections().map(({ dataset }) => dataset.key)));

// the key of the § that was just added, if one was
export function added() {
  const known = JSON.parse(sessionStorage.getItem(KNOWN));
  sessionStorage.removeItem(KNOWN);
  const key = location.hash.replace("#abschnitt-", "");
  return known && !known.includes(key) && entryOf(key) ? key : "";
}
