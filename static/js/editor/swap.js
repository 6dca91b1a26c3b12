// Puts the text as the server has it in place of the old one. What is being written stays: its field moves to its row,
// with the caret. A field whose Absatz is gone becomes a new one in its place.

import { complain } from "./announcements.js";
import * as contract from "./contract.js";
import { above, editor, neighbour, rowOf, rows, sectionOf } from "./place.js";
import { isAhead } from "./queue.js";
import { all, attach, carrying, forget, rebase, says, writerIn, writerOf } from "./writers.js";

const PARTS = ["fehlendes", "gliederung", "nachtrag", "vertragstext", "entferntes", "pflichtenliste", "angaben"];

// finds again what had the focus, so that a button can be pressed several times
function focused() {
  const element = document.activeElement;
  if (!element || !PARTS.some((id) => document.getElementById(id).contains(element))) return () => null;
  const writer = all().find(({ form }) => form.contains(element));
  // the browser forgets the caret of a field that is carried; the field knows it, and what is typed next must find it
  if (writer) return () => (element === writer.surface.view.dom ? writer.surface.focus() : element.focus({ preventScroll: true }));
  const form = element.closest("form");
  const { id, value } = element;
  const address = element.getAttribute("href");
  return () => {
    let found = null;
    if (id) found = document.getElementById(id);
    else if (address) found = Array.from(editor.querySelectorAll("a[href]")).find((one) => one.getAttribute("href") === address);
    else if (form) found = Array.from(editor.querySelectorAll("form")).find((one) => one.action === form.action && one.className === form.className)?.querySelector(value ? `button[value="${value}"]` : "button");
    found?.focus({ preventScroll: true });
  };
}

function place(writer, { row, previous, before, section }) {
  const found = writer.key && rowOf(writer.key);
  if (found) {
    attach(writer, found);
    if (found.dataset.text === writer.stored || !writer.keeping.unsaved) rebase(writer, found);
    return;
  }
  if (writer.key && !writer.keeping.unsaved) { forget(writer); return; }
  if (writer.key) {
    writer.key = "";
    contract.unname(writer.id);
    complain({ reason: "Der Absatz, in dem Sie schreiben, wurde inzwischen entfernt. Ihr Text steht noch da; er wird als neuer Absatz gespeichert, wenn Sie weiterschreiben." });
  }
  const target = editor.querySelector(`[data-section="${section}"]`) || Array.from(editor.querySelectorAll("[data-section]")).at(-1);
  const anchor = previous?.row ?? ((before && rowOf(before)) || target.querySelector(".edit-head"));
  for (const name of ["key", "address", "revision", "text", "number"]) delete row.dataset[name];
  row.removeAttribute("id");
  anchor.after(row);
  attach(writer, row);
}

// the page is ahead of the server: only what the next change must name is taken over
function note(page) {
  for (const { id, dataset } of page.querySelectorAll(".edit-clause")) {
    const row = document.getElementById(id);
    if (row) row.dataset.revision = dataset.revision;
  }
}

// `isOwn`: who is here did it, and can undo it; `section`: to this whole §
export function swap(page, { isOwn = false, section = "" } = {}) {
  swap.missed = isAhead();
  if (swap.missed) { note(page); return; }
  swap.count += 1;
  const refocus = focused();
  const open = PARTS.filter((id) => document.querySelector(`#${id} > details`)?.open);
  const inOrder = (one, other) => (one.row.compareDocumentPosition(other.row) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  const stands = all().sort(inOrder).map((writer) => ({
    writer,
    row: writer.row,
    previous: writerIn(above(writer.row)),
    before: neighbour(writer.row, -1)?.dataset.key,
    section: sectionOf(writer.row)?.dataset.section,
    known: writer.stored,
  }));
  const notes = rows().flatMap((row) => Array.from(row.querySelectorAll(".presence-note:not(:has(button))"), (note) => [row.id, note]));
  carrying(() => {
    for (const id of PARTS) document.getElementById(id).replaceWith(page.querySelector(`#${id}`));
    for (const stand of stands) place(stand.writer, stand);
    for (const [id, note] of notes) document.getElementById(id)?.prepend(note);
    refocus();
  });
  const isSame = (id) => stands.some(({ writer, known }) => writer.id === id && writer.stored === known);
  contract.sync({ isOwn, section, isWritten: (id) => !!writerOf(id) && (writerOf(id).keeping.unsaved || isSame(id)) });
  for (const { writer } of stands) if (writerOf(writer.id)) says(writer, contract.text(writer.id), true);
  for (const id of open) document.querySelector(`#${id} > details`)?.setAttribute("open", "");
  document.dispatchEvent(new CustomEvent("editor:swapped", { detail: { at: page.dataset.said ? page.dataset.at : "" } }));
}
swap.count = 0;
swap.missed = false; // what the server said last is not shown
