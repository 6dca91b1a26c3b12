// Pasting from Word, Outlook or a browser: the formatted clipboard becomes plain lines with their numbers, cells and notes.

import { INDENT, inertBody, isTable, itemMark, rowsOf, styleOf, wordMark } from "./clipboard.js";

const BLOCKS = /^(P|H[1-6]|LI|DIV|BLOCKQUOTE|PRE|DT|DD|TR|TD|TH|TABLE|UL|OL)$/;
const IGNORED = /^(STYLE|SCRIPT|XML|META|LINK|TITLE|HEAD|IFRAME|OBJECT|SVG|TEMPLATE|NOSCRIPT)$/;
const MOST_HTML = 10 * 1024 * 1024; // above, the plain text of the clipboard has to do
const MOST_UNDOABLE = 50_000; // letters that the browser puts into its undo in a moment

// as if somebody typed, so that the browser's own undo takes it back
function replace(area, from, to, words) {
  area.focus();
  area.setSelectionRange(from, to);
  const typed = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
  if (typed || (!words && from === to)) return;
  area.setRangeText(words, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

class Reader {
  lines = [];
  line = "";
  indent = 0;
  left = { images: 0, hidden: 0, deleted: 0, counted: 0 };

  end() {
    const words = this.line.replace(/[ \u00a0]+/g, " ").trim();
    if (words) this.lines.push(INDENT.repeat(this.indent) + words);
    this.line = "";
    this.indent = 0;
  }

  gap() {
    this.end();
    if (this.lines.length && this.lines.at(-1)) this.lines.push("");
  }

  read(node) {
    if (node.nodeType === Node.TEXT_NODE) this.line += node.data.replace(/[\t\r\n]+/g, " ");
    if (node.nodeType !== Node.ELEMENT_NODE || IGNORED.test(node.tagName)) return;
    const css = styleOf(node);
    if (/display:\s*none|mso-hide:\s*all/i.test(css)) this.left.hidden += 1;
    else if (node.tagName === "DEL") this.left.deleted += 1;
    else if (node.tagName === "IMG") this.left.images += 1;
    else if (node.tagName === "BR") this.end();
    else if (isTable(node)) this.table(node);
    else if (node.tagName === "OL" || node.tagName === "UL") this.list(node, 0);
    else this.element(node);
  }

  element(node) {
    const isBlock = BLOCKS.test(node.tagName);
    const isHeading = /^H[1-6]$/.test(node.tagName) || /^MsoTitle$/.test(node.className);
    if (isBlock) isHeading ? this.gap() : this.end();
    const item = isBlock && wordMark(node);
    if (item) [this.line, this.indent] = [`${item.mark} `, item.level - 1];
    node.childNodes.forEach((child) => this.read(child));
    if (isBlock) isHeading ? this.gap() : this.end();
  }

  // Google Docs puts a list directly into a list
  list(list, depth) {
    this.end();
    for (const child of list.children) {
      if (child.tagName === "OL" || child.tagName === "UL") this.list(child, depth + 1);
      if (child.tagName !== "LI") continue;
      this.line = `${itemMark(child, list)} `;
      this.left.counted += list.tagName === "OL" ? 1 : 0;
      this.item(child, depth);
    }
  }

  item(item, depth) {
    let first = true;
    for (const child of item.childNodes) {
      if (child.tagName === "OL" || child.tagName === "UL") {
        this.indent = depth;
        this.list(child, depth + 1);
      } else if (first && /^(P|DIV)$/.test(child.tagName)) {
        child.childNodes.forEach((inner) => this.read(inner)); // on the line of the mark
      } else {
        this.read(child);
      }
      if (child.textContent.trim()) first = false;
    }
    this.indent = depth;
    this.end();
  }

  table(table) {
    this.gap();
    for (const row of rowsOf(table)) {
      const cells = row.map((cell) => (cell ? this.words(cell).replaceAll("|", "\\|") : ""));
      if (cells.some(Boolean)) this.lines.push(`| ${cells.join(" | ")} |`);
    }
    this.gap();
  }

  words(cell) {
    const inside = new Reader();
    cell.childNodes.forEach((child) => inside.read(child));
    inside.end();
    for (const [what, count] of Object.entries(inside.left)) this.left[what] += count;
    return inside.lines.map((line) => line.trim()).filter(Boolean).join(" ");
  }
}

export function plainText(html) {
  const reader = new Reader();
  reader.read(inertBody(html));
  reader.end();
  return { text: reader.lines.join("\n").replace(/\n{3,}/g, "\n\n").trim(), left: reader.left };
}

function report(area, left) {
  const words = ["Mit Nummern und Tabellen eingefügt."];
  if (left.counted) words.push("Nummern von Listen sind nachgezählt; bitte prüfen.");
  if (left.images) words.push(`Bilder werden nicht übernommen (${left.images}).`);
  if (left.hidden) words.push(`Verborgener Text ist nicht dabei (${left.hidden}).`);
  if (left.deleted) words.push(`Gestrichener Text ist nicht dabei (${left.deleted}).`);
  const place = area.form.querySelector("[data-pasted]");
  if (place) place.textContent = words.join(" ");
}

document.addEventListener("paste", (event) => {
  const area = event.target.closest?.("[data-paste]");
  const html = event.clipboardData?.getData("text/html") ?? "";
  // LibreOffice's HTML has lost „§ 1“ and „(1)“, its plain text has them
  if (!area || !html || html.length > MOST_HTML || /content="?LibreOffice/i.test(html)) return;
  const { text, left } = plainText(html);
  if (!text) return;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: to } = area;
  if (text.length <= MOST_UNDOABLE) {
    replace(area, from, to, text);
  } else {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  report(area, left);
});
