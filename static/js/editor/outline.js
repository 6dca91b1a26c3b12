// The order of the text: §§ in the outline, Absätze in the text, by dragging and by keyboard.

import { sortable } from "../sortable.js";
import { editor, neighbour, rows, sectionOf } from "./place.js";
import { carryOut, placeRow } from "./structure.js";

const entry = (key) => document.querySelector(`#gliederung > [data-key="${key}"]`);

function placeSection(key, before) {
  carryOut(entry(key).dataset.place, () => ({ revision: entry(key).dataset.revision, before }));
}

function dropSection(moved, target, isBefore) {
  const next = isBefore ? target : target.nextElementSibling;
  if (next === moved) return;
  placeSection(moved.dataset.key, next?.dataset.kind === moved.dataset.kind ? next.dataset.key : "");
}

function dropClause(moved, target, isBefore) {
  const before = isBefore ? neighbour(target, -1) : target;
  if (before === moved) return;
  placeRow(moved, sectionOf(target).dataset.section, before?.dataset.key ?? "");
}

export function order() {
  const sections = () => Array.from(document.querySelectorAll("#gliederung > li"));
  sortable({
    list: editor,
    entries: (moved) => sections().filter((one) => !moved || one.dataset.kind === moved.dataset.kind),
    drop: dropSection,
  });
  sortable({ list: editor, entries: () => rows(), drop: dropClause });
  editor.addEventListener("keydown", (event) => {
    const step = event.altKey && { ArrowUp: "-1", ArrowDown: "1" }[event.key];
    const found = step && event.target.closest("#gliederung > li");
    if (!found) return;
    event.preventDefault();
    found.querySelector(`button[value="${step}"]`)?.form.requestSubmit(found.querySelector(`button[value="${step}"]`));
  });
  // one column: the outline would push the text down
  if (matchMedia("(max-width: 63.99rem)").matches) editor.querySelector(".outline > details").open = false;
}
