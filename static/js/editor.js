// Writing in the page that looks like the contract. Without this script every button and link works as a form does; what
// belongs to one Absatz is on a page of its own then.

import { say } from "./editor/announcements.js";
import { refresh } from "./editor/answers.js";
import { bar } from "./editor/bar.js";
import * as contract from "./editor/contract.js";
import { clicked, sent } from "./editor/mouse.js";
import { onRow, turned, whileWriting } from "./editor/keys.js";
import { offers } from "./editor/offers.js";
import { order } from "./editor/outline.js";
import { editor, rowOf, rows } from "./editor/place.js";
import { preview } from "./editor/preview.js";
import { serially } from "./editor/queue.js";
import { told } from "./editor/structure.js";
import { equip } from "./editor/tools.js";
import { writerIn } from "./editor/writers.js";

equip(document);
contract.begin(told);
const reachable = () => rows().forEach((row) => { row.tabIndex = 0; });

editor.classList.add("is-live");
reachable();
document.addEventListener("editor:swapped", reachable);
editor.addEventListener("click", clicked);
editor.addEventListener("submit", sent);
// before the field itself sees the key
editor.addEventListener("keydown", (event) => {
  const row = event.target.closest(".edit-clause");
  if (!row || event.isComposing) return;
  const writer = event.target.closest("form.writer") && writerIn(row);
  if (writer) whileWriting(event, writer);
  else if (event.target === row) onRow(event, row);
}, { capture: true });
document.addEventListener("keydown", turned);

// somebody else changed it: the text of today comes in, what is being written stays
document.addEventListener("presence:reload", (event) => {
  if (!rowOf(event.detail.key)) return;
  event.preventDefault();
  serially(refresh);
});

// an amendment that was signed meanwhile: that this one needs its text comes in, too
document.addEventListener("presence:changed", ({ detail }) => {
  const signed = detail.signed.join(", ");
  if (signed === document.getElementById("nachtrag").dataset.signed) return;
  if (signed) say(`Inzwischen ist unterzeichnet: ${signed}.`);
  serially(refresh);
});

bar();
order();
preview();
offers();
