// Changing a field as if somebody typed, so that the browser's own undo takes it back.

import { asList } from "./lists.js";

export function replace(area, from, to, words) {
  area.focus();
  area.setSelectionRange(from, to);
  const typed = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
  if (typed || (!words && from === to)) return;
  area.setRangeText(words, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function wrap(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  // „**“ is no „*“
  const isMarked = value.slice(0, start).match(/\**$/)[0] === mark && value.slice(end).match(/^\**/)[0] === mark;
  if (isMarked) {
    replace(area, start - mark.length, end + mark.length, value.slice(start, end));
    area.setSelectionRange(start - mark.length, end - mark.length);
  } else {
    replace(area, start, end, `${mark}${value.slice(start, end)}${mark}`);
    area.setSelectionRange(start + mark.length, end + mark.length);
  }
}

export function list(area, kind) {
  const { from, to, replacement } = asList(area.value, area.selectionStart, area.selectionEnd, kind);
  replace(area, from, to, replacement);
}

// the caret in the raw text, near the letters that were clicked on: what is shown differs by marks and filled gaps
export function caretNear(text, shown, offset) {
  const words = shown.slice(0, offset);
  for (let length = Math.min(words.length, 24); length >= 3; length -= 1) {
    const tail = words.slice(-length).replaceAll("\u00a0", " ");
    const found = text.replaceAll("\u00a0", " ").indexOf(tail);
    if (found >= 0) return found + tail.length;
  }
  return offset ? text.length : 0;
}
