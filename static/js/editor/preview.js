// The printed page beside the text, on request: the one on which the Absatz that is being written begins.

import { editor } from "./place.js";
import { active, all } from "./writers.js";

const panel = document.getElementById("vorschau");
const opener = document.querySelector("[data-preview=open]");
const state = panel.querySelector("[role=status]");
const place = panel.querySelector(".preview-page");
const button = (name) => panel.querySelector(`[data-preview=${name}]`);
const WORDS = {
  offline: "Keine Verbindung: Die Vorschau konnte nicht erneuert werden.",
  session: "Sie sind nicht mehr angemeldet. Melden Sie sich in einem zweiten Fenster an und erneuern Sie dann.",
};

let shown = null; // pages, page, images
let clause = ""; // the Absatz that was looked for

function remember() {
  const row = document.activeElement?.closest?.(".edit-clause[data-key]") ?? active()?.row;
  if (row?.dataset.key) clause = row.dataset.key;
}

function turn(page) {
  shown.page = page;
  const words = `Seite ${page} von ${shown.pages} der Druckansicht`;
  const picture = new Image();
  picture.alt = words;
  state.textContent = "Seite wird erzeugt …";
  picture.addEventListener("load", () => { if (shown.page === page) { place.replaceChildren(picture); state.textContent = words; } });
  picture.addEventListener("error", () => { if (shown.page === page) state.textContent = WORDS.offline; });
  picture.src = shown.images[page - 1];
  button("back").disabled = page === 1;
  button("on").disabled = page === shown.pages;
}

async function refresh() {
  state.textContent = "Seite wird erzeugt …";
  await Promise.all(all().map((writer) => writer.keeping.flush()));
  try {
    const answer = await fetch(`${panel.dataset.source}?absatz=${encodeURIComponent(clause)}`, { headers: { Accept: "application/json" } });
    if (answer.redirected) throw new Error(WORDS.session);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.reason);
    shown = told;
    turn(told.page);
  } catch (trouble) {
    state.textContent = trouble instanceof TypeError || trouble instanceof SyntaxError ? WORDS.offline : trouble.message || WORDS.offline;
  }
}

function show(isOpen) {
  panel.hidden = !isOpen;
  editor.classList.toggle("with-preview", isOpen);
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) { panel.focus(); refresh(); } else opener.focus();
}

export function preview() {
  opener.hidden = false;
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", panel.id);
  editor.addEventListener("focusin", remember);
  opener.addEventListener("click", () => show(panel.hidden));
  button("close").addEventListener("click", () => show(false));
  button("refresh").addEventListener("click", refresh);
  button("back").addEventListener("click", () => turn(shown.page - 1));
  button("on").addEventListener("click", () => turn(shown.page + 1));
}
