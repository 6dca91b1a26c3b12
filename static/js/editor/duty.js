// „Als Pflicht festhalten“: leads to the form of an obligation, which is filled from the Absatz, or from the words selected in it.

import { complain } from "./announcements.js";

const NOT_STORED = "Der Absatz ist noch nicht gespeichert. Bitte erst speichern, dann als Pflicht festhalten.";

// the words selected in what is read
export function selectedIn(row) {
  const selection = getSelection();
  const isInside = !selection.isCollapsed && row.querySelector(".clause-text").contains(selection.getRangeAt(0).commonAncestorContainer);
  return isInside ? selection.toString() : "";
}

export function record(row, words) {
  const address = new URL(row.querySelector("[data-duty]").href);
  const selected = words.replace(/\s+/g, " ").trim();
  if (selected) address.searchParams.set("worte", selected);
  location.assign(address);
}

export async function recordWritten(writer) {
  const words = writer.surface.selected();
  await writer.keeping.flush();
  const isStored = writer.row.querySelector("[data-duty]"); // else the page does not know its row yet
  if (isStored && !writer.keeping.unsaved) record(writer.row, words);
  else complain({ reason: NOT_STORED });
}
