// The bar over the text: whether what was typed is saved, and menus that close again.

import { editor } from "./place.js";

const saved = document.querySelector("[data-saved]");
const menus = () => Array.from(document.querySelectorAll("[data-drop][open]"));

function say(words, isTrouble = false) {
  saved.textContent = words;
  saved.classList.toggle("trouble", isTrouble);
}

export function bar() {
  editor.addEventListener("keep:state", ({ detail: { words, trouble } }) => say(trouble ? "nicht gespeichert" : words, trouble));
  document.addEventListener("editor:swapped", ({ detail: { at } }) => { if (at) say(`gespeichert ${at}`); });
  document.addEventListener("click", ({ target }) => {
    for (const menu of menus()) if (!menu.contains(target) || target.closest("a")) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  });
}
