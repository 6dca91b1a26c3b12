// After „[“ the placeholders of this contract are offered, after „{“ the fields of its obligations: go on typing to narrow
// them down, arrows and Enter to choose.

import { Plugin } from "../../vendor/prosemirror/prosemirror-state.js";

export const PLACEHOLDERS = {
  begun: /\[([\p{L}_ ]*)$/u, end: "]", list: "platzhalterliste", one: "Platzhalter", many: "Platzhalter", shown: (name) => `[${name}]`,
};
export const FIELDS = {
  begun: /\{([^{}→]{0,40})$/u, end: "}", list: "angabenliste", one: "Angabe", many: "Angaben", shown: (name) => name,
};
const SHOWN = 6;
const status = document.querySelector(".editor-offered");
let made = 0;

// those that begin so first, then those that say it somewhere
function fits(list, typed) {
  const words = typed.toLowerCase();
  const known = Array.from(document.querySelectorAll(`#${list} option`), ({ value, label }) => ({ value, label }));
  const found = known.filter(({ value, label }) => `${value}\n${label}`.toLowerCase().includes(words));
  const begins = ({ value }) => value.toLowerCase().startsWith(words);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))].slice(0, SHOWN);
}

export function offered(place, { begun, end, list: source, one: single, many, shown }) {
  const list = document.createElement("ul");
  list.className = "offered";
  made += 1;
  list.id = `angebot-${made}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", many);
  list.hidden = true;
  let choices = [];
  let chosen = 0;
  let from = 0; // behind the bracket
  let refused = -1; // the bracket at which somebody pressed Esc

  function mark(view) {
    for (const [at, option] of Array.from(list.children).entries()) option.setAttribute("aria-selected", String(at === chosen));
    view.dom.setAttribute("aria-activedescendant", list.children[chosen].id);
  }

  function close(view) {
    if (list.hidden) return;
    list.hidden = true;
    for (const name of ["aria-activedescendant", "aria-controls", "aria-autocomplete"]) view.dom.removeAttribute(name);
    status.textContent = "";
  }

  function insert(view, { value }) {
    const { to, $to } = view.state.selection;
    const rest = $to.parent.textContent.slice($to.parentOffset).startsWith(end) ? 1 : 0;
    view.dispatch(view.state.tr.insertText(`${value}${end}`, from, to + rest).scrollIntoView().setMeta("apart", true));
    view.focus();
  }

  function show(view) {
    list.replaceChildren(...choices.map((one, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      const name = document.createElement("span");
      name.textContent = shown(one.value);
      option.append(name, ...(one.label && one.label !== one.value ? [` ${one.label}`] : []));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); insert(view, one); });
      return option;
    }));
    list.hidden = false;
    view.dom.setAttribute("aria-controls", list.id);
    view.dom.setAttribute("aria-autocomplete", "list");
    const here = view.coordsAtPos(from);
    const edge = place.getBoundingClientRect();
    list.style.top = `${here.bottom - edge.top}px`;
    list.style.left = `${Math.max(0, Math.min(here.left - edge.left, edge.width - list.offsetWidth))}px`;
    const words = `${choices.length === 1 ? `Angeboten: 1 ${single}` : `Angeboten: ${choices.length} ${many}`}. Pfeiltasten und Eingabetaste`;
    if (status.textContent !== words) status.textContent = words;
    mark(view);
    list.scrollIntoView({ block: "nearest" });
  }

  return new Plugin({
    view(view) {
      place.append(list);
      view.dom.addEventListener("blur", () => close(view));
      return {
        update(now, before) {
          const { empty, $from } = now.state.selection;
          const found = empty && now.hasFocus() && begun.exec($from.parent.textBetween(0, $from.parentOffset, "", " "));
          const start = found ? $from.pos - found[1].length : -1;
          if (start !== refused) refused = -1;
          const isTyped = !before.doc.eq(now.state.doc) || !list.hidden;
          choices = found && isTyped && refused < 0 ? fits(source, found[1]) : [];
          if (!choices.length) { close(now); return; }
          if (start !== from || list.hidden) chosen = 0;
          chosen = Math.min(chosen, choices.length - 1);
          from = start;
          show(now);
        },
        destroy: () => list.remove(),
      };
    },
    props: {
      handleKeyDown(view, event) {
        if (list.hidden || event.ctrlKey || event.altKey || event.metaKey) return false;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) { chosen = (chosen + step + choices.length) % choices.length; mark(view); return true; }
        if (event.key === "Enter" || event.key === "Tab") { insert(view, choices[chosen]); return true; }
        if (event.key === "Escape") { refused = from; close(view); event.stopPropagation(); return true; }
        return false;
      },
    },
  });
}
