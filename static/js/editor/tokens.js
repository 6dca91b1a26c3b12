// Tokens in the text of an Absatz: a figure or date of an obligation, or a reference. What each looks like, the page says;
// the grammar is that of agreements/tokens.py.

const withSense = (styles) => [...styles, ...styles.map((style) => `Geltung ${style}`.trimEnd())];
const STYLES = {
  Menge: withSense(["", "Wort", "mal", "Einheit", "Wort Einheit", "Dativ", "Wort Dativ"]),
  Frist: ["", "bis", "Tag", "Zahl", "Wort", "Einheit", "Wort Einheit", "Dativ", "Wort Dativ"],
  Stelle: withSense(["", "Einheit", "Dativ", "Prozent"]),
  "→": ["", "kurz"],
};
const styled = (name, styles) => `${name}(?:: (?:${styles.filter(Boolean).join("|")}))?`;
const FIELD = `O-[0-9]{2,8} (?:${styled("Menge", STYLES.Menge)}|${styled("Frist", STYLES.Frist)}|${styled("Stelle [1-9][0-9]?", STYLES.Stelle)})`;
const REFERENCE = styled("→ [0-9A-Za-z-]{1,40}", STYLES["→"]);
const TOKEN = `\\{(?:${FIELD}|${REFERENCE})\\}`;
const EVERY = new RegExp(TOKEN, "g");
const ONE = new RegExp(`^${TOKEN}$`);
const PARTS = new RegExp(`(${TOKEN})`);

// what stands for a token where letters are counted: no text can hold it
export const LETTER = "\uE000";

export const isToken = (text) => ONE.test(text);
export const isField = (token) => token.startsWith("{O-");
export const tokensOf = (text) => text.match(EVERY) ?? [];
export const parted = (text) => text.split(PARTS).filter(Boolean);

// a text with one letter for each token, and what gives them back, one call after the other
export function packed(text) {
  const found = text.includes(LETTER) ? [] : tokensOf(text);
  return { text: found.length ? text.replace(EVERY, LETTER) : text, tokens: found };
}
export function unpacking(tokens) {
  let at = 0;
  return (text) => (tokens.length ? text.replaceAll(LETTER, () => tokens[at++]) : text);
}
