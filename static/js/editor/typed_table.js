// Tables in lines of plain text. Nothing here knows the editor; the grammar is that of rendering/typed_table.py.

const ROW = /^\|(?:(?:\\.|[^|\\])*\|){1,40}$/;
const CELL = /((?:\\.|[^|\\])*)\|/g;
const DASHES = /^\|(?: *-{2,}:? *\|)+$/;

const cellsOf = (row) => Array.from(row.slice(1).matchAll(CELL), ([, cell]) => cell.trim());
const padded = (cells, width) => [...cells, ...Array(width - cells.length).fill("")];
const count = (row) => cellsOf(row).length;

const begins = (lines, at) => ROW.test(lines[at]) && DASHES.test(lines[at + 1] ?? "") && count(lines[at]) === count(lines[at + 1]);

// the table that begins in a line: its cells as typed, which columns are figures, and how many lines it has
export function tableAt(typed, at) {
  const lines = typed.slice(at, at + 2).map((line) => line.trim());
  if (!begins(lines, 0)) return null;
  const rows = [cellsOf(lines[0])];
  let end = at + 2;
  for (; end < typed.length && ROW.test(typed[end].trim()); end += 1) rows.push(cellsOf(typed[end].trim()));
  const width = Math.max(...rows.map((row) => row.length));
  return {
    indent: /^\s*/.exec(typed[at])[0],
    right: padded(cellsOf(lines[1]).map((dash) => dash.endsWith(":")), width).map(Boolean),
    rows: rows.map((row) => padded(row, width)),
    length: end - at,
  };
}

// a bar inside of a cell is escaped
export const rowLine = (cells) => `| ${cells.map((cell) => cell.trim().replace(/\\.|\|/g, (sign) => (sign === "|" ? "\\|" : sign))).join(" | ")} |`;

export function tableLines({ indent, right, rows }) {
  const dashes = `|${right.map((one) => (one ? "--:|" : "---|")).join("")}`;
  return [rows[0], dashes, ...rows.slice(1)].map((line) => indent + line);
}

// Groups of lines, one below the other: what is no table must not be read as one, nor as a row of the one before it.
export function apart(groups) {
  const lines = [];
  let isBehindTable = false;
  for (const [at, { isTable, lines: own }] of groups.entries()) {
    const [line] = own;
    if (isTable && isBehindTable) lines.push("");
    const next = groups[at + 1];
    const isRow = !isTable && ROW.test(line.trim())
      && (isBehindTable || (next && begins([line.trim(), next.lines[0].trim()], 0)));
    lines.push(...(isRow ? [line.replace("|", "\\|")] : own));
    isBehindTable = isTable;
  }
  return lines;
}
