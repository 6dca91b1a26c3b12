// What the keys do in an Absatz that is being written, and on one that is not.

import { afterEnter } from "../lists.js";
import { replace, wrap } from "../typing.js";
import { focusRow, neighbour, rows } from "./place.js";
import { isFixed, join, move, remove, split } from "./structure.js";
import { complain } from "./announcements.js";
import { close, forget, write } from "./writers.js";

const NOTHING_BEFORE = "Davor steht in diesem Paragrafen kein Absatz, mit dem sich dieser verbinden ließe.";
const NOTHING_BEHIND = "Dahinter steht in diesem Paragrafen kein Absatz, der sich anfügen ließe.";

const isRemoval = (event) =>
  (event.ctrlKey || event.metaKey) && event.shiftKey && (event.key === "Delete" || event.key === "Backspace");
const step = (event) => event.altKey && !event.ctrlKey && !event.metaKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];

function enter(writer) {
  const { area } = writer;
  const { value, selectionStart: start, selectionEnd: end } = area;
  const meant = afterEnter(value, start, end);
  if (!meant) split(writer, value.slice(0, start), value.slice(end));
  else if (meant.leave) split(writer, meant.before.replace(/\n$/, ""), meant.after);
  else {
    replace(area, meant.from, value.length, meant.replacement);
    area.setSelectionRange(meant.caret, meant.caret);
  }
}

function back(writer) {
  const previous = writer.row.previousElementSibling;
  const isAbsatz = previous?.matches(".edit-clause");
  if (!writer.key && !writer.area.value) {
    if (isAbsatz && "fixed" in previous.dataset) focusRow(previous);
    else if (isAbsatz) write(previous);
    forget(writer);
  } else if (isAbsatz) join(previous, writer.row);
  else complain({ reason: NOTHING_BEFORE });
}

function forward(writer) {
  const next = neighbour(writer.row, 1);
  if (next) join(writer.row, next, { caret: writer.area.value.length });
  else complain({ reason: NOTHING_BEHIND });
}

export function whileWriting(event, writer) {
  const { area, row } = writer;
  const isPlain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
  const isCaret = area.selectionStart === area.selectionEnd;
  const mark = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && { b: "**", i: "*" }[event.key.toLowerCase()];
  const isTyped = event.target === area;
  let act = null;
  if (event.key === "Escape") act = () => close(writer, { focus: true });
  else if (isRemoval(event)) act = () => remove(row);
  else if (step(event)) act = () => move(row, step(event));
  else if (!isTyped) return;
  else if (mark) act = () => wrap(area, mark);
  else if (event.key === "Enter" && isPlain) act = () => enter(writer);
  else if (event.key === "Backspace" && isPlain && isCaret && area.selectionStart === 0) act = () => back(writer);
  else if (event.key === "Delete" && isPlain && isCaret && area.selectionStart === area.value.length) act = () => forward(writer);
  if (!act) return;
  event.preventDefault();
  act();
}

export function onRow(event, row) {
  const order = rows();
  const other = order[order.indexOf(row) + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] || 0)];
  let act = null;
  if (isRemoval(event)) act = () => remove(row);
  else if (step(event)) act = () => move(row, step(event));
  else if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  else if (event.key === "Enter") act = () => isFixed(row) || write(row);
  else if (event.key.startsWith("Arrow") && other && other !== row) act = () => focusRow(other);
  if (!act) return;
  event.preventDefault();
  act();
}
