// Text that was typed here and has not arrived is offered again at its Absatz, or where it was to become one.

import { dropArrived, kept, offer } from "../unsent_offer.js";
import * as contract from "./contract.js";
import { editor, keptHere, rowOf } from "./place.js";
import { waiting } from "./structure.js";
import { write } from "./writers.js";

const CLAUSE = /^absaetze\/([\w-]+)\/$/;
const NEW = /^abschnitte\/([\w-]+)\/absatz\/(?:nach\/([\w-]+)\/)?$/;
const sections = () => Array.from(editor.querySelectorAll("[data-section]"));

function offerAt(row, key, entry) {
  const take = () => {
    const writer = write(row);
    contract.change((tr) => contract.setText(tr, contract.find(writer.id).pos, entry.texts.text));
    // it stands on what was read then: whoever wrote meanwhile is not overwritten
    for (const name of ["revision", "base"]) if (entry[name]) writer.form.elements[name].value = entry[name];
    writer.keeping.touched();
  };
  offer({ entry, before: row.querySelector(".clause-text"), take, leave: () => kept.drop(key) });
}

function offerNew(key, entry, section, after) {
  const place = sections().find((one) => one.dataset.section === section) ?? sections().at(-1);
  const row = rowOf(after) ?? null;
  const take = () => {
    kept.drop(key);
    waiting({ after: row, section: place, text: entry.texts.text });
  };
  const anchor = row ? row.nextElementSibling : place.querySelector(".edit-head").nextElementSibling;
  const box = offer({ entry, before: anchor ?? place.lastElementChild, take, leave: () => kept.drop(key) });
  const words = document.createElement("blockquote");
  words.textContent = entry.texts.text;
  box.firstElementChild.after(words);
}

export function offers() {
  dropArrived();
  for (const key of kept.all().filter((name) => name.startsWith(keptHere))) {
    const entry = kept.read(key);
    const place = key.slice(keptHere.length);
    const [, clause] = CLAUSE.exec(place) ?? [];
    const [, section, after] = NEW.exec(place) ?? [];
    if (typeof entry?.texts?.text !== "string" || !entry.texts.text.trim()) continue;
    if (section) offerNew(key, entry, section, after);
    else if (clause && rowOf(clause)) {
      if (rowOf(clause).dataset.text === entry.texts.text) kept.drop(key);
      else offerAt(rowOf(clause), key, entry);
    } else if (clause) offerNew(key, entry, entry.texts.section, "");
  }
}
