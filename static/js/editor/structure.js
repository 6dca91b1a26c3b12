// Parting, joining, moving and removing Absätze. One change after the other; what is typed meanwhile stays.

import { ask, look } from "./exchange.js";
import { focusRow, neighbour, rowOf, sectionOf } from "./place.js";
import { serially } from "./queue.js";
import { swap } from "./swap.js";
import { complain, say } from "./announcements.js";
import { forget, grow, leave, rebase, write, writerIn } from "./writers.js";

const FIXED = "Dieser Absatz ist im Mustertext gesperrt und gilt wörtlich.";
const today = (row) => (row.dataset.key ? rowOf(row.dataset.key) : row); // rows are replaced by every change
const revisionOf = (row) => writerIn(row)?.form.elements.revision.value ?? row.dataset.revision;

export const isFixed = (row) => {
  if (!("fixed" in row.dataset)) return false;
  complain({ reason: FIXED });
  return true;
};

export async function refresh() {
  const told = await look();
  if (told.outcome === "done") swap(told.page);
  else complain(told);
}

function refuse(told) {
  complain(told, told.outcome === "outdated" ? { label: "Heutigen Stand zeigen", act: () => serially(refresh) } : null);
}

// asks for a change and shows the text as it is then; what stands in the field is saved first
async function change(address, data, { row = null } = {}) {
  const writer = row && writerIn(row);
  if (writer) await writer.keeping.flush();
  const told = await ask(address, row ? { revision: revisionOf(row), ...data } : data);
  if (told.outcome !== "done") { refuse(told); return null; }
  swap(told.page);
  say(told.said);
  return told;
}

// `data` is read when its turn has come: a change before it may have replaced the form
export const carryOut = (address, data) => serially(async () => {
  const told = await change(address, data());
  if (told && address.endsWith("entfernen/")) say(told.said, undo());
});

const reorder = (row, way, data) => serially(async () => {
  const address = row.dataset.address;
  if (address && today(row)) await change(`${address}${way}/`, data, { row: today(row) });
});
export const move = (row, direction) => reorder(row, "verschieben", { direction });
export const placeRow = (row, section, after) => reorder(row, "platz", { section_key: section, after });

function undo() {
  const form = document.querySelector("#entferntes form[data-restore]");
  return form && { label: "Rückgängig", act: () => restore(form) };
}

export const restore = (form) => serially(async () => {
  const told = await change(form.getAttribute("action"), {});
  if (told) focusRow(rowOf(told.focus) || document.getElementById(`abschnitt-${told.focus}`));
});

export const remove = (old) => serially(async () => {
  const row = today(old);
  if (row && !row.dataset.key) forget(writerIn(row));
  if (!row?.dataset.key || isFixed(row)) return;
  const next = neighbour(row, 1) || neighbour(row, -1);
  const writer = writerIn(row);
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
  swap(told.page);
  say(told.said, undo());
  focusRow(next && rowOf(next.dataset.key));
});

// An Absatz that waits for its first words: it is stored when it has some.
export function waiting({ after = null, section = null, text = "", caret = 0 }) {
  const row = document.createElement("div");
  row.className = "edit-clause edit-clause-new";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Neuer Absatz");
  row.innerHTML = '<div class="clause-text" hidden></div>';
  const target = section ?? sectionOf(after);
  (after ?? target.querySelector(".edit-head")).after(row);
  return write(row, { text, caret });
}

export async function split(writer, before, after) {
  const { row, area, keeping } = writer;
  if (!before.trim() && !after.trim()) return;
  if (!before.trim()) {
    const previous = row.previousElementSibling;
    waiting({ after: previous?.matches(".edit-clause") ? previous : null, section: sectionOf(row) });
    return;
  }
  const show = (words) => { area.value = words; grow(area); };
  if (!after.trim()) {
    show(before.trimEnd());
    if (area.value !== writer.stored) keeping.touched();
    keeping.flush();
    waiting({ after: row });
    return;
  }
  if (!writer.key) { // not stored yet: the rest waits behind it
    show(before.trimEnd());
    keeping.touched();
    const rest = waiting({ after: row, text: after });
    rest.keeping.touched();
    await rest.keeping.hold();
    await keeping.flush();
    rest.keeping.release();
    return;
  }
  show(before);
  keeping.touched();
  const rest = waiting({ after: row, text: after });
  rest.keeping.touched();
  const ready = Promise.all([keeping.hold(), rest.keeping.hold()]);
  await serially(async () => {
    await ready;
    const told = await ask(`${writer.row.dataset.address}teilen/`, { revision: revisionOf(writer.row), before, after });
    if (told.outcome === "done") {
      rebase(writer, told.page.querySelector(`#absatz-${writer.key}`));
      rebase(rest, told.page.querySelector(`#absatz-${told.focus}`));
      swap(told.page);
      for (const one of [writer, rest]) {
        Object.assign(one, { changed: true });
        one.keeping.settled(one.stored, told.at);
        one.keeping.release();
        leave(one);
      }
      return;
    }
    // back to one Absatz, with all that was typed
    const whole = before + rest.area.value;
    const caret = before.length + rest.area.selectionStart;
    writer.area.focus();
    forget(rest);
    show(whole);
    area.setSelectionRange(caret, caret);
    keeping.release();
    if (whole !== writer.stored) keeping.touched();
    else keeping.settled(whole);
    refuse(told);
  });
}

// puts `gone` on a new line at the end of `kept`; the caret stands where they meet
export function join(above, below, { caret = null } = {}) {
  if (isFixed(above) || isFixed(below)) return null;
  return serially(async () => {
    const [first, second] = [today(above), today(below)];
    if (!first?.isConnected || !second?.isConnected || second.hidden) return;
    const gone = writerIn(second) ?? write(second, { focus: false });
    const one = writerIn(first) ?? write(first, { focus: false });
    for (const writer of [one, gone]) if (!writer.key) await writer.keeping.flush();
    await Promise.all([one.keeping.hold(), gone.keeping.hold()]);
    const [front, back] = [one.area.value, gone.area.value];
    if (!back.trim() && !gone.key) { forget(gone); one.area.focus(); one.keeping.release(); return; }
    const between = front && back ? "\n" : "";
    one.area.value = front + between + back;
    gone.row.hidden = true;
    grow(one.area);
    one.area.focus();
    const at = caret === null ? front.length + between.length : caret;
    one.area.setSelectionRange(at, at);
    one.keeping.touched();
    const sent = one.area.value;
    const told = sent.trim()
      ? await ask(`${gone.row.dataset.address}verbinden/`, {
        revision: revisionOf(gone.row), previous: one.key, previous_revision: revisionOf(one.row), text: sent,
      })
      : { outcome: "unfit", reason: "Bitte den Text des Absatzes schreiben, oder löschen Sie ihn mit „Entfernen“." };
    if (told.outcome === "done") {
      forget(gone);
      rebase(one, told.page.querySelector(`#absatz-${one.key}`));
      swap(told.page);
      one.changed = true;
      one.keeping.settled(one.stored, told.at);
      one.keeping.release();
      return;
    }
    const typed = one.area.value;
    gone.row.hidden = false;
    if (typed.startsWith(front + between)) {
      one.area.value = front;
      gone.area.value = typed.slice((front + between).length);
    }
    for (const writer of [one, gone]) {
      grow(writer.area);
      writer.keeping.settled(writer.stored);
      writer.keeping.release();
    }
    gone.area.focus();
    refuse(told);
  });
}
