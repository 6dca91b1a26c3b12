// Clicks: into an Absatz, on its tools, on the buttons that change the text.

import { caretNear, list, wrap } from "../typing.js";
import { editor, rowOf, sectionOf } from "./place.js";
import { carryOut, isFixed, join, move, remove, restore, split, waiting } from "./structure.js";
import { close, write, writerIn } from "./writers.js";

const inNewWindow = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;

// how many letters of the shown text stand before the point that was clicked
function lettersBefore(text, event) {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const legacy = found ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = found?.offsetNode ?? legacy?.startContainer;
  if (!node || !text.contains(node)) return null;
  const range = document.createRange();
  range.selectNodeContents(text);
  range.setEnd(node, found?.offset ?? legacy.startOffset);
  const number = text.querySelector(".clause-number");
  return { shown: text.textContent, offset: range.toString().length, skipped: number?.textContent.length ?? 0 };
}

function begin(event, row) {
  const shown = row.querySelector(".clause-text");
  const stood = lettersBefore(shown, event);
  const { text } = row.dataset;
  if (!stood) { write(row); return; }
  const { skipped, offset } = stood;
  write(row, { caret: caretNear(text, stood.shown.slice(skipped), Math.max(0, offset - skipped)) });
}

const DOES = {
  bold: ({ area }) => wrap(area, "**"),
  italic: ({ area }) => wrap(area, "*"),
  numbers: ({ area }) => list(area, "numbers"),
  letters: ({ area }) => list(area, "letters"),
  dashes: ({ area }) => list(area, "dashes"),
  split: (writer) => split(writer, writer.area.value.slice(0, writer.area.selectionStart), writer.area.value.slice(writer.area.selectionEnd)),
  done: (writer) => close(writer, { focus: true }),
};

export function clicked(event) {
  const { target } = event;
  const tool = target.closest("form.writer [data-do]");
  if (tool) {
    const writer = writerIn(tool.closest(".edit-clause"));
    DOES[tool.dataset.do]?.(writer);
    return;
  }
  const link = target.closest("a[data-write], a[data-write-after]");
  if (link && !inNewWindow(event)) {
    event.preventDefault();
    const { write: key, writeAfter } = link.dataset;
    if (writeAfter) waiting({ after: rowOf(writeAfter) });
    else if (rowOf(key)) write(rowOf(key));
    else { link.closest("p").hidden = true; waiting({ section: sectionOf(link) }); }
    return;
  }
  const text = target.closest(".clause-text");
  if (!text || target.closest("a, button") || !getSelection().isCollapsed) return;
  const row = text.closest(".edit-clause");
  if (row && !isFixed(row)) begin(event, row);
}

// forms of the text and its outline are sent without leaving the page
export function sent(event) {
  const form = event.target;
  if (form.matches(".writer") || !form.closest("#vertragstext, #gliederung, #entferntes")) return;
  event.preventDefault();
  const row = form.closest(".edit-clause");
  const direction = event.submitter?.value;
  if ("restore" in form.dataset) restore(form);
  else if (row && "removal" in form.dataset) remove(row);
  else if (row && form.dataset.join) join(rowOf(form.dataset.join), row);
  else if (row && direction) move(row, direction);
  else {
    const action = form.getAttribute("action");
    const now = () => Array.from(editor.querySelectorAll("form")).find((one) => one.getAttribute("action") === action) ?? form;
    carryOut(action, () => ({ ...Object.fromEntries(new FormData(now())), ...(direction ? { direction } : {}) }));
  }
}
