// What is told about a change: calmly when it is done, as an alert when it is not.

import { editor } from "./place.js";

const SHOWN = 12_000; // milliseconds that a calm word stays
const WORDS = {
  offline: "Keine Verbindung: Es wurde nichts geändert. Ihr Text steht noch hier.",
  session: "Sie sind nicht mehr angemeldet: Es wurde nichts geändert, Ihr Text ist noch hier. Melden Sie sich in einem zweiten Fenster an.",
  closed: "Dieser Text kann nicht mehr geändert werden. Was Sie geschrieben haben, ist in diesem Browser aufgehoben.",
};

const calm = editor.querySelector(".editor-said");
const alarm = editor.querySelector(".editor-told");
let timer = 0;

function fill(place, words, way) {
  const line = document.createElement("p");
  line.textContent = words;
  place.replaceChildren(...(words ? [line] : []));
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-quiet";
    made.textContent = label;
    made.addEventListener("click", () => { place.replaceChildren(); act(); });
    place.append(made);
  };
  if (way) button(way.label, way.act);
  if (words && place === alarm) button("Schließen", () => {});
}

export function say(words, way = null) {
  clearTimeout(timer);
  fill(alarm, "");
  fill(calm, words, way);
  if (words) timer = setTimeout(() => { if (!calm.contains(document.activeElement)) calm.replaceChildren(); }, SHOWN);
}

export function complain(told, way = null) {
  calm.replaceChildren();
  fill(alarm, WORDS[told.outcome] || told.reason || "Es wurde nichts geändert. Ihr Text steht noch hier.", way);
}
