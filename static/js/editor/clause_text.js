// The text of an Absatz as lines of pieces that may be bold or italic, and tables of them, and back, letter by letter.
// Nothing here knows the editor. The rules are those of rendering/clause_text.py, without what is doubtful: such a text
// stays as it is typed. A token is read like a letter, since it is printed as words; a footnote like a bracket.

import { LETTERS, packed, tokensOf, unpacking } from "./tokens.js";
import { apart, rowLine, tableAt, tableLines } from "./typed_table.js";

const PUNCTUATION = /[\p{P}\p{S}\uE001]/u;
const LETTER = /[\p{L}\p{N}\uE000]/u;
const ESCAPABLE = /[!-/:-@[-`{-~\uE001]/;
const MARK = /^\s*\(?[\w.]{1,9}[.)](?=\s)/; // the mark of an item is none of the words
const [EM, STRONG, BOTH] = [1, 2, 3]; // so many stars

const before = (line, at) => [...line.slice(Math.max(0, at - 2), at)].at(-1) ?? " ";
const behind = (line, at) => [...line.slice(at, at + 2)][0] ?? " ";
const isBlank = (letters) => !letters.trim();

// the star of „Bürger*innen“, and one that stands alone
function isWord(line, at) {
  const [left, right] = [before(line, at), behind(line, at + 1)];
  return (LETTER.test(left) && LETTER.test(right)) || (isBlank(left) && isBlank(right));
}

function flanks(line, at, length) {
  const [left, right] = [before(line, at), behind(line, at + length)];
  const opens = !isBlank(right) && (!PUNCTUATION.test(right) || isBlank(left) || PUNCTUATION.test(left));
  const closes = !isBlank(left) && (!PUNCTUATION.test(left) || isBlank(right) || PUNCTUATION.test(right));
  return { opens, closes };
}

const excess = (words) => (words.match(/\(/g) ?? []).length - (words.match(/\)/g) ?? []).length;

// null: a star that might mean several things
function readLine(line, areBracketsClosed) {
  const found = [];
  const open = [];
  const isOn = (kind) => open.some((length) => length === kind || length === BOTH);
  let plain = "";
  const flush = () => { if (plain) found.push({ text: plain, strong: isOn(STRONG), em: isOn(EM) }); plain = ""; };
  for (let at = 0; at < line.length;) {
    if (line[at] === "\\") {
      if (isBlank(line.slice(at + 1))) return null; // at the end of a line it would break it
      const isEscape = ESCAPABLE.test(line[at + 1]);
      plain += isEscape ? line[at + 1] : "\\";
      at += isEscape ? 2 : 1;
      continue;
    }
    if (line[at] !== "*" || isWord(line, at)) { plain += line[at]; at += 1; continue; }
    const { length } = /^\*+/.exec(line.slice(at))[0];
    const { opens, closes } = flanks(line, at, length);
    const isInside = areBracketsClosed && excess(line.slice(0, at)) > 0 && !isBlank(before(line, at));
    const isFootnote = line[at + length] === ")" && !isInside;
    if (length > BOTH || opens === closes || isFootnote) return null;
    flush();
    if (opens && ((length !== STRONG && isOn(EM)) || (length !== EM && isOn(STRONG)))) return null;
    if (opens) open.push(length);
    for (let left = closes ? length : 0; left;) {
      const last = open.pop();
      if (!last || (last === STRONG && left === EM)) return null;
      if (last > left) open.push(last - left);
      left -= Math.min(last, left);
    }
    at += length;
  }
  flush();
  return open.length ? null : found;
}

const escaped = (text, isFirst, isLast) => text.replace(/[*\\]/g, (sign, at) => {
  const isInside = (isFirst || at > 0) && (isLast || at < text.length - 1);
  if (sign === "*") return isInside && isWord(text, at) ? sign : `\\${sign}`;
  return !isBlank(text.slice(at + 1)) && !ESCAPABLE.test(text[at + 1]) ? sign : `\\${sign}`;
});

function stars(pieces, isNested) {
  let line = "";
  let [strong, em] = [false, false];
  const turn = (piece) => {
    const isSame = strong === piece.strong && em === piece.em;
    if (em && (!piece.em || !(isNested || isSame))) { line += "*"; em = false; }
    if (strong && (!piece.strong || !(isNested || isSame))) { line += "**"; strong = false; }
    if (piece.strong && !strong) line += "**";
    if (piece.em && !em) line += "*";
    ({ strong, em } = piece);
  };
  pieces.forEach((piece, place) => {
    turn(piece);
    line += escaped(piece.text, place === 0, place === pieces.length - 1);
  });
  turn({ strong: false, em: false });
  return line;
}

const isMarked = (one, other) => one.strong === other.strong && one.em === other.em;

function joined(pieces) {
  const found = [];
  for (const piece of pieces) {
    if (found.length && isMarked(found.at(-1), piece)) found.at(-1).text += piece.text;
    else found.push({ ...piece });
  }
  return found;
}

// no mark begins or ends at a space; or a space has one only between words that are marked alike
function trimmed(pieces, areAlike = false) {
  const letters = pieces.flatMap((piece) => Array.from(piece.text, (text) => ({ ...piece, text })));
  const words = letters.map((one) => (isBlank(one.text) ? null : one));
  const near = (place, step) => { let at = place; while (words[at] === null) at += step; return words[at] ?? {}; };
  return joined(letters.map((one, place) => {
    const [left, right] = [near(place, -1), near(place, 1)];
    const isKept = !areAlike || isMarked(left, right);
    return words[place] ?? { ...one, strong: !!(isKept && left.strong && right.strong), em: !!(isKept && left.em && right.em) };
  }));
}

// a word is marked as a whole
function widened(pieces) {
  const letters = pieces.flatMap((piece) => Array.from(piece.text, (text) => ({ ...piece, text })));
  for (let from = 0, to = 0; from < letters.length; from = to + 1) {
    to = from;
    while (to < letters.length && !isBlank(letters[to].text)) to += 1;
    const word = letters.slice(from, to);
    const marks = { strong: word.some((one) => one.strong), em: word.some((one) => one.em) };
    for (const one of word) Object.assign(one, marks);
  }
  return joined(letters);
}

const isRead = (line, pieces) => {
  const found = tokensOf(line).length ? null : readLine(line, true);
  return !!found && found.length === pieces.length && found.every((one, place) => one.text === pieces[place].text && isMarked(one, pieces[place]));
};

// The line, and its pieces as it is read again: marks inside of a word would be printed as stars.
export function writeLine(pieces) {
  const { plain, tokens } = pack(joined(pieces));
  const way = writePlain(plain);
  if (!way) return writeBare(pieces.map(({ text }) => text).join(""));
  const { line, pieces: written } = way;
  const unpack = unpacking(tokens);
  return { line: unpacking(tokens)(line), pieces: written.map((piece) => ({ ...piece, text: unpack(piece.text) })) };
}

function pack(pieces) {
  if (pieces.some(({ text }) => LETTERS.test(text))) return { plain: pieces, tokens: [] };
  const found = pieces.map(({ text }) => packed(text));
  return { plain: pieces.map((piece, at) => ({ ...piece, text: found[at].text })), tokens: found.flatMap(({ tokens }) => tokens) };
}

function writePlain(plain) {
  const ways = [() => plain, () => trimmed(plain), () => trimmed(widened(trimmed(plain)), true)];
  for (const [place, way] of ways.entries()) {
    const tried = way();
    const line = stars(tried, place < 2);
    if (isRead(line, tried)) return { line, pieces: tried };
  }
  return null;
}

function writeBare(bare) {
  const { text, tokens } = packed(bare);
  return { line: unpacking(tokens)(escaped(text, true, true)), pieces: [{ text: bare, strong: false, em: false }] };
}

export const writeRow = (cells) => rowLine(cells.map((pieces) => writeLine(pieces).line));

// lines of pieces, and tables with rows of cells (or of rows that are written already)
export function write(lines) {
  const rows = (table) => table.rows.map((row) => (typeof row === "string" ? row : writeRow(row)));
  return apart(lines.map((one) => (one.rows
    ? { isTable: true, lines: tableLines({ ...one, rows: rows(one) }) }
    : { isTable: false, lines: [writeLine(one).line] }))).join("\n");
}

const plainPieces = (line) => (line ? [{ text: line, strong: false, em: false }] : []);
export const rawLines = (text) => text.split("\n").map(plainPieces);

// What cannot be shown without changing a letter, or might be printed otherwise, is raw: its stars are letters.
export function read(text) {
  let areBracketsClosed = true;
  const pieces = (line, { isCell = false } = {}) => {
    const { text: plain, tokens } = packed(line);
    const found = readLine(plain, isCell || areBracketsClosed);
    if (!isCell) areBracketsClosed &&= excess(plain.replace(MARK, "")) >= 0;
    const unpack = unpacking(tokens);
    return found?.map((piece) => ({ ...piece, text: unpack(piece.text) }));
  };
  const typed = text.split("\n");
  const lines = [];
  for (let at = 0; at < typed.length;) {
    const table = tableAt(typed, at);
    const rows = table?.rows.map((row) => row.map((cell) => pieces(cell, { isCell: true })));
    if (table) lines.push(rows.every((row) => row.every(Boolean)) ? { ...table, rows } : null);
    else lines.push(pieces(typed[at]));
    at += table?.length ?? 1;
  }
  if (lines.every(Boolean) && write(lines) === text) return { isRaw: false, lines };
  return { isRaw: true, lines: rawLines(text) };
}
