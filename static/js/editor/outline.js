// The order of the text: §§ in the outline, Absätze in the text, by dragging and by keyboard.

import { sortable } from "../sortable.js";
import { editor, entryOf, neighbour, rows, sectionOf, sections } from "./place.js";
import { carryOut, placeRow } from "./structure.js";

function placeSection(key, before) {
  carryOut(entryOf(key).dataset.place, () => ({ revision: entryOf(key).dataset.revision, before }), key);
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

const READING = 160; // pixels below the top of the window at which somebody reads

// says where in the text the reader is
function follow() {
  let asked = false;
  const mark = () => {
    asked = false;
    const begun = Array.from(editor.querySelectorAll("[data-section]")).filter((one) => one.getBoundingClientRect().top < READING);
    for (const link of document.querySelectorAll("#gliederung a")) {
      const isHere = link.parentElement.dataset.key === begun.at(-1)?.dataset.section;
      if (isHere) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  };
  const ask = () => { if (!asked) { asked = true; requestAnimationFrame(mark); } };
  addEventListener("scroll", ask, { passive: true });
  document.addEventListener("editor:swapped", ask);
  ask();
}

export function order() {
  follow();
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
