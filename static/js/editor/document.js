// The contract as a document of Absätze, lines and words that may be bold or italic. An Absatz has a name of its own
// (`id`) from its first letter on; under which key the house knows it stands beside the document.

import { Schema } from "../../vendor/prosemirror/prosemirror-model.js";
import { read, write, writeLine } from "./clause_text.js";

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
      content: "text*",
      toDOM: () => ["p", 0],
      parseDOM: ["p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => ({ tag })),
    },
    text: {},
  },
  marks: {
    strong: { toDOM: () => ["strong", 0], parseDOM: [{ tag: "strong" }, { tag: "b" }] },
    em: { toDOM: () => ["em", 0], parseDOM: [{ tag: "em" }, { tag: "i" }] },
  },
});
export const { clause: CLAUSE, line: LINE } = schema.nodes;
export const { strong: STRONG, em: EM } = schema.marks;

const inline = ({ text, strong, em }) => schema.text(text, [strong && STRONG.create(), em && EM.create()].filter(Boolean));
export const lineNode = (pieces) => LINE.create(null, pieces.map(inline));

export function clauseNode({ id, section, text }) {
  const { isRaw, lines } = read(text);
  return CLAUSE.create({ id, section, isRaw }, lines.map(lineNode));
}

const pieces = (line) => line.children.map(({ text, marks }) => ({ text, strong: !!STRONG.isInSet(marks), em: !!EM.isInSet(marks) }));

// an Absatz that did not change is the same object
const texts = new WeakMap();
export function textOf(clause) {
  if (!texts.has(clause)) {
    const lines = clause.children;
    texts.set(clause, clause.attrs.isRaw ? lines.map((line) => line.textContent).join("\n") : write(lines.map(pieces)));
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
