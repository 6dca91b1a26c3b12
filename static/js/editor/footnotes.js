// The dialog of a footnote: its words. It stands outside of the text, so that its keys are its own.

import * as contract from "./contract.js";
import { CHIP } from "./document.js";
import { footnoteOf } from "./tokens.js";
import { noteOf } from "./token_words.js";

const dialog = document.getElementById("fussnote-dialog");
const form = dialog.querySelector("form");
const area = dialog.querySelector("textarea");
let shown = null; // what is open: view, spot, token (none yet for a new one)

// puts another chip in place of the old one, or none, in a step of its own
function put(token) {
  const pos = shown.spot.get();
  contract.change((tr) => {
    const chip = tr.doc.nodeAt(pos);
    if (shown.token && chip?.attrs.token !== shown.token) return;
    const marks = shown.token ? chip.marks : [];
    tr.replaceWith(pos, shown.token ? pos + 1 : pos, token ? CHIP.create({ token }, null, marks) : []);
    contract.putCaret(tr, token ? pos + 1 : pos);
  });
}

function close() {
  const { view, spot } = shown;
  spot.get();
  dialog.close();
  if (view.dom.isConnected) view.focus();
}

function save() {
  const token = area.value.trim() ? footnoteOf(area.value) : "";
  if (token !== shown.token) put(token);
  close();
}

// `pos`: where the chip stands in the field, or will
export function openFootnote(view, pos, token = "") {
  shown = { view, token, spot: contract.spot(contract.find(view.id).pos + 1 + pos, 1) };
  area.value = token && noteOf(token);
  form.querySelector("[data-note=remove]").hidden = !token;
  dialog.showModal();
  area.focus();
}

form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
form.addEventListener("click", ({ target }) => {
  const act = target.closest("[data-note]")?.dataset.note;
  if (act === "remove") put("");
  if (act) close();
});
area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  save();
});
dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
