// Asks the server for a change and gets the text back as it stands then.

import { post } from "../site.js";
import { here } from "./place.js";

function fragment(text) {
  const root = new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
  if (!root?.querySelector("#vertragstext")) return { outcome: "offline" };
  const { focus, said, at } = root.dataset;
  return { outcome: "done", page: root, focus, said, at };
}

export async function ask(address, data = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(data)) body.set(name, value);
  const told = await post(address, body, { "X-Fragment": "1" });
  return told.outcome === "page" ? fragment(told.text) : told;
}

// the text as it stands now
export async function look() {
  try {
    const answer = await fetch(here, { headers: { "X-Fragment": "1", Accept: "text/html" } });
    if (answer.redirected) return { outcome: "session" };
    return answer.ok ? fragment(await answer.text()) : { outcome: answer.status === 403 ? "closed" : "offline" };
  } catch {
    return { outcome: "offline" };
  }
}
