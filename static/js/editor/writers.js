// An Absatz that is being written: its part of the contract, in a field that stands where the Absatz stands. Several may
// be open, one is written in; who leaves one gets the Absatz back as soon as all is saved.

import { showLength } from "../length.js";
import { token } from "../site.js";
import { autosave, keeping } from "../unsent_store.js";
import * as contract from "./contract.js";
import { ask, look, saved } from "./exchange.js";
import { acts } from "./keys.js";
import { above, focusRow, kept, newAddress, sectionOf } from "./place.js";
import { serially } from "./queue.js";
import { surface } from "./surface.js";
import { swap } from "./swap.js";

const writers = new Map(); // by form
const pattern = document.getElementById("schreibfeld");
let moving = false; // forms are being carried to another row

export const all = () => Array.from(writers.values());
export const writerIn = (row) => all().find((writer) => writer.row === row);
export const writerOf = (id) => all().find((writer) => writer.id === id);
export const active = () => writers.get(document.activeElement?.closest?.("form.writer"));
export const baseOf = (text) => JSON.stringify({ text: text ? [text] : [] });

export function carrying(act) {
  moving = true;
  try { act(); } finally { moving = false; }
}

// puts the field where the row stands, in place of what is read
export function attach(writer, row) {
  writer.row = row;
  row.classList.add("writing");
  row.querySelector(".clause-text").hidden = true;
  row.prepend(writer.form);
  writer.form.querySelector(".clause-number").textContent = row.dataset.number || "";
  writer.form.elements.section.value = sectionOf(row).dataset.section;
}

// from now on the field stands on what the server has in this row
export function rebase(writer, row) {
  const { key, address, revision, text } = row.dataset;
  const isNew = writer.key !== key;
  Object.assign(writer, { key, stored: text });
  writer.form.action = address;
  writer.form.elements.revision.value = revision;
  writer.form.elements.base.value = baseOf(text);
  if (!isNew) return;
  contract.name(writer.id, key);
  writer.keeping.rename(kept(address));
}

function drop(writer) {
  writer.keeping.end();
  writer.surface.destroy();
  writers.delete(writer.form);
  writer.form.remove();
  writer.row.classList.remove("writing");
  writer.row.querySelector(".clause-text").hidden = false;
  if (!writer.key) writer.row.remove();
}

export function forget(writer) {
  if (!writer) return;
  writer.keeping.discard();
  carrying(() => drop(writer));
}

const creations = new Set(); // under way: the text that each brings may be older than what was saved meanwhile

function create(writer) {
  if (!writer.area.value.trim()) return { outcome: "held" };
  const creation = createNow(writer).finally(() => creations.delete(creation));
  creations.add(creation);
  return creation;
}

async function createNow(writer) {
  const before = writerIn(above(writer.row));
  if (before && !before.key) await before.keeping.flush(); // its place is behind that one
  const told = await ask(newAddress(writer.row), { text: writer.area.value });
  if (told.outcome !== "done") return told;
  rebase(writer, told.page.querySelector(`#absatz-${told.focus}`));
  swap(told.page);
  return { outcome: "saved", at: told.at };
}

// the field says what the contract says; `isKnown`: the server has it already
export function says(writer, text, isKnown = false) {
  if (writer.area.value === text) return;
  writer.area.value = text;
  showLength(writer.area);
  if (!isKnown) writer.area.dispatchEvent(new Event("input", { bubbles: true }));
}

// `caret`: a place in the Absatz, its end unless something else is said
export function write(row, { id = contract.ofRow(row), caret = Infinity, focus = true } = {}) {
  const known = writerOf(id);
  if (known) {
    if (focus) known.surface.focus();
    return known;
  }
  const form = pattern.content.firstElementChild.cloneNode(true);
  const writer = { id, form, area: form.elements.text, key: row.dataset.key ?? "", stored: row.dataset.text ?? "", row };
  form.action = row.dataset.address ?? "";
  form.elements.csrfmiddlewaretoken.value = token();
  writer.area.value = contract.text(id);
  showLength(writer.area);
  writers.set(form, writer);
  const top = row.getBoundingClientRect().top;
  attach(writer, row);
  writer.surface = surface(form.querySelector(".surface"), {
    id,
    label: `Text des Absatzes ${row.getAttribute("aria-label")}`,
    describedBy: "tasten-kurz",
    act: acts(writer),
  });
  writer.keeping = keeping(form, {
    key: kept(row.dataset.address ?? newAddress(row)),
    store: () => (writer.key ? autosave(form).then(saved) : create(writer)),
    see: "Beide Fassungen ansehen",
    arrived: ({ base }) => {
      writer.changed = true;
      if (base) writer.stored = JSON.parse(base).text[0] ?? ""; // as it is stored, not as it was typed
      showBoth(writer, false);
      leave(writer);
    },
    outdated: () => showBoth(writer, true),
  });
  if (writer.key) rebase(writer, row);
  listen(writer);
  if (focus) {
    writer.surface.put(caret);
    scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
    form.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
  return writer;
}

// a dialog of a chip belongs to the field
const isAway = ({ form }) => !form.contains(document.activeElement) && !document.querySelector("dialog[open]");

// closes a field that nobody writes in, once the browser knows where the focus went
export function leave(writer) {
  setTimeout(() => { if (writers.has(writer.form) && isAway(writer)) close(writer); });
}

function showBoth(writer, isOutdated) {
  writer.form.querySelector("[data-do=both]").hidden = !isOutdated;
}

function listen(writer) {
  const { form } = writer;
  form.addEventListener("focusout", () => {
    if (!moving) leave(writer);
  });
  form.addEventListener("submit", (event) => {
    form.elements.csrfmiddlewaretoken.value = token();
    const underway = writer.keeping.sending();
    if (!underway) return;
    event.preventDefault();
    underway.then(() => form.requestSubmit(event.submitter));
  });
}

// takes an empty Absatz that was never stored out of the contract; undo does not bring it back
function abandon(writer) {
  forget(writer);
  contract.silently((tr) => { const { pos, node } = contract.find(writer.id); tr.delete(pos, pos + node.nodeSize); });
}

// Gives the row back when everything is saved. Where it cannot be saved, the field stays, with what was typed.
export async function close(writer, { focus = false } = {}) {
  const isThere = () => contract.find(writer.id); // else its removal is under way, and ends the field
  if (!isThere()) return;
  if (focus) focusRow(writer.row);
  if (!writer.key && !writer.area.value.trim()) { abandon(writer); return; }
  await writer.keeping.flush();
  const isLeft = () => writers.has(writer.form) && isThere() && !writer.keeping.unsaved && isAway(writer);
  await Promise.allSettled(creations);
  if (!isLeft()) return;
  let seen = swap.count;
  const told = writer.changed ? await serially(() => { seen = swap.count; return look(); }) : null;
  if (!isLeft()) return;
  const { row } = writer;
  const hadFocus = row === document.activeElement;
  carrying(() => drop(writer));
  const back = (text) => contract.silently((tr) => {
    const found = contract.find(writer.id); // it may have been removed meanwhile
    if (found) contract.setText(tr, found.pos, text);
  });
  if (!told || swap.count !== seen) return;
  if (told.outcome !== "done") { // saved, but not seen yet as it is printed
    Object.assign(row.dataset, { text: writer.stored, revision: writer.form.elements.revision.value });
    row.querySelector(".clause-text").textContent = writer.stored;
    back(writer.stored);
    return;
  }
  if (document.querySelector(".footnote-call") || told.page.querySelector(".footnote-call")) { swap(told.page); return; } // others are counted anew
  const fresh = told.page.querySelector(`#${CSS.escape(row.id)}`);
  const head = told.page.querySelector(`[data-section="${sectionOf(row).dataset.section}"] .edit-head`);
  if (!fresh) return;
  document.getElementById("fehlendes").replaceWith(told.page.querySelector("#fehlendes"));
  if (head) sectionOf(row).querySelector(".edit-head").replaceWith(head);
  row.replaceWith(fresh);
  fresh.tabIndex = 0;
  back(fresh.dataset.text);
  if (hadFocus) focusRow(fresh);
}
