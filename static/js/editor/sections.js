// A whole § that undo or redo moves, takes away or brings back: the server does it first, the page shows it then.

import { say } from "./announcements.js";
import { inTurn, refuse } from "./answers.js";
import * as contract from "./contract.js";
import { ask, look } from "./exchange.js";
import { entryOf, focusRow, headOf, sectionOf } from "./place.js";
import { swap } from "./swap.js";
import { all, writerIn } from "./writers.js";

const GONE = "Der Abschnitt ist nicht mehr da, oder er steht nicht mehr unter „Zuletzt entfernt“. Es wurde nichts geändert.";

// asked as the buttons do
async function askSection(key, order) {
  const entry = entryOf(key);
  if (entry && order.includes(key)) {
    const { place, revision, kind } = entry.dataset;
    const before = order.slice(order.indexOf(key) + 1).find((one) => entryOf(one)?.dataset.kind === kind) ?? "";
    return ask(place, { revision, before });
  }
  const form = entry ? await removalOf(key) : document.querySelector(`#entferntes form[data-restore="${key}"]`);
  return form ? ask(form.getAttribute("action"), Object.fromEntries(new FormData(form))) : { outcome: "gone", reason: GONE };
}

// The form that removes a § as it is known here: what is being written in it is saved first, what others wrote since stays.
async function removalOf(key) {
  const removal = (page) => page.querySelector(`#abschnitt-${key} form[data-removal]`);
  const inside = writersOf(key);
  for (const writer of inside) await writer.keeping.flush();
  const told = inside.length ? await look() : null;
  if (told?.outcome !== "done") return removal(document);
  const texts = (page, say) => JSON.stringify(Array.from(page.querySelectorAll(`[data-section="${key}"] .edit-clause[data-key]`), say));
  const isSeen = texts(told.page, ({ dataset }) => dataset.text) === texts(document, (row) => writerIn(row)?.area.value ?? row.dataset.text);
  return removal(isSeen ? told.page : document);
}
const writersOf = (key) => all().filter(({ row }) => sectionOf(row).dataset.section === key);

export const tellSection = ({ key, order }) => inTurn(async (known) => {
  const next = entryOf(key)?.nextElementSibling ?? entryOf(key)?.previousElementSibling;
  const told = await askSection(key, order);
  known();
  if (told.outcome === "done") {
    swap(told.page);
    say(told.said);
    focusRow(headOf(key) ?? headOf(next?.dataset.key));
    return;
  }
  contract.sync({ isOwn: false, isWritten: () => true });
  for (const { id, area } of writersOf(key)) contract.silently((tr) => {
    const found = contract.find(id);
    if (found) contract.setText(tr, found.pos, area.value);
  });
  refuse(told);
});
