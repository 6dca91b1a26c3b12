// Clicks: into an Absatz, on its tools, on the buttons that change the text.

import { adding } from "./added.js";
import * as contract from "./contract.js";
import { record, recordWritten, selectedIn } from "./duty.js";
import { editor, rowOf, sectionOf } from "./place.js";
import { carryOut, isFixed, join, move, remove, restore, waiting } from "./structure.js";
import { wordsOf } from "./token_words.js";
import { close, write, writerIn } from "./writers.js";

const inNewWindow = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;

// where in an Absatz the letters stand that were clicked on: what is shown differs from it by filled gaps
function caretAt(row, event) {
  const shown = row.querySelector(".clause-text");
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const legacy = found ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = found?.offsetNode ?? legacy?.startContainer;
  if (!node || !shown.contains(node)) return Infinity;
  const range = document.createRange();
  range.selectNodeContents(shown);
  range.setEnd(node, found?.offset ?? legacy.startOffset);
  const number = shown.querySelector(".clause-number")?.textContent.length ?? 0;
  const words = range.toString().slice(number).replaceAll("\u00a0", " ");
  if (!words) return 1;
  const { text, behind } = printed(contract.find(contract.ofRow(row)).node);
  for (let length = Math.min(words.length, 24); length >= 3; length -= 1) {
    const at = text.indexOf(words.slice(-length));
    if (at >= 0) return behind[at + length - 1];
  }
  return Infinity;
}

// the words of an Absatz as they are printed, and the place behind each of their letters
function printed(clause) {
  let text = "";
  const behind = [];
  clause.descendants((node, pos) => {
    if (node.isBlock && text) { text += "\n"; behind.push(pos + 1); }
    if (node.isBlock) return;
    const words = (node.isText ? node.text : wordsOf(node.attrs.token)).replaceAll("\u00a0", " ");
    text += words;
    for (let letter = 1; letter <= words.length; letter += 1) behind.push(pos + (node.isText ? letter : 1));
  });
  return { text, behind };
}

export function clicked(event) {
  const { target } = event;
  const tool = target.closest("form.writer [data-do]");
  if (tool) {
    const writer = writerIn(tool.closest(".edit-clause"));
    if (tool.dataset.do === "done") close(writer, { focus: true });
    else if (tool.dataset.do === "duty") recordWritten(writer);
    else writer.surface.run(tool.dataset.do);
    return;
  }
  const duty = target.closest("a[data-duty]");
  if (duty && !inNewWindow(event)) {
    const row = duty.closest(".edit-clause");
    const writer = writerIn(row);
    event.preventDefault();
    if (writer) recordWritten(writer); else record(row, selectedIn(row));
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
  if (target.closest('a[href*="/abschnitte/neu/"]')) adding();
  const text = target.closest(".clause-text");
  if (!text || target.closest("a, button") || !getSelection().isCollapsed) return;
  const row = text.closest(".edit-clause");
  if (row && !isFixed(row)) write(row, { caret: caretAt(row, event) });
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
    const section = form.closest("[data-section]")?.dataset.section ?? form.closest("#gliederung > li")?.dataset.key;
    carryOut(action, () => ({ ...Object.fromEntries(new FormData(now())), ...(direction ? { direction } : {}) }), section);
  }
}
