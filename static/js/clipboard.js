// What Word, LibreOffice, Outlook or a page puts on the clipboard: read in a document that is never shown. No style, handler
// or script of it reaches a parser, where even inert it would offend the policy of the page, and nothing of it is fetched.

export const INDENT = "   ";
const UNSEEN = /<(style|xml|script|title)\b[\s\S]*?<\/\1\s*>|<(?:meta|link|base)\b[^>]*>|<!--[\s\S]*?-->|<!\[[^\]]*\]>/gi;
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^<>"'])*>/gi;
const MARK = /\d|^\(?[a-z]{1,5}[.)]$|^[A-HIVX]{1,6}[.)]$/; // Word's bullets are „·“, „o“, and „§“ in a font of signs
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];

export const unstyled = (html) => html.replace(UNSEEN, "").replace(TAG, (tag) => tag
  .replace(/([\s"'/])style\s*=/gi, "$1data-was=").replace(/([\s"'/])on(\w+)\s*=/gi, "$1data-on-$2="));

export function inertBody(html) {
  const { body } = new DOMParser().parseFromString(unstyled(html), "text/html");
  for (const raised of body.querySelectorAll("sup")) { // „m²“, and the mark of a footnote
    const digits = raised.textContent.trim();
    if (/^\d{1,2}$/.test(digits)) raised.textContent = Array.from(digits, (digit) => RAISED[digit]).join("");
  }
  return body;
}

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
export const isTable = (element) => element.matches("table") && !element.querySelector("table") && !element.matches("[role=presentation]")
  && element.rows.length > 1 && Math.max(...Array.from(element.rows, (row) => row.cells.length)) > 1;

// joined cells are the first of them, and empty ones
export function rowsOf(table) {
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
