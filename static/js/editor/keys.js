// What the keys do in an Absatz that is being written, beside writing, and on one that is not.

import * as contract from "./contract.js";
import { complain } from "./announcements.js";
import { record, recordWritten, selectedIn } from "./duty.js";
import { openField } from "./fields.js";
import { openFootnote } from "./footnotes.js";
import { above, focusRow, neighbour, rows } from "./place.js";
import { isFixed, join, move, remove, split } from "./structure.js";
import { isField, isFootnote } from "./tokens.js";
import { close, write } from "./writers.js";

const NOTHING_BEFORE = "Davor steht in diesem Paragrafen kein Absatz, mit dem sich dieser verbinden ließe.";
const NOTHING_BEHIND = "Dahinter steht in diesem Paragrafen kein Absatz, der sich anfügen ließe.";

const isControl = (event) => event.ctrlKey || event.metaKey;
const isRemoval = (event) => isControl(event) && event.shiftKey && (event.key === "Delete" || event.key === "Backspace");
const isDuty = (event) => event.altKey && event.shiftKey && event.code === "KeyP";
const step = (event) => event.altKey && !isControl(event) && { ArrowUp: -1, ArrowDown: 1 }[event.key];
const isOffered = (row) => row.querySelector(".offered:not([hidden])");

function back(writer) {
  const previous = above(writer.row);
  if (!previous) complain({ reason: NOTHING_BEFORE });
  else if (!writer.key && !writer.area.value && "fixed" in previous.dataset) { remove(writer.row); focusRow(previous); }
  else join(previous, writer.row);
}

function forward(writer) {
  const next = neighbour(writer.row, 1);
  if (next) join(writer.row, next, { isBefore: true });
  else complain({ reason: NOTHING_BEHIND });
}

function press(view, pos, token) {
  const open = isField(token) ? openField : isFootnote(token) ? openFootnote : null;
  open?.(view, pos, token);
  return !!open;
}

export const acts = (writer) => ({
  split: () => split(writer), back: () => back(writer), forward: () => forward(writer), press,
});

export function whileWriting(event, writer) {
  let act = null;
  if (event.key === "Escape" && !isOffered(writer.row)) act = () => close(writer, { focus: true });
  else if (isRemoval(event)) act = () => remove(writer.row);
  else if (isDuty(event)) act = () => recordWritten(writer);
  else if (step(event)) act = () => move(writer.row, step(event));
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

// undo and redo wherever nothing else is typed: on an Absatz, in the outline, on a button
export function turned(event) {
  const key = isControl(event) && !event.altKey ? event.key.toLowerCase() : "";
  if (!["z", "y"].includes(key) || event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  event.preventDefault();
  contract.turn(key === "z" && !event.shiftKey);
}

export function onRow(event, row) {
  const order = rows();
  const other = order[order.indexOf(row) + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] || 0)];
  let act = null;
  if (isRemoval(event)) act = () => remove(row);
  else if (isDuty(event)) act = () => record(row, selectedIn(row));
  else if (step(event)) act = () => move(row, step(event));
  else if (isControl(event) || event.altKey || event.shiftKey) return;
  else if (event.key === "Enter") act = () => isFixed(row) || write(row);
  else if (event.key.startsWith("Arrow") && other && other !== row) act = () => focusRow(other);
  if (!act) return;
  event.preventDefault();
  act();
}
