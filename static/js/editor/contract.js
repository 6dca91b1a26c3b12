// The whole contract as one state without a view. It owns undo; the Absätze that are being written show their part of it.
// Who wants to know what changed compares two lists of Absätze, so that undo and redo need no word of their own.

import { EditorState, Selection, TextSelection } from "../../vendor/prosemirror/prosemirror-state.js";
import { StepMap } from "../../vendor/prosemirror/prosemirror-transform.js";
import { closeHistory, history, redo, undo } from "../../vendor/prosemirror/prosemirror-history.js";
import { CLAUSE, clauseNode, difference, schema, textOf } from "./document.js";
import { added } from "./added.js";
import { rows, sectionOf, sections } from "./place.js";

const STEPS = 1000; // so many can be undone
const keys = new Map(); // of the house, by id
const ids = new Map(); // by key
const views = new Map(); // by id
const spots = new Set(); // places that somebody wants to find again
let listener = () => {};
let made = 0;
let turns = 0;
let state = null;

export const newId = () => { made += 1; return `neu-${made}`; };
export const keyOf = (id) => keys.get(id) ?? "";
export function name(id, key) {
  ids.delete(keys.get(id));
  keys.set(id, key);
  ids.set(key, id);
}
// the house has it no more: what is written in it becomes a new one
export function unname(id) { ids.delete(keys.get(id)); keys.delete(id); }
function idOf(key) {
  if (!ids.has(key)) name(keys.has(key) || (state && find(key)) ? newId() : key, key);
  return ids.get(key);
}

const order = () => sections().map(({ dataset }) => dataset.key);
const stored = (row) => ({ id: idOf(row.dataset.key), section: sectionOf(row).dataset.section, text: row.dataset.text });

export function begin(told) {
  listener = told;
  const key = added();
  const doc = schema.nodes.contract.create({ sections: order().filter((one) => one !== key) }, rows().map((row) => clauseNode(stored(row))));
  state = EditorState.create({ doc, plugins: [history({ depth: STEPS })] });
  if (key) sync({ isOwn: true, section: key, isWritten: () => false });
}

export const ofRow = (row) => idOf(row.dataset.key);
export function find(id, doc = state.doc) {
  let found = null;
  doc.forEach((node, pos) => { if (node.attrs.id === id) found = { node, pos }; });
  return found;
}
export const text = (id) => textOf(find(id).node);

function show(view) {
  const { node } = find(view.id) ?? {};
  const found = node && difference(view.state.doc.content, node.content);
  if (!found) return;
  const { start, a, b } = found;
  const change = view.state.tr.replace(start, a, node.slice(start, b));
  if (!change.doc.content.eq(node.content)) change.replaceWith(0, change.doc.content.size, node.content);
  view.dispatch(change.setMeta("contract", true));
}

function apply(tr, origin = null) {
  const before = state.doc;
  state = state.apply(tr);
  for (const spot of spots) spot.pos = tr.mapping.map(spot.pos, spot.side);
  if (!tr.docChanged) return;
  for (const view of views.values()) if (view !== origin) show(view);
  listener({ before, after: state.doc, isSilent: !!tr.getMeta("silent"), isFollowed: !origin && !tr.getMeta("silent") });
}

// what somebody typed in a view
export function typed(view, transactions) {
  const { pos } = find(view.id);
  const tr = state.tr;
  for (const one of transactions) {
    for (const step of one.steps) tr.step(step.map(StepMap.offset(pos + 1)));
    const composition = one.getMeta("composition");
    if (composition !== undefined) tr.setMeta("composition", composition);
    if (one.getMeta("apart")) closeHistory(tr);
  }
  const { anchor, head } = view.state.selection;
  tr.setSelection(TextSelection.between(tr.doc.resolve(pos + 1 + anchor), tr.doc.resolve(pos + 1 + head)));
  apply(tr, view);
  if (transactions.some((one) => one.getMeta("apart"))) state = state.apply(closeHistory(state.tr));
}

export const open = (id, view) => views.set(id, view);
export const shut = (id) => views.delete(id);

// a caret from a table that was replaced as a whole may have come out of its Absatz: it goes back to what changed
function atChange(tr) {
  let [from, to] = [Infinity, -1];
  tr.mapping.maps.forEach((map, at) => map.forEach((_, __, start, end) => {
    const rest = tr.mapping.slice(at + 1);
    [from, to] = [Math.min(from, rest.map(start, -1)), Math.max(to, rest.map(end, 1))];
  }));
  const { $head } = tr.selection;
  const isNear = to < 0 || !$head.depth || ($head.before(1) <= to && $head.after(1) >= from);
  return isNear ? tr : tr.setSelection(Selection.near(tr.doc.resolve(to), -1));
}
// what undo does to a whole § the page shows when the server has done it: what is undone next waits for that
let underway = null;
export function waitFor(answer) {
  const own = answer.finally(() => { if (underway === own) underway = null; });
  underway = own;
}
export function turn(isBack) {
  if (underway) underway.then(() => turn(isBack));
  else (isBack ? undo : redo)(state, (tr) => apply(atChange(tr)));
}

// the § that undo or redo changed as a whole, and where it stands then
export function turnedSection({ attrs: before }, { attrs: after }) {
  if (before.turn.count === after.turn.count) return null;
  return { key: (before.turn.count > after.turn.count ? before : after).turn.key, order: after.sections };
}

// a step of its own for undo: what was typed before and what is typed behind are others
export function change(make, { isSilent = false } = {}) {
  const tr = closeHistory(state.tr).setMeta("silent", isSilent);
  make(tr);
  if (!tr.docChanged) return;
  apply(tr);
  state = state.apply(closeHistory(state.tr));
}

// no step for undo: what others wrote, what the house said
export function silently(make) {
  const tr = state.tr.setMeta("addToHistory", false).setMeta("silent", true);
  make(tr);
  if (tr.docChanged) apply(tr);
}

export function spot(pos, side) {
  const made = { pos, side, get: () => { spots.delete(made); return made.pos; } };
  spots.add(made);
  return made;
}

// asks later whether anything changed since
export function isUnchanged() {
  const { doc } = state;
  return () => state.doc === doc;
}

// where the caret is
export function caret() {
  const { $anchor, $head } = state.selection;
  if (!$anchor.depth) return null;
  const start = $anchor.start(1);
  return { id: $anchor.node(1).attrs.id, anchor: $anchor.pos - start, head: Math.max(0, $head.pos - start) };
}
export const putCaret = (tr, pos) => tr.setSelection(TextSelection.near(tr.doc.resolve(pos)));

export function setText(tr, pos, text) {
  const node = tr.doc.nodeAt(pos);
  if (textOf(node) === text) return;
  const fresh = clauseNode({ ...node.attrs, text });
  if (fresh.attrs.isRaw !== node.attrs.isRaw) tr.setNodeAttribute(pos, "isRaw", fresh.attrs.isRaw);
  const found = difference(node.content, fresh.content);
  if (found) tr.replace(pos + 1 + found.start, pos + 1 + found.a, fresh.slice(found.start, found.b));
  const { content, nodeSize } = tr.doc.nodeAt(pos);
  if (!content.eq(fresh.content)) tr.replaceWith(pos + 1, pos + nodeSize - 1, fresh.content);
}

// Makes the document what the page says now; as a step of its own for undo if it was done here, to a whole § if one is named.
// `isWritten` tells which Absätze somebody is writing: their text stays. What the house does not know yet stays behind what it stood behind.
export function sync({ isOwn, section, isWritten }) {
  const old = state.doc.children;
  const byId = new Map(old.map((node, at) => [node.attrs.id, { node, at }]));
  const list = [];
  const isNew = (node) => !keys.has(node.attrs.id);
  const addNew = (at) => { for (let next = at; next < old.length && isNew(old[next]); next += 1) list.push(old[next]); };
  addNew(0);
  for (const one of rows().map(stored)) {
    const { node, at } = byId.get(one.id) ?? {};
    const isKept = node && (isWritten(one.id) || textOf(node) === one.text);
    list.push(isKept ? CLAUSE.create({ ...node.attrs, section: one.section }, node.content) : clauseNode(one));
    if (node) addNew(at + 1);
  }
  list.push(...old.filter((node) => isNew(node) && !list.includes(node))); // behind one that is gone
  silently((tr) => { for (const node of list) reword(tr, node); });
  const now = order();
  const arrange = (tr) => {
    reorder(tr, list);
    if (String(now) !== String(tr.doc.attrs.sections)) tr.setDocAttribute("sections", now);
    if (isOwn && section && tr.docChanged) tr.setDocAttribute("turn", { count: turns += 1, key: section });
  };
  if (isOwn) change(arrange, { isSilent: true }); else silently(arrange);
}

function reword(tr, node) {
  const { pos, node: old } = find(node.attrs.id, tr.doc) ?? {};
  if (old && !old.content.eq(node.content)) setText(tr, pos, textOf(node));
}

function reorder(tr, list) {
  const id = (at) => tr.doc.maybeChild(at)?.attrs.id;
  const placeOf = (at) => tr.doc.children.slice(0, at).reduce((sum, node) => sum + node.nodeSize, 0);
  const remove = (at) => tr.delete(placeOf(at), placeOf(at + 1));
  list.forEach((node, at) => {
    const wanted = node.attrs.id;
    if (id(at) !== wanted && id(at + 1) === wanted) remove(at);
    if (id(at) === wanted) {
      if (tr.doc.child(at).attrs.section !== node.attrs.section) tr.setNodeAttribute(placeOf(at), "section", node.attrs.section);
      return;
    }
    const from = tr.doc.children.findIndex(({ attrs }) => attrs.id === wanted);
    if (from >= 0) remove(from);
    tr.insert(placeOf(at), node);
  });
  while (tr.doc.childCount > list.length) remove(tr.doc.childCount - 1);
}
