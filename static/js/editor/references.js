// References to other places of the contract. What is typed as one is offered as a link that follows its target; after
// „→“ the targets are searched by number or words; a chip that is pressed offers where it leads and how it reads.

import { NodeSelection } from "../../vendor/prosemirror/prosemirror-state.js";
import { CHIP, inline } from "./document.js";
import { typedBefore } from "./offered.js";
import { focusRow, headOf, rowOf } from "./place.js";
import { REFERENCE_STYLES, referenceOf, referenceToken } from "./tokens.js";
import { isNear, targets, wordsOf } from "./token_words.js";

const SEARCHED = /→ ?([^→]{0,40})$/;
const LONGEST = 40; // letters of a reference
const HINT = 60;
const NAMES = { one: "Verweis", many: "Verweise" };
const [WRITTEN_OUT, ABBREVIATED, SHORT, NEAR, FIGURE] = REFERENCE_STYLES.keys();

// the items that are counted in an Absatz: „Ziffer 1.1.2“ is a link to „Ziffer 1.1“ with words behind it
function itemsOf(key, said) {
  const text = /^\d+\.\d/.test(said[FIGURE]) ? rowOf(key)?.dataset.text ?? "" : "";
  return Array.from(text.matchAll(/^\{#\}/gm), (_, at) => `.${at + 1}`);
}

const sectionHere = (view) => view.dom.closest("[data-section]")?.dataset.section;

// what stands there: the heading of a §, the first words of an Absatz
function hintOf(key) {
  const text = rowOf(key)?.querySelector(".clause-text");
  const number = text?.querySelector(".clause-number")?.textContent.length ?? 0;
  const words = text?.textContent.slice(number) ?? headOf(key)?.querySelector("h3, h4")?.lastChild.textContent ?? "";
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > HINT ? `${line.slice(0, HINT).trimEnd()} …` : line;
}

function put(view, from, to, text) {
  const { $from } = view.state.selection;
  view.dispatch(view.state.tr.replaceWith(from, to, inline(text, $from.marks())).scrollIntoView().setMeta("apart", true));
}

const link = (key, style, words, behind = "") => ({
  words,
  hint: hintOf(key),
  take: (view, from) => put(view, from, view.state.selection.to, `${referenceToken(key, REFERENCE_STYLES[style])}${behind}`),
});

// „§ 6 Abs“ may become „§ 6 Abs. 2“; a word without its number is no reference yet
const begun = (form, typed) => form.startsWith(typed) && typed.length > form.indexOf(" ") + 1;

export function typedReference(view) {
  const before = typedBefore(view).replaceAll("\u00a0", " ");
  const section = sectionHere(view);
  const numbered = Array.from(targets()).filter(([, said]) => said[FIGURE] !== said[WRITTEN_OUT]);
  const forms = numbered.flatMap(([key, said]) => [
    ...[WRITTEN_OUT, ABBREVIATED, SHORT, ...(isNear(key, section) ? [NEAR] : [])].map((style) => ({ key, style, form: said[style], behind: "" })),
    ...itemsOf(key, said).map((behind) => ({ key, style: WRITTEN_OUT, form: `${said[WRITTEN_OUT]}${behind}`, behind })),
  ]);
  const words = new Set(forms.map(({ form }) => form.split(" ", 1)[0]));
  for (let start = Math.max(0, before.length - LONGEST); start < before.length; start += 1) {
    const typed = before.slice(start);
    if (!words.has(typed.split(" ", 1)[0]) || /[\p{L}\p{N}§]/u.test(before[start - 1] ?? "")) continue;
    const found = new Map(); // by target: the first style that reads so
    for (const one of forms) {
      const target = one.key + one.behind;
      if (begun(one.form, typed) && !found.has(target)) found.set(target, one);
    }
    if (!found.size) continue;
    const isWhole = ({ form }) => form === typed;
    const fit = Array.from(found.values());
    return {
      ...NAMES,
      from: view.state.selection.from - typed.length,
      options: [...fit.filter(isWhole), ...fit.filter((one) => !isWhole(one))].map(({ key, style, form, behind }) => link(key, style, form, behind)),
    };
  }
  return null;
}

export function referenceSearch(view) {
  const found = SEARCHED.exec(typedBefore(view));
  if (!found) return null;
  const query = found[1].toLowerCase();
  const fit = Array.from(targets(), ([key, said]) => ({ key, said: said[WRITTEN_OUT] }))
    .filter(({ key, said }) => `${said}\n${hintOf(key)}\n${rowOf(key)?.dataset.text ?? ""}`.toLowerCase().includes(query));
  const begins = ({ said }) => said.toLowerCase().startsWith(query);
  return {
    ...NAMES,
    from: view.state.selection.from - found[0].length,
    options: [...fit.filter(begins), ...fit.filter((one) => !begins(one))].map(({ key, said }) => link(key, WRITTEN_OUT, said)),
  };
}

function go(view, key) {
  const place = rowOf(key) ?? headOf(key);
  place.scrollIntoView({ block: "center" });
  focusRow(place);
}

export function pressedReference(view) {
  const { selection } = view.state;
  const text = selection instanceof NodeSelection && selection.node.type === CHIP ? selection.node.attrs.token : "";
  const one = referenceOf(text);
  if (!one) return null;
  const section = sectionHere(view);
  const { from, to } = selection;
  const isThere = targets().has(one.key);
  const styled = REFERENCE_STYLES.map((style) => ({ style, words: wordsOf(referenceToken(one.key, style), section) }));
  const now = wordsOf(text, section);
  const others = styled.filter(({ style, words }, at) => words !== now && style !== REFERENCE_STYLES[FIGURE] && styled.findIndex((other) => other.words === words) === at);
  return {
    ...NAMES,
    from,
    isPressed: true,
    options: [
      ...(isThere ? [{ words: "Zum Ziel", hint: hintOf(one.key), take: () => go(view, one.key) }] : []),
      ...(isThere ? others : []).map(({ style, words }) => ({
        words, hint: "schreiben", take: () => put(view, from, to, referenceToken(one.key, style)),
      })),
      { words: "Anderes Ziel", hint: "suchen", take: () => put(view, from, to, "→") },
      isThere
        ? { words: "Nur Worte", hint: "die dem Ziel nicht mehr folgen", take: () => put(view, from, to, now) }
        : { words: "Entfernen", hint: "", take: () => view.dispatch(view.state.tr.delete(from, to).setMeta("apart", true)) },
    ],
  };
}
