// What Word, LibreOffice, Outlook or a page puts on the clipboard: read in a document that is never shown. No style, handler
// or script of it reaches a parser, where even inert it would offend the policy of the page, and nothing of it is fetched.

export const INDENT = "   ";
const UNSEEN = /<(style|xml|script|title)\b[\s\S]*?<\/\1\s*>|<(?:meta|link|base)\b[^>]*>|<!--[\s\S]*?-->|<!\[[^\]]*\]>/gi;
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^<>"'])*>/gi;
const MARK = /\d|^\(?[a-z]{1,5}[.)]$|^[A-HIVX]{1,6}[.)]$/; // Word's bullets are „·“, „o“, and „§“ in a font of signs
const ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
const FIGURE = /^[-–+]?\s*(?:€\s*)?\d[\d.,\s]*\s*(?:€|%|Euro|EUR)?$/;
const WIDEST = 60; // columns of a table

export const unstyled = (html) => html.replace(UNSEEN, "").replace(TAG, (tag) => tag
  .replace(/([\s"'/])style\s*=/gi, "$1data-was=").replace(/([\s"'/])on(\w+)\s*=/gi, "$1data-on-$2="));

export const inertBody = (html) => new DOMParser().parseFromString(unstyled(html), "text/html").body;

export const styleOf = (element) => element.dataset?.was ?? "";

// Word writes the mark of an item into a span of its own: the mark is taken out and returned with its level
export function wordMark(paragraph) {
  const style = styleOf(paragraph);
  if (!/mso-list:(?!\s*none)/i.test(style)) return null;
  const label = Array.from(paragraph.querySelectorAll("span")).find((span) => /mso-list:\s*Ignore/i.test(styleOf(span)));
  const shown = label?.textContent.replace(/[\s\u00a0]+/g, " ").trim();
  label?.remove();
  return shown ? { mark: MARK.test(shown) ? shown : "-", level: Number(/level(\d)/.exec(style)?.[1] ?? 1) } : null;
}

const numbers = new WeakMap();

function numberOf(item, list) {
  if (!numbers.has(item)) {
    let number = Number(list.getAttribute("start") ?? 1);
    for (const one of list.children) {
      if (one.tagName !== "LI") continue;
      number = Number(one.getAttribute("value") ?? number);
      numbers.set(one, number);
      number += 1;
    }
  }
  return numbers.get(item);
}

export function itemMark(item, list) {
  if (list?.tagName !== "OL") return "-";
  const number = numberOf(item, list);
  const kind = list.getAttribute("type") ?? /list-style-type:\s*([a-z-]+)/i.exec(`${styleOf(item)} ${styleOf(list)}`)?.[1] ?? "";
  if (/^a$|lower-(?:alpha|latin)/.test(kind)) return `${String.fromCharCode(97 + ((number - 1) % 26)).repeat(Math.ceil(number / 26))})`;
  const roman = `${"x".repeat(Math.floor(number / 10))}${ROMAN[number % 10]}`;
  if (/^i$|lower-roman/.test(kind)) return `${roman})`;
  if (/^I$|upper-roman/.test(kind)) return `${roman.toUpperCase()}.`;
  return `${number}.`;
}

// not one that only lays out what stands in it, as mails have them
export const isTable = (element) => element.tagName === "TABLE" && Array.from(element.rows).some((row) => row.cells.length > 1);

// the cells of a table as words; one that reaches over several has its words in the first
export function cellRows(table, words) {
  const rows = Array.from(table.rows, () => []);
  Array.from(table.rows).forEach((row, y) => {
    let x = 0;
    for (const cell of row.cells) {
      while (rows[y][x] !== undefined) x += 1;
      const [down, right] = [Math.min(cell.rowSpan || 1, rows.length - y), Math.min(cell.colSpan, WIDEST)];
      for (let dy = 0; dy < down; dy += 1) for (let dx = 0; dx < right; dx += 1) rows[y + dy][x + dx] = dx || dy ? "" : words(cell);
    }
  });
  return rows.map((row) => Array.from(row, (cell) => cell ?? "")).filter((row) => row.some(Boolean));
}

// as a table is typed
export const rowLine = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

export function tableLines(rows) {
  if (!rows.length) return [];
  const width = Math.max(...rows.map((row) => row.length));
  const padded = rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
  const isRight = (x) => padded.length > 1 && padded.slice(1).every((row) => !row[x] || FIGURE.test(row[x])) && padded.slice(1).some((row) => row[x]);
  const dashes = padded[0].map((_, x) => (isRight(x) ? "--:" : "---"));
  return [rowLine(padded[0]), `|${dashes.join("|")}|`, ...padded.slice(1).map(rowLine)];
}
