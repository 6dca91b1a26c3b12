// Tokens in the text of an Absatz: a figure or date of an obligation, a reference, the number of an item where a line begins,
// or a footnote. What the first two look like, the page says; the grammar is that of agreements/tokens.py and of rendering/footnotes.py.

const withSense = (styles) => [...styles, ...styles.map((style) => `Geltung ${style}`.trimEnd())];
const STYLES = {
  Menge: withSense(["", "Wort", "mal", "Einheit", "Wort Einheit", "Dativ", "Wort Dativ"]),
  Frist: ["", "bis", "Tag", "Zahl", "Wort", "Einheit", "Wort Einheit", "Dativ", "Wort Dativ"],
  Stelle: withSense(["", "Einheit", "Dativ", "Prozent"]),
  "→": ["", "abgekürzt", "kurz", "nah", "Zahl"],
};
const styled = (name, styles) => `${name}(?:: (?:${styles.filter(Boolean).join("|")}))?`;
const FIELD = `O-[0-9]{2,8} (?:${styled("Menge", STYLES.Menge)}|${styled("Frist", STYLES.Frist)}|${styled("Stelle [1-9][0-9]?", STYLES.Stelle)})`;
const REFERENCE = styled("→ [0-9A-Za-z-]{1,40}", STYLES["→"]);
// brackets inside are balanced or escaped; an escaped one begins none
const FOOTNOTE = "\\[\\^(?=\\s*[^\\s\\]])(?:\\\\[^\\n]|[^\\[\\]\\n\\\\]|\\[(?!\\^)[^\\[\\]\\n]*\\])+\\]";
export const ITEM = "{#}";
const TOKEN = `(?:\\{(?:${FIELD}|${REFERENCE})\\}|(?<![^\\n])\\{#\\}|(?<=(?<!\\\\)(?:\\\\\\\\)*)${FOOTNOTE})`;
const EVERY = new RegExp(TOKEN, "g");
const ONE = new RegExp(`^${TOKEN}$`);
const PARTS = new RegExp(`(${TOKEN})`);

// what stands for a token where letters are counted: no text can hold it
export const LETTER = "\uE000";
export const NOTE = "\uE001"; // for a footnote: as the brackets around it, it is no letter of a word
export const ITEM_LETTER = "\uE002";
export const LETTERS = /[\uE000-\uE002]/;
const EVERY_LETTER = new RegExp(LETTERS, "g");

export const REFERENCE_STYLES = STYLES["→"];
export const referenceToken = (key, style) => `{→ ${key}${style ? `: ${style}` : ""}}`;
export function referenceOf(token) {
  const [, key, style = ""] = /^\{→ ([^:]+?)(?:: (.+))?\}$/.exec(token) ?? [];
  return key ? { key, style } : null;
}

export const isToken = (text) => ONE.test(text);
export const isFootnote = (token) => token.startsWith("[^");
// brackets that would end it too early are written so that they do not
export function footnoteOf(typed) {
  const words = typed.replace(/\s+/g, " ").trim();
  const token = `[^${words}]`;
  return isToken(token) || !words ? token : `[^${words.replace(/[\\[\]]/g, "\\$&")}]`;
}
export const isItem = (token) => token === ITEM;
export const letterOf = (token) => (isItem(token) ? ITEM_LETTER : isFootnote(token) ? NOTE : LETTER);
export const isField = (token) => token.startsWith("{O-");
export const tokensOf = (text) => text.match(EVERY) ?? [];
export const parted = (text) => text.split(PARTS).filter(Boolean);

// a text with one letter for each token, and what gives them back, one call after the other
export function packed(text) {
  const found = text.search(LETTERS) < 0 ? tokensOf(text) : [];
  return { text: found.length ? text.replace(EVERY, letterOf) : text, tokens: found };
}
export function unpacking(tokens) {
  let at = 0;
  return (text) => (tokens.length ? text.replace(EVERY_LETTER, () => tokens[at++]) : text);
}
