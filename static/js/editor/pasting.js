// What is pasted from Word, LibreOffice, Outlook or a page: its words, bold and italic, and the marks of its lists as
// they were shown. Nothing else comes in, and nothing is fetched.

import { footnoteOf } from "./tokens.js";

const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, li, tr, blockquote, pre, section, article, table, ol, ul, dt, dd";
const MARK = /^\(?(?:\d[\d.]{0,11}|[a-z]{1,5}|[IVX]{1,6})[.)]?$/;
const INDENT = "   ";
const ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];

// No style and no handler may reach a parser: even in a document that is never shown it would offend the policy of the page.
export const unstyled = (html) => html
  .replace(/<(style|xml|script|title)\b[\s\S]*?<\/\1\s*>|<(?:meta|link|base)\b[^>]*>|<!--[\s\S]*?-->|<!\[[^\]]*\]>/gi, "")
  .replace(/<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi, (tag) => tag
    .replace(/([\s"'/])style\s*=/gi, "$1data-was=").replace(/([\s"'/])on(\w+)\s*=/gi, "$1data-on-$2="));

const styleOf = (element) => element.dataset?.was ?? "";

// Word writes the mark of an item into a span of its own
function wordMark(paragraph) {
  if (!/mso-list:(?!\s*none)/i.test(styleOf(paragraph))) return "";
  const label = Array.from(paragraph.querySelectorAll("span")).find((span) => /mso-list:\s*Ignore/i.test(styleOf(span)));
  const level = Number(/level(\d)/.exec(styleOf(paragraph))?.[1] ?? 1);
  const shown = label?.textContent.replaceAll("\u00a0", " ").trim();
  label?.remove();
  return shown ? `${INDENT.repeat(level - 1)}${MARK.test(shown) ? shown : "-"} ` : "";
}

function itemMark(item) {
  const depth = (element) => (element ? 1 + depth(element.parentElement?.closest("ol, ul")) : 0);
  const list = item.closest("ol, ul");
  const indent = INDENT.repeat(Math.max(0, depth(list) - 1));
  if (!list?.matches("ol")) return `${indent}- `;
  const before = Array.from(list.children).filter((one) => one.matches("li"));
  const number = Number(item.getAttribute("value") ?? Number(list.getAttribute("start") ?? 1) + before.indexOf(item));
  const kind = list.getAttribute("type") ?? /list-style-type:\s*([a-z-]+)/.exec(styleOf(list) + styleOf(item))?.[1] ?? "";
  if (/^a$|lower-(?:alpha|latin)/.test(kind)) return `${indent}${String.fromCharCode(96 + number)}) `;
  const roman = `${"x".repeat(Math.floor(number / 10))}${ROMAN[number % 10]}`;
  if (/^i$|lower-roman/.test(kind)) return `${indent}${roman}) `;
  if (/^I$|upper-roman/.test(kind)) return `${indent}${roman.toUpperCase()}. `;
  return `${indent}${number}. `;
}

function marksOf(element, { strong, em }) {
  const style = styleOf(element);
  const weight = /(?:^|;)\s*font-weight:\s*(\w+)/i.exec(style)?.[1];
  const slant = /(?:^|;)\s*font-style:\s*(\w+)/i.exec(style)?.[1];
  return {
    strong: weight ? /bold|[6-9]00/i.test(weight) : strong || element.matches("b, strong"),
    em: slant ? /italic|oblique/i.test(slant) : em || element.matches("i, em"),
  };
}

const isTable = (element) => element.matches("table") && !element.querySelector("table") && !element.matches("[role=presentation]")
  && element.rows.length > 1 && Math.max(...Array.from(element.rows, (row) => row.cells.length)) > 1;
const isRight = (cell) => cell.align === "right"
  || [cell, ...cell.querySelectorAll("p, div")].some((one) => one.align === "right" || /text-align:\s*right/i.test(styleOf(one)));
const AMOUNT = /^[\d.,\s+–-]*\d\s*[€%]$/;
const wordsIn = (pieces) => pieces.map(({ text }) => text).join("");

// joined cells are the first of them, and empty ones
function rowsOf(table) {
  const below = []; // by column: so many rows more belong to the cell above
  return Array.from(table.rows, (row) => {
    const cells = [];
    const fill = () => { while (below[cells.length] > 0) { below[cells.length] -= 1; cells.push(null); } };
    for (const cell of row.cells) {
      fill();
      for (let one = 0; one < Math.min(cell.colSpan, 50); one += 1) {
        below[cells.length] = Math.min(cell.rowSpan, table.rows.length) - 1;
        cells.push(one ? null : cell);
      }
    }
    fill();
    return cells;
  });
}

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
export const pastedLines = (html) => linesOf(
  withNotes(new DOMParser().parseFromString(unstyled(html), "text/html").body), { strong: false, em: false });

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
    if (node.matches("li")) mark = itemMark(node);
    else if (node.matches("p, h1, h2, h3, h4, h5, h6")) mark = wordMark(node) || mark;
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
