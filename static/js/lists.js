// Enumerations in plain text: which mark comes next, which lines have one. Nothing here knows the page.

const MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember";
const ITEM = new RegExp(`^( *)(?:(\\d{1,9})\\.(?! +(?:${MONTHS})\\b)|([a-z])\\)|(-))( +|$)`);

function item(line) {
  const found = ITEM.exec(line);
  if (!found) return null;
  const [mark, indent, number, letter] = found;
  return { indent, number, letter, length: mark.length, empty: !line.slice(mark.length).trim() };
}

function following({ indent, number, letter }) {
  if (number) return `${indent}${Number(number) + 1}. `;
  if (letter) return `${indent}${letter === "z" ? "z" : String.fromCharCode(letter.charCodeAt(0) + 1)}) `;
  return `${indent}- `;
}

// Renumbers the items right behind, as far as they follow one another.
function renumbered(lines, first) {
  let last = item(first);
  return lines.map((line) => {
    const one = last && item(line);
    const sameKind = one && one.indent === last.indent && !one.number === !last.number && !one.letter === !last.letter;
    if (!sameKind || (!one.number && !one.letter)) {
      if (!line.startsWith(`${last?.indent ?? ""}  `)) last = null;
      return line;
    }
    const next = following(last) + line.slice(one.length);
    last = item(next) ?? null;
    return next;
  });
}

// What Enter means at the caret: the next item (what replaces the text from the caret on, and where the caret goes),
// the end of the list (the text before and behind the empty item), or nothing that concerns a list.
export function afterEnter(text, start, end = start) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(from, text.indexOf("\n", start) < 0 ? text.length : text.indexOf("\n", start));
  const here = item(line);
  if (!here || start - from < here.length - 1) return null;
  if (here.empty) return { leave: true, before: text.slice(0, from), after: text.slice(from + line.length + 1) };
  const mark = following(here);
  const [rest, ...lines] = text.slice(end).split("\n");
  const replacement = `\n${mark}${[rest.trimStart(), ...renumbered(lines, `${mark}x`)].join("\n")}`;
  return { from: start, replacement, caret: start + 1 + mark.length };
}

const MARKS = {
  numbers: (place) => `${place + 1}. `,
  letters: (place) => `${String.fromCharCode(97 + Math.min(place, 25))}) `,
  dashes: () => "- ",
};
const KINDS = { numbers: "number", letters: "letter" };

// The lines around the selection with marks of a kind, or without them if all had them.
export function asList(text, start, end, kind) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const isKind = (found) => found && (KINDS[kind] ? found[KINDS[kind]] : !found.number && !found.letter);
  const marked = lines.every((line) => isKind(item(line)));
  const plain = lines.map((line) => line.slice(item(line)?.length ?? 0));
  const replacement = plain.map((line, place) => (marked ? "" : MARKS[kind](place)) + line).join("\n");
  return { from, to, replacement };
}
