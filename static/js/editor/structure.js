// Parting, joining, moving and removing Absätze. What changed in the contract is shown at once and told to the server, one
// change after the other, whether somebody did it, undid it or did it again; what is typed meanwhile stays.

import { Slice } from "../../vendor/prosemirror/prosemirror-model.js";
import { inTurn, refresh, refuse } from "./answers.js";
import * as contract from "./contract.js";
import { CLAUSE, LINE, clauseNode, difference, textOf } from "./document.js";
import { ask } from "./exchange.js";
import { editor, focusRow, headOf, neighbour, rowOf, rows, sectionOf } from "./place.js";
import { serially } from "./queue.js";
import { tellSection } from "./sections.js";
import { border } from "./surface.js";
import { swap } from "./swap.js";
import { complain, say } from "./announcements.js";
import { forget, leave, rebase, says, write, writerIn, writerOf } from "./writers.js";

const FIXED = "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich.";
const today = (row) => (row.dataset.key ? rowOf(row.dataset.key) : row); // rows are replaced by every change
const addressOf = (row) => writerIn(row)?.form.getAttribute("action") ?? row.dataset.address;
const revisionOf = (row) => writerIn(row)?.form.elements.revision.value ?? row.dataset.revision;
const rowNow = (id) => writerOf(id)?.row ?? rowOf(contract.keyOf(id));

export const isFixed = (row) => {
  if (!("fixed" in row.dataset)) return false;
  complain({ reason: FIXED });
  return true;
};

/* --- What the server does first, and the page shows then ------------------------------------------------------- */

// what stands in the field is saved first
async function change(address, data, { row = null, isOwn = false, section = "" } = {}) {
  const writer = row && writerIn(row);
  if (writer) await writer.keeping.flush();
  const told = await ask(address, row ? { revision: revisionOf(row), ...data } : data);
  if (told.outcome !== "done") { refuse(told); return null; }
  swap(told.page, { isOwn, section });
  say(told.said);
  return told;
}

// What is done to a whole §. `data` is read when its turn has come: a change before it may have replaced the form
export const carryOut = (address, data, section) => serially(async () => {
  const told = await change(address, data(), { isOwn: true, section });
  if (told && address.endsWith("entfernen/")) say(told.said, wayBack());
});

const reorder = (row, way, data) => serially(async () => {
  const address = row.dataset.address;
  if (address && today(row)) await change(`${address}${way}/`, data, { row: today(row), isOwn: true });
});
export const move = (row, direction) => reorder(row, "verschieben", { direction });
export const placeRow = (row, section, after) => reorder(row, "platz", { section_key: section, after });

function wayBack() {
  const form = document.querySelector("#entferntes form[data-restore]");
  const isLast = contract.isUnchanged();
  return form && { label: "Rückgängig", act: () => (isLast() ? contract.turn(true) : restore(form)) };
}

export const restore = (form) => serially(async () => {
  const { restore: key, whole } = form.dataset;
  const told = await change(form.getAttribute("action"), {}, { isOwn: true, section: whole === undefined ? "" : key });
  if (told) focusRow(rowOf(told.focus) || headOf(told.focus));
});

async function removeNow(row) {
  const writer = writerIn(row);
  if (writer && !row.dataset.key) { cut(writer.id); return; }
  if (!row?.dataset.key || isFixed(row)) return;
  const next = neighbour(row, 1) || neighbour(row, -1);
  if (writer) {
    if (writer.area.value.trim()) await writer.keeping.flush();
    await writer.keeping.hold();
    if (writer.keeping.unsaved && writer.area.value.trim()) {
      writer.keeping.release();
      complain({ reason: "Nicht entfernt: Was Sie hier zuletzt geschrieben haben, ist noch nicht gespeichert." });
      return;
    }
  }
  const told = await ask(`${row.dataset.address}entfernen/`, { revision: revisionOf(row) });
  if (told.outcome !== "done") { writer?.keeping.release(); refuse(told); return; }
  forget(writer);
  swap(told.page, { isOwn: true });
  say(told.said, wayBack());
  focusRow(next && rowOf(next.dataset.key));
}

// until its turn has come, a new Absatz may have been stored, or have gone
export function remove(row) {
  const writer = writerIn(row);
  return serially(() => removeNow(writerOf(writer?.id)?.row ?? today(row)));
}

/* --- What the page shows first -------------------------------------------------------------------------------- */

const cut = (id) => contract.change((tr) => {
  const found = contract.find(id); // it may have gone while this waited
  if (found) tr.delete(found.pos, found.pos + found.node.nodeSize);
});

// An Absatz that waits for its first words: it is stored when it has some.
export function waiting({ after = null, section = sectionOf(after), text = "" }) {
  const id = contract.newId();
  const before = after ?? rows().findLast((row) => row.compareDocumentPosition(section) & Node.DOCUMENT_POSITION_FOLLOWING);
  contract.change((tr) => {
    const { pos, node } = (before && contract.find(writerIn(before)?.id ?? contract.ofRow(before))) ?? { pos: 0, node: { nodeSize: 0 } };
    const made = clauseNode({ id, section: section.dataset.section, text });
    contract.putCaret(tr.insert(pos + node.nodeSize, made), pos + node.nodeSize + made.nodeSize - 2);
  });
  return writerOf(id);
}

export function split({ id, surface }) {
  const { from, to } = border(surface.view);
  contract.change((tr) => {
    const { pos, node } = contract.find(id);
    const first = pos + 1;
    const isBlank = (start, end) => !node.textBetween(start, end, "\n").trim();
    const attrs = { ...node.attrs, id: contract.newId() };
    if (isBlank(0, from) && isBlank(to, node.content.size)) return;
    if (isBlank(0, from)) {
      contract.putCaret(tr.insert(pos, CLAUSE.create({ ...attrs, isRaw: false }, LINE.create())), pos + 2);
      return;
    }
    tr.delete(first + from, first + to).split(first + from, 2, [{ type: CLAUSE, attrs }, { type: LINE }]);
    contract.putCaret(tr, first + from + 4);
  });
}

// puts the lower one on a new line at the end of the upper one; the caret stands where they meet, or before it
export function join(above, below, { isBefore = false } = {}) {
  if (isFixed(above) || isFixed(below)) return;
  const [one, gone] = [above, below].map((row) => {
    const found = contract.find(writerIn(row)?.id ?? contract.ofRow(row));
    return { ...found, text: textOf(found.node) };
  });
  contract.change((tr) => {
    const border = gone.pos;
    if (one.node.attrs.isRaw !== gone.node.attrs.isRaw && one.text && gone.text) {
      tr.replaceWith(one.pos, border + gone.node.nodeSize, clauseNode({ ...one.node.attrs, text: `${one.text}\n${gone.text}` }));
    } else {
      tr.join(border);
      if (!gone.text) tr.delete(border - 1, border + 1);
      else if (!one.text) tr.delete(one.pos + 1, border - 1);
    }
    const meets = one.text ? border : one.pos + 2;
    contract.putCaret(tr, Math.min(isBefore || !gone.text ? border - 2 : meets, tr.doc.content.size));
  });
}

/* --- What the server is told ---------------------------------------------------------------------------------- */

function newRow(section, after) {
  const row = document.createElement("div");
  row.className = "edit-clause edit-clause-new";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Neuer Absatz");
  row.innerHTML = '<div class="clause-text" hidden></div>';
  (after ?? editor.querySelector(`[data-section="${section}"] .edit-head`)).after(row);
  return row;
}

// the server has the text of these now
function settle(at, ...writers) {
  for (const writer of writers) {
    writer.changed = true;
    writer.keeping.settled(writer.stored, at);
    writer.keeping.release();
    leave(writer);
  }
}

async function tellSplit(one, rest, { again, dropped }) {
  if (!one.key) { // not stored yet: the rest waits behind it
    rest.keeping.touched();
    await rest.keeping.hold();
    await one.keeping.flush();
    rest.keeping.release();
    return;
  }
  const [before, after] = [one.area.value, rest.area.value];
  rest.keeping.touched();
  const ready = Promise.all([one.keeping.hold(), rest.keeping.hold()]);
  await inTurn(async (known) => {
    await ready;
    const told = await ask(`${addressOf(one.row)}teilen/`, { revision: revisionOf(one.row), before, after, again });
    if (told.outcome === "done") {
      rebase(one, told.page.querySelector(`#absatz-${one.key}`));
      rebase(rest, told.page.querySelector(`#absatz-${told.focus}`));
      known();
      swap(told.page);
      settle(told.at, one, rest);
      return;
    }
    // back to one Absatz, with all that was typed
    const place = contract.caret();
    contract.silently((tr) => {
      const { pos } = contract.find(rest.id);
      const meets = pos - 2;
      tr.join(pos, 2).replace(meets, meets, dropped);
      if (place?.id === rest.id) contract.putCaret(tr, meets + dropped.size + place.head - 1);
    });
    forget(rest);
    one.keeping.release();
    if (one.area.value !== one.stored) one.keeping.touched();
    else one.keeping.settled(one.stored);
    follow();
    refuse(told);
  });
}

function tellJoin(one, { id, row, writer, node }, spot) {
  row.hidden = true;
  const ready = (async () => {
    if (!one.key) await one.keeping.flush();
    await Promise.all([one.keeping.hold(), writer?.keeping.hold()]);
  })();
  return inTurn(async (known) => {
    await ready;
    const key = contract.keyOf(id);
    const finish = () => { if (writer) forget(writer); else row.remove(); };
    if (!key) { finish(); one.keeping.release(); return; }
    const text = one.area.value;
    const told = text.trim()
      ? await ask(`${addressOf(row)}verbinden/`, {
        revision: revisionOf(row), previous: one.key, previous_revision: revisionOf(one.row), text,
      })
      : { outcome: "unfit", reason: "Bitte den Text des Absatzes schreiben, oder löschen Sie ihn mit „Entfernen“." };
    if (told.outcome === "done") {
      finish();
      rebase(one, told.page.querySelector(`#absatz-${one.key}`));
      known();
      swap(told.page);
      settle(told.at, one);
      return;
    }
    row.hidden = false;
    contract.silently((tr) => {
      const pos = spot.get();
      const isBetween = tr.doc.resolve(pos).depth === 1;
      tr.split(pos, isBetween ? 1 : 2, [{ type: CLAUSE, attrs: node.attrs }]);
      const rest = tr.doc.resolve(pos + (isBetween ? 3 : 4));
      tr.delete(rest.pos, rest.pos + /^ */.exec(rest.parent.textContent)[0].length); // what was dropped when it was parted
    });
    (writer ?? write(row, { id, focus: false })).keeping.settled(row.dataset.text ?? "");
    one.keeping.settled(one.stored);
    one.keeping.release();
    writer?.keeping.release();
    writerOf(id).surface.put(1);
    refuse(told);
  });
}

// what undo takes away, or brings back, as the buttons do
const tellRemoval = ({ id, row, writer }) => {
  row.hidden = true;
  return inTurn(async (known) => {
    await writer?.keeping.hold();
    const isStored = contract.keyOf(id);
    const told = isStored ? await ask(`${addressOf(row)}entfernen/`, { revision: revisionOf(row) }) : null;
    if (!told || told.outcome === "done") {
      if (writer) forget(writer); else row.remove();
      known();
      if (told) { swap(told.page); say(told.said); }
      return;
    }
    row.hidden = false;
    writer?.keeping.release();
    refuse(told);
    known();
    await refresh();
  });
};

const tellReturn = (writer, key) => inTurn(async (known) => {
  await writer.keeping.hold();
  const form = document.querySelector(`#entferntes form[data-restore="${key}"]`);
  const told = form ? await ask(form.getAttribute("action")) : { outcome: "gone" };
  if (told.outcome === "done") {
    rebase(writer, told.page.querySelector(`#absatz-${told.focus}`));
    known();
    swap(told.page);
    settle(told.at, writer);
  } else {
    writer.keeping.touched(); // its words come back as a new one
    writer.keeping.release();
  }
});

// the row is looked up when its turn has come: a change before it may have replaced it
const tellMove = (id, section, after) => inTurn(async (known) => {
  const row = rowNow(id);
  const told = await ask(`${addressOf(row)}platz/`, { revision: revisionOf(row), section_key: section, after });
  known();
  if (told.outcome === "done") { swap(told.page); say(told.said); } else { refuse(told); await refresh(); }
});

// the one whose place changed, of two orders of the same
function movedOne(before, after) {
  const at = before.findIndex((id, place) => id !== after[place]);
  if (at < 0) return null;
  const without = (list, gone) => list.filter((id) => id !== gone).join();
  return without(before, after[at]) === without(after, after[at]) ? after[at] : before[at];
}

// puts the caret where the contract has it
function follow() {
  const place = contract.caret();
  const row = place && rowNow(place.id);
  if (row && !("fixed" in row.dataset)) write(row, { id: place.id, focus: false }).surface.put(place.anchor, place.head);
}

// Tells fields and server what changed in the contract, from two lists of Absätze.
export function told({ before, after, isSilent, isFollowed }) {
  const list = (doc) => new Map(doc.children.map((node, at) => {
    const previous = at ? doc.child(at - 1) : null;
    return [node.attrs.id, { node, previous: previous?.attrs.section === node.attrs.section ? previous.attrs.id : "" }];
  }));
  const [old, now] = [list(before), list(after)];
  const isReworded = (id) => old.has(id) && now.has(id) && old.get(id).node !== now.get(id).node && textOf(old.get(id).node) !== textOf(now.get(id).node);
  for (const [id, { node }] of now) {
    if (!isReworded(id)) continue;
    const writer = writerOf(id);
    if (writer) says(writer, textOf(node), isSilent);
    else if (!isSilent) write(rowNow(id), { id, focus: false }).keeping.touched();
  }
  if (isSilent) return;
  const section = contract.turnedSection(before, after);
  if (section) { contract.waitFor(tellSection(section)); return; }
  for (const [id, { node, previous }] of old) {
    if (now.has(id)) continue;
    const gone = { id, row: rowNow(id), writer: writerOf(id), node };
    const isJoined = previous && now.has(previous) && (isReworded(previous) || !textOf(node).trim());
    if (!gone.row) continue;
    if (!isJoined || "fixed" in rowNow(previous).dataset) { tellRemoval(gone); continue; }
    const { pos, node: one } = contract.find(previous);
    const meets = difference(old.get(previous).node.content, one.content)?.start ?? one.content.size;
    tellJoin(writerOf(previous) ?? write(rowNow(previous), { id: previous, focus: false }), gone, contract.spot(pos + 1 + meets, 1));
  }
  for (const [id, { node, previous }] of now) {
    if (old.has(id)) continue;
    const key = contract.keyOf(id);
    if (key && rowOf(key)) { // the server has it again already
      contract.silently((tr) => { const { pos, node: twice } = contract.find(id); tr.delete(pos, pos + twice.nodeSize); });
      continue;
    }
    contract.unname(id);
    const writer = write(newRow(node.attrs.section, previous ? rowNow(previous) : null), { id, focus: false });
    const isRest = isReworded(previous) && textOf(node).trim();
    if (isRest) {
      const { node: whole } = old.get(previous);
      const [start, end] = [now.get(previous).node.content.size - 1, whole.content.size - node.content.size + 1];
      const dropped = start < end ? whole.slice(start, end) : Slice.empty; // spaces, the mark of an empty item
      tellSplit(writerOf(previous) ?? write(rowNow(previous), { id: previous, focus: false }), writer, { again: key, dropped });
    }
    else if (key) tellReturn(writer, key);
    else if (textOf(node)) writer.keeping.touched();
  }
  const orders = [old, now].map((list) => Array.from(list.keys()));
  const moved = orders[0].length === orders[1].length && orders[0].every((id) => now.has(id)) && movedOne(...orders);
  if (moved && rowNow(moved)) tellMove(moved, now.get(moved).node.attrs.section, contract.keyOf(now.get(moved).previous));
  if (isFollowed) follow();
}
