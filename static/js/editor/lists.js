// Enumerations in lines of plain text: which mark comes next, which lines have one. Nothing here knows the editor.
// The marks are those of rendering/enumeration.py, and the letter of an item that is counted in its Absatz.

import { ITEM_LETTER } from "./tokens.js";

const MONTH = "(?:(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?!\\p{L})|(?:Jan|Febr?|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\\.)";
const ORDINAL = `(?:${MONTH}|Quartal|Trimester|\\p{L}*[Jj]ahr(?:es|s)?(?!\\p{L})|(?:und|oder|bis|/|–|-) *\\d|\\d{4}(?!\\d)|Uhr(?!\\p{L}))`;
const MARK = `${ITEM_LETTER}|-|–(?! .* –)|\\d{1,2}(?:\\.\\d{1,2}){1,3}\\.?|\\(?(?:\\d{1,3}|([a-z])\\3{0,2}|[ivx]{1,5}|[IVX]{1,6})\\)|(?:\\d{1,3}|[IVX]{1,6})\\.`;
const ITEM = new RegExp(`^( *)(${MARK})( +|$)`, "u");
const SENTENCE = new RegExp(`^ *\\d[\\d.]* +${ORDINAL}`, "u");
const ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];

const roman = (value) => "x".repeat(Math.floor(value / 10)) + ROMAN[value % 10];
const letters = (value, times) => String.fromCharCode(96 + Math.min(value, 26)).repeat(times);

// What a mark can be: the kind, and how the next one is written. „i)“ is a letter behind „h)“, else a Roman number.
function readings(mark) {
  const body = mark.replace(/[().]+$/, "").replace(/^\(/, "");
  const write = (words) => mark.replace(body, () => words);
  if (mark === ITEM_LETTER) return [{ kind: "#·", next: () => mark }];
  if (!/[\da-zIVX]/.test(body)) return [{ kind: "–·", next: () => mark }];
  const found = [];
  if (/^\d/.test(body)) {
    const parts = body.split(".").map(Number);
    found.push({ kind: `${parts.length}`, next: () => write([...parts.slice(0, -1), parts.at(-1) + 1].join(".")) });
  }
  if (/^[ivxIVX]+$/.test(body)) {
    const small = body.toLowerCase();
    const value = Array.from({ length: 39 }, (_, place) => place + 1).find((one) => roman(one) === small);
    const next = body === small ? roman(value + 1) : roman(value + 1).toUpperCase();
    if (value) found.push({ kind: body === small ? "i" : "I", next: () => write(next) });
  }
  if (/^([a-z])\1*$/.test(body)) found.push({ kind: "a".repeat(body.length), next: () => write(letters(body.charCodeAt(0) - 95, body.length)) });
  return found.map((one) => ({ ...one, kind: one.kind + mark.replace(body, () => "·") }));
}

function item(line, before = null) {
  const found = ITEM.exec(line);
  if (!found || SENTENCE.test(line)) return null;
  const [whole, indent, mark] = found;
  const can = readings(mark);
  const reading = can.find((one) => before?.indent === indent && before.kind === one.kind && before.next() === mark) ?? can[0];
  return reading && { ...reading, indent, length: whole.length, empty: !line.slice(whole.length).trim() };
}

// Reads the marks of lines one after the other: each counts on from the last one at its indentation.
function last(lines) {
  const levels = new Map();
  let found = null;
  for (const line of lines) {
    const indent = /^ */.exec(line)[0];
    found = item(line, levels.get(indent));
    if (found) levels.set(indent, found);
  }
  return found;
}

// Counts the items right behind on, as far as they follow one another: of each line the letters that its mark has, and
// the new mark.
function renumbered(lines, first) {
  let before = first;
  return lines.map((line) => {
    const one = before && item(line);
    const sameKind = one && one.indent === before.indent && readings(line.trim().split(" ")[0]).some(({ kind }) => kind === before.kind);
    if (!sameKind || /^[–#]/.test(before.kind)) {
      if (!line.startsWith(`${before?.indent ?? ""}  `)) before = null;
      return null;
    }
    const mark = `${one.indent}${before.next()} `;
    before = item(`${mark}${line.slice(one.length)}`, before);
    return { length: one.length, mark };
  });
}

export const markLength = (line) => item(line)?.length ?? 0;

// What Enter means at a letter of a line: the next item (its mark, and the marks of the lines behind), the end of the
// list, or nothing that concerns a list.
export function afterEnter(lines, at, offset) {
  const here = last(lines.slice(0, at + 1));
  if (!here || offset < here.length - 1) return null;
  if (here.empty) return { leave: true };
  const mark = `${here.indent}${here.next()} `;
  return { mark, marks: renumbered(lines.slice(at + 1), item(`${mark}x`, here)) };
}

const MARKS = {
  counted: () => `${ITEM_LETTER} `,
  numbers: (place) => `${place + 1}. `,
  letters: (place) => `${letters(place + 1, 1)}) `,
  dashes: () => "- ",
};
const KINDS = { counted: "#·", numbers: "1·.", letters: "a·)", dashes: "–·" };

// For each line the letters that its mark has, and the new mark: of a kind, or none if all had one of it.
export function asList(lines, kind) {
  const isKind = (line) => item(line) && readings(line.trim().split(" ")[0]).some((one) => one.kind === KINDS[kind]);
  const isMarked = lines.every(isKind);
  return lines.map((line, place) => ({ length: markLength(line), mark: isMarked ? "" : MARKS[kind](place) }));
}
