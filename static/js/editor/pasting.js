// What is pasted from Word, LibreOffice, Outlook or a page: its words, bold and italic, and the marks of its lists as
// they were shown. Nothing else comes in.

import { INDENT, inertBody, isTable, itemMark, rowsOf, styleOf, wordMark } from "../clipboard.js";

import { footnoteOf } from "./tokens.js";

const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, li, tr, blockquote, pre, section, article, table, ol, ul, dt, dd";

function marksOf(element, { strong, em }) {
  const style = styleOf(element);
  const weight = /(?:^|;)\s*font-weight:\s*(\w+)/i.exec(style)?.[1];
  const slant = /(?:^|;)\s*font-style:\s*(\w+)/i.exec(style)?.[1];
  return {
    strong: weight ? /bold|[6-9]00/i.test(weight) : strong || element.matches("b, strong"),
    em: slant ? /italic|oblique/i.test(slant) : em || element.matches("i, em"),
  };
}

const depth = (element) => (element ? 1 + depth(element.parentElement?.closest("ol, ul")) : 0);

function markOf(element) {
  if (element.matches("li")) {
    const list = element.closest("ol, ul");
    return `${INDENT.repeat(Math.max(0, depth(list) - 1))}${itemMark(element, list)} `;
  }
  const item = element.matches("p, h1, h2, h3, h4, h5, h6") ? wordMark(element) : null;
  return item && `${INDENT.repeat(item.level - 1)}${item.mark} `;
}

const isRight = (cell) => cell.align === "right"
  || [cell, ...cell.querySelectorAll("p, div")].some((one) => one.align === "right" || /text-align:\s*right/i.test(styleOf(one)));
const AMOUNT = /^[\d.,\s+–-]*\d\s*[€%]$/;
const wordsIn = (pieces) => pieces.map(({ text }) => text).join("");

function pastedTable(table, marks) {
  const one = (cell) => (cell ? linesOf(cell, marksOf(cell, marks)).reduce((all, line) => (
    all.length ? [...all, { text: " ", strong: false, em: false }, ...line] : line), []) : []);
  const found = rowsOf(table).map((row) => row.map((cell) => ({ cell, pieces: one(cell) }))).filter((row) => row.some(({ pieces }) => pieces.length));
  if (!found.length) return null;
  const width = Math.max(...found.map((row) => row.length));
  const isFigures = (column) => {
    const cells = found.slice(1).map((row) => row[column]).filter((one) => one?.pieces.length);
    return cells.length > 0 && cells.every(({ cell, pieces }) => isRight(cell) || AMOUNT.test(wordsIn(pieces)));
  };
  const rows = found.map((row) => Array.from({ length: width }, (_, column) => row[column]?.pieces ?? []));
  if (rows[0].flat().every(({ strong }) => strong)) rows[0] = rows[0].map((cell) => cell.map((piece) => ({ ...piece, strong: false }))); // as heads are
  return { indent: "", right: Array.from({ length: width }, (_, column) => isFigures(column)), rows };
}

// Word and LibreOffice link the number of a footnote to its words below the text: they come to where they are called
function withNotes(body) {
  for (const call of body.querySelectorAll("a[href]")) {
    const id = /^#_?((?:sdfootnote|sdendnote|ftn|edn)\d+)(?:sym)?$/.exec(call.getAttribute("href"))?.[1];
    const note = id && body.querySelector(`#${CSS.escape(id)}`);
    if (!note || note.contains(call)) continue;
    note.querySelector("a")?.remove();
    for (const border of note.querySelectorAll("br, p, div")) border.before(" ");
    if (!note.textContent.trim()) continue;
    call.replaceWith(footnoteOf(note.textContent));
    note.remove();
  }
  return body;
}

// lines of pieces and tables, as clause_text.js has them
export const pastedLines = (html) => linesOf(withNotes(inertBody(html)), { strong: false, em: false });

function linesOf(root, plain) {
  const lines = [[]];
  let mark = ""; // of the item whose words come next
  const end = () => { if (lines.at(-1).length) lines.push([]); };
  const add = (words, marks) => {
    const line = lines.at(-1);
    const text = words.replace(/[ \t\r\n\u00a0]+/g, " ");
    const isSpaced = !line.length || line.at(-1).text.endsWith(" ");
    const rest = isSpaced ? text.trimStart() : text;
    if (!rest) return;
    if (mark) { line.push({ text: mark, strong: false, em: false }); mark = ""; }
    line.push({ text: rest, ...marks });
  };
  function walk(node, marks) {
    if (node.nodeType === Node.TEXT_NODE) { add(node.data, marks); return; }
    if (!(node instanceof Element)) return;
    if (node.matches("br")) { end(); return; }
    const table = isTable(node) && pastedTable(node, marksOf(node, marks));
    if (table) {
      if (lines.at(-1).length) lines.push(table, []); else lines.splice(-1, 1, table, []);
      return;
    }
    const cell = node.parentElement.closest("td, th");
    const isInCell = cell !== root && root.contains(cell) && cell.parentElement.children.length > 1; // a row of several cells is one line
    const isBlock = node.matches(BLOCKS) && !isInCell;
    if (isBlock) end();
    else if (node.matches(`td, th, ${BLOCKS}`)) add(" ", marks);
    mark = markOf(node) ?? mark;
    const own = marksOf(node, marks);
    for (const child of Array.from(node.childNodes)) walk(child, own);
    if (isBlock) end();
  }
  for (const child of Array.from(root.childNodes)) walk(child, plain);
  return lines.filter((line) => line.rows || line.length).map((line) => {
    if (line.rows) return line;
    line.at(-1).text = line.at(-1).text.trimEnd();
    return line.filter(({ text }) => text);
  });
}
