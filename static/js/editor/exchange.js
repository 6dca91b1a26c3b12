// Asks the server for a change and gets the text back as it stands then.

import { post } from "../site.js";
import { here } from "./place.js";
import { fetched } from "./token_words.js";
import { equip } from "./tools.js";

async function fragment(text) {
  const root = new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
  if (!root?.querySelector("#vertragstext")) return { outcome: "offline" };
  try { await fetched(root); } catch { return { outcome: "offline" }; }
  equip(root);
  const { focus, said, at } = root.dataset;
  return { outcome: "done", page: root, focus, said, at };
}

// a word that is just being composed must not lose its field: what comes from the server waits for its end
let composing = false;
document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", () => { composing = false; });
async function composed() {
  while (composing) await new Promise((next) => { document.addEventListener("compositionend", () => setTimeout(next), { once: true }); });
}

let saves = 0; // of what was typed, since the page is here
export const saved = (told) => { if (told.outcome === "saved") saves += 1; return told; };

// the text that an answer brings may be from before what was saved while it was under way: then it is read anew
export async function ask(address, data = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(data)) body.set(name, value);
  const before = saves;
  const told = await post(address, body, { "X-Fragment": "1" });
  await composed();
  if (told.outcome !== "page") return told;
  const known = await fragment(told.text);
  if (known.outcome !== "done" || saves === before) return known;
  const later = await look();
  const isThere = later.outcome === "done" && (!known.focus || later.page.querySelector(`#absatz-${known.focus}, #abschnitt-${known.focus}`));
  return isThere ? { ...known, page: later.page } : known;
}

async function get(address, read) {
  try {
    const answer = await fetch(address, { headers: { "X-Fragment": "1", Accept: "text/html" } });
    if (answer.redirected) return { outcome: "session" };
    const text = await answer.text();
    await composed();
    return answer.ok ? read(text) : { outcome: answer.status === 403 ? "closed" : "offline" };
  } catch {
    return { outcome: "offline" };
  }
}

// the text as it stands now
export async function look() {
  const before = saves;
  const told = await get(here, fragment);
  return told.outcome === "done" && saves !== before ? look() : told;
}

// a form that belongs to something in the text
export const lookAt = (address) => get(address, (text) => {
  const form = new DOMParser().parseFromString(text, "text/html").querySelector("form");
  return form ? { outcome: "done", form } : { outcome: "offline" };
});
