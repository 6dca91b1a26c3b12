// After „[“ the placeholders of this contract are offered.

import { typedBefore } from "./offered.js";

const BEGUN = /\[([\p{L}_ ]*)$/u;
const known = Array.from(document.querySelectorAll("#platzhalterliste option"), ({ value, label }) => ({ value, label }));

// those that begin so first, then those that say it somewhere
function fits(typed) {
  const words = typed.toLowerCase();
  const found = known.filter(({ value, label }) => `${value}\n${label}`.toLowerCase().includes(words));
  const begins = ({ value }) => value.toLowerCase().startsWith(words);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}

function insert(view, from, value) {
  const { to, $to } = view.state.selection;
  const rest = $to.parent.textContent.slice($to.parentOffset).startsWith("]") ? 1 : 0;
  view.dispatch(view.state.tr.insertText(`${value}]`, from, to + rest).scrollIntoView().setMeta("apart", true));
}

export function placeholders(view) {
  const found = BEGUN.exec(typedBefore(view));
  return found && {
    label: "Platzhalter",
    from: view.state.selection.from - found[1].length, // behind the bracket
    options: fits(found[1]).map(({ value, label }) => ({
      words: `[${value}]`,
      hint: label !== value && label,
      take: (_, from) => insert(view, from, value),
    })),
  };
}
