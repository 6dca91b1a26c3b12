// What is pasted from Word, LibreOffice, Outlook or a page: its words, bold and italic, and the marks of its lists as
// they were shown. Nothing else comes in.

import { INDENT, cellRows, inertBody, isTable, itemMark, styleOf, tableLines, wordMark } from "../clipboard.js";

const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, li, tr, blockquote, pre, section, article, table, td, th, ol, ul, dt, dd";

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

// lines of pieces, as clause_text.js has them
export const pastedLines = (html) => linesIn(inertBody(html));

const wordsIn = (cell) => linesIn(cell).map((line) => line.map(({ text }) => text).join("").trim()).join(" ");

function linesIn(root) {
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
    const isBlock = node.matches(BLOCKS);
    if (isBlock) end();
    if (isTable(node)) {
      lines.pop();
      lines.push(...tableLines(cellRows(node, wordsIn)).map((text) => [{ text, strong: false, em: false }]), []);
      return;
    }
    mark = markOf(node) ?? mark;
    const own = marksOf(node, marks);
    for (const child of Array.from(node.childNodes)) walk(child, own);
    if (isBlock) end();
  }
  for (const child of Array.from(root.childNodes)) walk(child, { strong: false, em: false });
  return lines.filter((line) => line.length).map((line) => {
    line.at(-1).text = line.at(-1).text.trimEnd();
    return line.filter(({ text }) => text);
  });
}
