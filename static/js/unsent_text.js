// A form marked data-keep remembers its text in this browser until the server has it, and one marked data-autosave
// saves while somebody writes. Without this script the form works as any other.

import { autosave, differs, keeping } from "./unsent_store.js";
import { dropArrived, kept, offer } from "./unsent_offer.js";

function keep(form) {
  const key = form.dataset.keep;
  const watch = keeping(form, { key, store: "autosave" in form.dataset ? autosave : null });
  const entry = kept.read(key);

  function take() {
    for (const [name, text] of Object.entries(entry.texts)) if (form.elements[name]) form.elements[name].value = text;
    // what was typed stands on what was read then: whoever wrote meanwhile is not overwritten
    for (const name of ["revision", "base"]) if (entry[name] && form.elements[name]) form.elements[name].value = entry[name];
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  if (entry && differs(form, entry.texts)) offer({ entry, before: form, take, leave: () => kept.drop(key) });

  form.addEventListener("submit", (event) => {
    const underway = watch.sending();
    if (!underway) return;
    event.preventDefault();
    underway.then(() => form.requestSubmit(event.submitter));
  });
}

const form = document.querySelector("form[data-keep]");
if (form) keep(form);
else dropArrived();
