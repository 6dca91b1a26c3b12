// The contract as a document of Absätze, lines, tables, words that may be bold or italic, and chips for tokens. An Absatz has a name of its own
// (`id`) from its first letter on; under which key the house knows it stands beside the document.

import { Schema } from "../../vendor/prosemirror/prosemirror-model.js";
import { read, write, writeLine, writeRow } from "./clause_text.js";
import { isItem, isToken, letterOf, parted } from "./tokens.js";
import { wordsOf } from "./token_words.js";

export const schema = new Schema({
  topNode: "contract",
  nodes: {
    // the keys of the §§ in their order; `turn` counts what was done to a whole one here, so that undo can name it
    contract: { content: "clause*", attrs: { sections: { default: [] }, turn: { default: { count: 0, key: "" } } } },
    clause: {
      content: "(line | table)+",
      defining: true,
      isolating: true,
      attrs: { id: {}, section: {}, isRaw: { default: false } },
      toDOM: () => ["div", 0],
    },
    line: {
      content: "inline*",
      selectable: false,
      toDOM: () => ["p", 0],
      parseDOM: ["p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({ tag })),
    },
    table: {
      content: "row+",
      isolating: true,
      attrs: { indent: { default: "" } },
      toDOM: () => ["table", ["tbody", 0]],
      parseDOM: [{ tag: "table" }],
    },
    row: { content: "cell+", selectable: false, toDOM: () => ["tr", 0], parseDOM: [{ tag: "tr" }] },
    cell: {
      content: "inline*",
      isolating: true,
      selectable: false,
      attrs: { isHead: { default: false }, isRight: { default: false } },
      toDOM: ({ attrs: { isHead, isRight } }) => [isHead ? "th" : "td", isRight ? { class: "figures" } : {}, 0],
      parseDOM: ["td", "th"].map((tag) => ({
        tag, getAttrs: ({ classList }) => ({ isHead: tag === "th", isRight: classList.contains("figures") }),
      })),
    },
    text: { group: "inline" },
    chip: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { token: {} },
      leafText: ({ attrs: { token } }) => letterOf(token),
      toDOM: ({ attrs: { token } }) => ["span", { "data-token": token }, wordsOf(token)],
      parseDOM: [{ tag: "span[data-token]", getAttrs: ({ dataset: { token } }) => isToken(token) && { token } }],
    },
  },
  marks: {
    strong: { toDOM: () => ["strong", 0], parseDOM: [{ tag: "strong" }, { tag: "b" }] },
    em: { toDOM: () => ["em", 0], parseDOM: [{ tag: "em" }, { tag: "i" }] },
  },
});
export const { cell: CELL, chip: CHIP, clause: CLAUSE, line: LINE, row: ROW, table: TABLE } = schema.nodes;
export const { strong: STRONG, em: EM } = schema.marks;

// words with their tokens as chips
export const inline = (text, marks) => parted(text).map((one) => (
  isToken(one) ? CHIP.create({ token: one }, null, marks) : schema.text(one, marks)));
const marksOf = ({ strong, em }) => [strong && STRONG.create(), em && EM.create()].filter(Boolean);
const inlines = (pieces) => pieces.flatMap((piece) => inline(piece.text, marksOf(piece)));
export const lineNode = (pieces) => LINE.create(null, inlines(pieces));

function tableNode({ indent, right, rows }) {
  return TABLE.create({ indent }, rows.map((row, at) => ROW.create(null, row.map((cell, column) => (
    CELL.create({ isHead: at === 0, isRight: right[column] }, inlines(cell)))))));
}
export const nodeOf = (one) => (one.rows ? tableNode(one) : lineNode(one));

export function clauseNode({ id, section, text }) {
  const { isRaw, lines } = read(text);
  return CLAUSE.create({ id, section, isRaw }, lines.map(nodeOf));
}

const typed = (node) => (node.isText ? node.text : node.attrs.token);
const isMarked = (node, mark) => !!mark.isInSet(node.marks) && !isItem(typed(node)); // a number is no word
const pieces = (line) => line.children.map((node) => ({
  text: typed(node), strong: isMarked(node, STRONG), em: isMarked(node, EM),
}));

// an Absatz, or a row, that did not change is the same object
const texts = new WeakMap();
const known = (node, make) => {
  if (!texts.has(node)) texts.set(node, make(node));
  return texts.get(node);
};

const written = (node) => (node.type !== TABLE ? pieces(node) : {
  indent: node.attrs.indent,
  right: node.firstChild.children.map((cell) => cell.attrs.isRight),
  rows: node.children.map((row) => known(row, ({ children }) => writeRow(children.map(pieces)))),
});
const rawText = (clause) => clause.children.map((one) => (
  one.type === TABLE ? write([written(one)]) : one.children.map(typed).join(""))).join("\n");
export const textOf = (clause) => known(clause, () => (clause.attrs.isRaw ? rawText(clause) : write(clause.children.map(written))));

// the words of a line or cell as they are read again once they are stored
export const asStored = (line) => inlines(writeLine(pieces(line)).pieces);

// the smallest change that makes one content another
export function difference(from, to) {
  const start = from.findDiffStart(to);
  if (start === null) return null;
  let { a, b } = from.findDiffEnd(to);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) { a += overlap; b += overlap; }
  return { start, a, b };
}
