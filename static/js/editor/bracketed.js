// After „[“ the placeholders of this contract are offered, after „{“ the fields of its obligations.

import { typedBefore } from "./offered.js";
import { offeredFields, offeredPlaceholders } from "./token_words.js";

// those that begin so first, then those that say it somewhere
function fits(known, typed) {
  const words = typed.toLowerCase();
  const found = known.filter(({ value, label }) => `${value}\n${label}`.toLowerCase().includes(words));
  const begins = ({ value }) => value.toLowerCase().startsWith(words);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}

function insert(view, from, words, end) {
  const { to, $to } = view.state.selection;
  const rest = $to.parent.textContent.slice($to.parentOffset).startsWith(end) ? 1 : 0;
  view.dispatch(view.state.tr.insertText(`${words}${end}`, from, to + rest).scrollIntoView().setMeta("apart", true));
}

const bracketed = ({ begun, end, list, one, many, shown }) => (view) => {
  const found = begun.exec(typedBefore(view));
  return found && {
    one,
    many,
    from: view.state.selection.from - found[1].length, // behind the bracket
    options: fits(list(), found[1]).map(({ value, label }) => ({
      words: shown(value),
      hint: label !== value && label,
      take: (_, from) => insert(view, from, value, end),
    })),
  };
};

export const placeholders = bracketed({
  begun: /\[([\p{L}_ ]*)$/u, end: "]", list: offeredPlaceholders, one: "Platzhalter", many: "Platzhalter", shown: (name) => `[${name}]`,
});
export const fields = bracketed({
  begun: /\{([^{}→]{0,40})$/u, end: "}", list: offeredFields, one: "Angabe", many: "Angaben", shown: (name) => name,
});
