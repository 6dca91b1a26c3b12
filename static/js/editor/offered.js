// What is offered where somebody writes: go on typing to narrow it down, arrows and Enter to choose, Esc to leave it.

import { Plugin } from "../../vendor/prosemirror/prosemirror-state.js";

const SHOWN = 6;
const status = document.querySelector(".editor-offered");
let made = 0;

// `sources` say what they offer in a state of the field: { one, many, from, options: [{ words, hint, take }] }, or nothing;
// `isPressed`: it was asked for, not typed
export function offered(place, sources) {
  const list = document.createElement("ul");
  list.className = "offered";
  made += 1;
  list.id = `angebot-${made}`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  let options = [];
  let chosen = 0;
  let from = 0; // where what is offered for begins
  let refused = -1; // where somebody pressed Esc

  const offer = (view) => sources.reduce((found, source) => found ?? source(view), null);

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

  function take(view, option) {
    close(view);
    view.focus();
    option.take(view, from);
  }

  function show(view, { one: single, many }) {
    list.setAttribute("aria-label", many);
    list.replaceChildren(...options.map((one, at) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${at}`;
      option.setAttribute("role", "option");
      const name = document.createElement("span");
      name.textContent = one.words;
      option.append(name, ...(one.hint ? [` ${one.hint}`] : []));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(view, one); });
      return option;
    }));
    list.hidden = false;
    view.dom.setAttribute("aria-controls", list.id);
    view.dom.setAttribute("aria-autocomplete", "list");
    const here = view.coordsAtPos(from);
    const edge = place.getBoundingClientRect();
    list.style.top = `${here.bottom - edge.top}px`;
    list.style.left = `${Math.max(0, Math.min(here.left - edge.left, edge.width - list.offsetWidth))}px`;
    const words = `Angeboten: ${options.length} ${options.length === 1 ? single : many}. Pfeiltasten und Eingabetaste`;
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
          const found = now.hasFocus() && offer(now);
          const start = found ? found.from : -1;
          if (start !== refused) refused = -1;
          const isMeant = found?.isPressed || !before.doc.eq(now.state.doc) || !list.hidden;
          options = found && isMeant && refused < 0 ? found.options.slice(0, SHOWN) : [];
          if (!options.length) { close(now); return; }
          if (start !== from || list.hidden) chosen = 0;
          chosen = Math.min(chosen, options.length - 1);
          from = start;
          show(now, found);
        },
        destroy: () => list.remove(),
      };
    },
    props: {
      handleKeyDown(view, event) {
        if (list.hidden && event.key === "Enter" && offer(view)?.isPressed) { // asked for once more
          refused = -1;
          view.dispatch(view.state.tr);
          return true;
        }
        if (list.hidden || event.ctrlKey || event.altKey || event.metaKey) return false;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) { chosen = (chosen + step + options.length) % options.length; mark(view); return true; }
        if (event.key === "Enter" || event.key === "Tab") { take(view, options[chosen]); return true; }
        if (event.key === "Escape") { refused = from; close(view); event.stopPropagation(); return true; }
        return false;
      },
    },
  });
}

// what stands in front of the caret in its line, a chip as a space
export function typedBefore({ state: { selection: { empty, $from } } }) {
  return empty ? $from.parent.textBetween(0, $from.parentOffset, "", " ") : "";
}
