// The dialog of a chip: the value, which belongs to an obligation, and how it reads here. It stands outside of the text, so
// that its keys are its own; the chip is found again wherever it moved meanwhile.

import { post } from "../site.js";
import { complain } from "./announcements.js";
import * as contract from "./contract.js";
import { CHIP, schema } from "./document.js";
import { lookAt } from "./exchange.js";
import { here } from "./place.js";
import { serially } from "./queue.js";
import { refresh } from "./answers.js";
import { wordsOf } from "./token_words.js";

const dialog = document.getElementById("angabe-dialog");
const OUTDATED = "Inzwischen hat jemand anderes diese Pflicht geändert. Ihre Angabe steht noch hier; mit „Beide Fassungen ansehen“ sehen Sie beide.";
const TROUBLE = {
  offline: "Keine Verbindung: Es wurde nichts geändert. Ihre Angabe steht noch hier.",
  session: "Sie sind nicht mehr angemeldet: Es wurde nichts geändert, Ihre Angabe steht noch hier. Melden Sie sich in einem zweiten Fenster an.",
  closed: "Dieser Text kann nicht mehr geändert werden.",
};
let shown = null; // what is open: view, spot, token, values as they came

const addressOf = (token) => {
  const [, code, value] = /^\{(\S+) ([^:}]+)/.exec(token);
  const name = value.toLowerCase().replace(" ", "-");
  return `${here.replace(/bearbeiten\/$/, "pflichten/")}${code}/angabe/${name}/?angabe=${encodeURIComponent(token)}`;
};
const valuesOf = (form) => {
  const body = new FormData(form);
  for (const name of ["csrfmiddlewaretoken", "base", "revision"]) body.delete(name);
  return new URLSearchParams(body).toString();
};

// puts something else in place of the chip, in a step of its own
function replace(make) {
  contract.change((tr) => {
    const pos = shown.spot.get();
    const chip = tr.doc.nodeAt(pos);
    if (chip?.type !== CHIP || chip.attrs.token !== shown.token) return;
    tr.replaceWith(pos, pos + 1, make(chip.marks));
    contract.putCaret(tr, pos + 1);
  });
}

function close() {
  const { view, spot } = shown;
  spot.get();
  shown = null;
  dialog.close();
  if (view.dom.isConnected) view.focus();
}

const acts = {
  close,
  plain() { replace((marks) => schema.text(wordsOf(shown.token), marks)); close(); },
  remove() { replace(() => []); close(); },
};

async function save(form) {
  const own = shown;
  const reading = form.querySelector("[data-reading]")?.value;
  if (own.isUnderway) return;
  if (valuesOf(form) !== own.values) {
    own.isUnderway = true;
    const told = await post(form.action, new FormData(form), { "X-Autosave": "1" });
    own.isUnderway = false;
    if (told.outcome !== "saved" && shown !== own) { complain(told); return; }
    if (told.outcome !== "saved") {
      const isOutdated = told.outcome === "outdated";
      form.querySelector(".field-told").textContent = isOutdated ? OUTDATED : TROUBLE[told.outcome] || told.reason;
      form.querySelector("[data-field=both]").hidden = !isOutdated;
      return;
    }
    await serially(refresh);
    if (shown !== own) return; // closed meanwhile: the obligation has its value, the text reads as it did
  }
  if (reading && reading !== shown.token) replace((marks) => CHIP.create({ token: reading }, null, marks));
  close();
}

// `pos`: where the chip stands in the field
export async function openField(view, pos, token) {
  const spot = contract.spot(contract.find(view.id).pos + 1 + pos, 1);
  const told = await lookAt(addressOf(token));
  if (told.outcome !== "done" || !view.hasFocus()) { // somebody went on meanwhile
    spot.get();
    if (told.outcome !== "done") complain(told);
    return;
  }
  const form = document.importNode(told.form, true);
  dialog.replaceChildren(form);
  shown = { view, spot, token, values: valuesOf(form) };
  dialog.showModal();
  form.addEventListener("submit", (event) => {
    if (event.submitter?.dataset.field === "both") return;
    event.preventDefault();
    event.stopPropagation();
    save(form);
  });
  form.addEventListener("click", ({ target }) => acts[target.closest("[data-field]")?.dataset.field]?.());
}

dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
