// A table in the field: where the caret is in it, what the keys and buttons do there. Every row has as many cells as the
// longest; the first row is the head; a column of figures is one in all its rows.

import { Plugin, Selection, TextSelection } from "../../vendor/prosemirror/prosemirror-state.js";
import { chainCommands } from "../../vendor/prosemirror/prosemirror-commands.js";
import { CELL, LINE, ROW, TABLE } from "./document.js";

const status = document.querySelector(".editor-offered");

// a table is a child of the Absatz: table, row and cell of a place in it
function at($pos) {
  if ($pos.parent.type !== CELL) return null;
  return { table: $pos.node(1), start: $pos.before(1), row: $pos.index(1), column: $pos.index(2), cell: $pos.parent };
}
export const tableOf = ({ selection: { $from, $to } }) => (at($from) && $from.before(1) === ($to.depth ? $to.before(1) : -1) ? at($from) : null);
const width = (table) => table.firstChild.childCount;

const cellStart = ({ table, start }, row, column) => {
  let pos = start + 2;
  for (let one = 0; one < row; one += 1) pos += table.child(one).nodeSize;
  for (let one = 0; one < column; one += 1) pos += table.child(row).child(one).nodeSize;
  return pos + 1;
};

const emptyRow = (table) => ROW.create(null, table.firstChild.children.map(({ attrs }) => CELL.create({ ...attrs, isHead: false })));

// puts another table in the place of one, as a step of its own for undo, with the caret in one of its cells
function put(state, dispatch, { start, table }, rows, row, column) {
  const fresh = TABLE.create(table.attrs, rows);
  const tr = state.tr.replaceWith(start, start + table.nodeSize, fresh);
  const caret = cellStart({ table: fresh, start }, Math.min(row, fresh.childCount - 1), Math.min(column, width(fresh) - 1));
  dispatch(tr.setSelection(TextSelection.create(tr.doc, caret)).scrollIntoView().setMeta("apart", true));
  return true;
}

// in a table only; nothing else is done with the key or button then
const inTable = (act) => (state, dispatch, view) => {
  const here = tableOf(state);
  return !!here && act(here, state, dispatch, view) !== false;
};

function select(state, dispatch, here, row, column) {
  const start = cellStart(here, row, column);
  const end = start + here.table.child(row).child(column).content.size;
  dispatch(state.tr.setSelection(TextSelection.create(state.doc, start, end)).scrollIntoView());
}

function addRow(here, state, dispatch) {
  const rows = [...here.table.children];
  rows.splice(here.row + 1, 0, emptyRow(here.table));
  return put(state, dispatch, here, rows, here.row + 1, 0);
}

function removeRow(here, state, dispatch) {
  if (here.table.childCount < 2) return removeTable(here, state, dispatch);
  const rows = here.table.children.filter((_, place) => place !== here.row);
  return put(state, dispatch, here, rows, here.row, here.column);
}

const withCells = ({ table }, change) => table.children.map((row) => ROW.create(null, change([...row.children])));

function addColumn(here, state, dispatch) {
  const rows = withCells(here, (cells) => cells.toSpliced(here.column + 1, 0, CELL.create({ isHead: cells[0].attrs.isHead })));
  return put(state, dispatch, here, rows, here.row, here.column + 1);
}

function removeColumn(here, state, dispatch) {
  if (width(here.table) < 2) return removeTable(here, state, dispatch);
  return put(state, dispatch, here, withCells(here, (cells) => cells.toSpliced(here.column, 1)), here.row, here.column);
}

function turnFigures(here, state, dispatch) {
  const isRight = !here.table.firstChild.child(here.column).attrs.isRight;
  const rows = withCells(here, (cells) => cells.with(here.column, CELL.create({ ...cells[here.column].attrs, isRight }, cells[here.column].content)));
  return put(state, dispatch, here, rows, here.row, here.column);
}

function removeTable({ start, table }, state, dispatch) {
  const tr = state.tr.replaceWith(start, start + table.nodeSize, LINE.create());
  dispatch(tr.setSelection(TextSelection.create(tr.doc, start + 1)).scrollIntoView().setMeta("apart", true));
  return true;
}

// Tab goes on, and adds a row behind the last cell; before the first one it leaves the field, as everywhere
function step(by) {
  return (here, state, dispatch) => {
    const columns = width(here.table);
    const next = here.row * columns + here.column + by;
    if (next < 0) return false;
    if (next >= columns * here.table.childCount) return addRow(here, state, dispatch);
    select(state, dispatch, here, Math.floor(next / columns), next % columns);
    return true;
  };
}

// to the line before or behind the table; there is one then
function leave({ start, table }, state, dispatch, isBefore) {
  const end = start + table.nodeSize;
  const beside = isBefore ? state.doc.resolve(start).nodeBefore : state.doc.resolve(end).nodeAfter;
  const tr = state.tr;
  if (beside?.type !== LINE) tr.insert(isBefore ? start : end, LINE.create());
  const found = isBefore && beside?.type === LINE ? start - 1 : (isBefore ? start : end) + 1;
  dispatch(tr.setSelection(TextSelection.create(tr.doc, found)).scrollIntoView());
  return true;
}

// a table that is selected as a whole is left behind it
function leaveSelected(state, dispatch) {
  const { node: table, from: start } = state.selection;
  return table?.type === TABLE && leave({ start, table }, state, dispatch, false);
}

function down(here, state, dispatch) {
  if (here.row + 1 === here.table.childCount) return leave(here, state, dispatch, false);
  select(state, dispatch, here, here.row + 1, here.column);
  return true;
}

// several cells were selected: they are emptied, the table stays
export const emptied = (state) => {
  const here = tableOf(state);
  const { from, to, $from, $to } = state.selection;
  if (!here || $from.sameParent($to)) return null;
  const { tr } = state;
  state.doc.nodesBetween(from, to, (node, pos) => {
    if (node.type !== CELL) return true;
    const [start, end] = [Math.max(from, pos + 1), Math.min(to, pos + 1 + node.content.size)].map((one) => tr.mapping.map(one));
    if (start < end) tr.delete(start, end);
    return false;
  });
  return tr.setSelection(TextSelection.create(tr.doc, from));
};

function erase(isBefore) {
  return (here, state, dispatch) => {
    const tr = emptied(state);
    if (tr) { dispatch(tr.setMeta("apart", true)); return true; }
    const { empty, $from } = state.selection;
    return empty && $from.parentOffset === (isBefore ? 0 : here.cell.content.size); // cells are never joined
  };
}

const onEdge = (isBefore) => (here, state, dispatch, view) => {
  if (here.row !== (isBefore ? 0 : here.table.childCount - 1) || !view.endOfTextblock(isBefore ? "up" : "down")) return false;
  const { start, table } = here;
  const beside = isBefore ? state.doc.resolve(start).nodeBefore : state.doc.resolve(start + table.nodeSize).nodeAfter;
  return beside ? false : leave(here, state, dispatch, isBefore);
};

export const tableKeys = {
  Tab: inTable(step(1)),
  "Shift-Tab": inTable(step(-1)),
  Enter: chainCommands(inTable(down), leaveSelected),
  "Shift-Enter": chainCommands(inTable(down), leaveSelected),
  Backspace: inTable(erase(true)),
  "Mod-Backspace": inTable(erase(true)),
  Delete: inTable(erase(false)),
  "Mod-Delete": inTable(erase(false)),
  ArrowUp: inTable(onEdge(true)),
  ArrowDown: inTable(onEdge(false)),
};

// an empty table behind the line with the caret, or in its place if nothing stands there
function addTable(state, dispatch) {
  const { $to } = state.selection;
  if (tableOf(state) || $to.depth !== 1) return true;
  const row = (isHead) => ROW.create(null, Array.from({ length: 3 }, () => CELL.create({ isHead })));
  const table = TABLE.create(null, [row(true), row(false), row(false)]);
  const isEmpty = !$to.parent.content.size;
  const start = isEmpty ? $to.before(1) : $to.after(1);
  const tr = state.tr.replaceWith(start, $to.after(1), table);
  dispatch(tr.setSelection(Selection.near(tr.doc.resolve(start + 1))).scrollIntoView().setMeta("apart", true));
  return true;
}

// where a text is written with its signs
export function rawTable(state, dispatch) {
  const lines = ["|  |  |  |", "|---|---|---|", "|  |  |  |"].map((line) => LINE.create(null, LINE.schema.text(line)));
  dispatch(state.tr.insert(state.selection.$to.after(1), lines).scrollIntoView().setMeta("apart", true));
  return true;
}

export const tableCommands = {
  table: addTable,
  "row-add": inTable(addRow),
  "row-remove": inTable(removeRow),
  "column-add": inTable(addColumn),
  "column-remove": inTable(removeColumn),
  "column-figures": inTable(turnFigures),
  "table-remove": inTable(removeTable),
};

// from the end, so that what comes before stays where it is
function straighten(tr, table, start) {
  const columns = Math.max(...table.children.map((row) => row.childCount));
  const rights = table.firstChild.children.map(({ attrs }) => attrs.isRight);
  for (let row = table.childCount - 1; row >= 0; row -= 1) {
    const { children, childCount, nodeSize } = table.child(row);
    const attrs = (column) => ({ isHead: row === 0, isRight: !!rights[column] });
    const first = cellStart({ table, start }, row, 0) - 1;
    const missing = Array.from({ length: columns - childCount }, (_, one) => CELL.create(attrs(childCount + one)));
    if (missing.length) tr.insert(first + nodeSize - 2, missing);
    children.forEach((cell, column) => {
      if (!cell.hasMarkup(CELL, attrs(column))) tr.setNodeMarkup(cellStart({ table, start }, row, column) - 1, null, attrs(column));
    });
  }
}

function repaired(state) {
  const tr = state.tr;
  const blocks = [];
  state.doc.forEach((node, start) => blocks.push({ node, start }));
  blocks.reverse().forEach(({ node, start }, at) => {
    if (node.type !== TABLE) return;
    straighten(tr, node, start);
    if (blocks[at + 1]?.node.type === TABLE) tr.insert(start, LINE.create());
  });
  return tr.docChanged ? tr : null;
}

function place(state) {
  const here = tableOf(state);
  return here && { ...here, name: here.table.firstChild.child(here.column).textContent.trim() };
}

// `tools`: the buttons for tables, shown where they do something
export function tables(tools) {
  let told = "";
  return new Plugin({
    view: () => ({
      update(view) {
        const here = place(view.state);
        tools.hidden = !here;
        const words = here ? `Zeile ${here.row + 1}, Spalte ${here.column + 1}${here.row && here.name ? `: ${here.name}` : ""}` : "";
        if (words !== told) status.textContent = words;
        told = words;
        tools.querySelector("[data-do=column-figures]").setAttribute("aria-pressed", String(!!here?.table.firstChild.child(here.column).attrs.isRight));
      },
      destroy() { if (told) status.textContent = ""; },
    }),
    props: {
      handleTextInput(view, from, to, text) {
        const tr = emptied(view.state);
        if (!tr) return false;
        view.dispatch(tr.insertText(text));
        return true;
      },
    },
    appendTransaction(made, _, state) {
      return made.some((tr) => tr.docChanged && !tr.getMeta("contract")) ? repaired(state) : null;
    },
  });
}
