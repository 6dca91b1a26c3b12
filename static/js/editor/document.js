// The contract as a document of Absätze, lines, words that may be bold or italic, and chips for tokens. An Absatz has a name of its own
// (`id`) from its first letter on; under which key the house knows it stands beside the document.

import { Schema } from "../../vendor/prosemirror/prosemirror-model.js";
import { read, write, writeLine } from "./clause_text.js";
import { LETTER, isToken, parted } from "./tokens.js";
import { wordsOf } from "./token_words.js";

export const schema = new Schema({
  topNode: "contract",
  nodes: {
    contract: { content: "clause*" },
    clause: {
      content: "line+",
      defining: true,
      isolating: true,
      attrs: { id: {}, section: {}, isRaw: { default: false } },
      toDOM: () => ["div", 0],
    },
    line: {
      content: "inline*",
      toDOM: () => ["p", 0],
      parseDOM: ["p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({ tag })),
    },
    text: { group: "inline" },
    chip: {
      group: "inline",
      inline: true,
      atom: true,
      attrs: { token: {} },
      leafText: () => LETTER,
      toDOM: ({ attrs: { token } }) => ["span", { "data-token": token }, wordsOf(token)],
      parseDOM: [{ tag: "span[data-token]", getAttrs: ({ dataset: { token } }) => isToken(token) && { token } }],
    },
  },
  marks: {
    strong: { toDOM: () => ["strong", 0], parseDOM: [{ tag: "strong" }, { tag: "b" }] },
    em: { toDOM: () => ["em", 0], parseDOM: [{ tag: "em" }, { tag: "i" }] },
  },
});
export const { chip: CHIP, clause: CLAUSE, line: LINE } = schema.nodes;
export const { strong: STRONG, em: EM } = schema.marks;

// words with their tokens as chips
export const inline = (text, marks) => parted(text).map((one) => (
  isToken(one) ? CHIP.create({ token: one }, null, marks) : schema.text(one, marks)));
const marksOf = ({ strong, em }) => [strong && STRONG.create(), em && EM.create()].filter(Boolean);
export const lineNode = (pieces) => LINE.create(null, pieces.flatMap((piece) => inline(piece.text, marksOf(piece))));

export function clauseNode({ id, section, text }) {
  const { isRaw, lines } = read(text);
  return CLAUSE.create({ id, section, isRaw }, lines.map(lineNode));
}

const typed = (node) => (node.isText ? node.text : node.attrs.token);
const pieces = (line) => line.children.map((node) => ({
  text: typed(node), strong: !!STRONG.isInSet(node.marks), em: !!EM.isInSet(node.marks),
}));

// an Absatz that did not change is the same object
const texts = new WeakMap();
export function textOf(clause) {
  if (!texts.has(clause)) {
    const lines = clause.children;
    texts.set(clause, clause.attrs.isRaw ? lines.map((line) => line.children.map(typed).join("")).join("\n") : write(lines.map(pieces)));
  }
  return texts.get(clause);
}

// a line as it is read again once it is stored
export const asStored = (line) => lineNode(writeLine(pieces(line)).pieces);

// the smallest change that makes one content another
export function difference(from, to) {
  const start = from.findDiffStart(to);
  if (start === null) return null;
  let { a, b } = from.findDiffEnd(to);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) { a += overlap; b += overlap; }
  return { start, a, b };
}
