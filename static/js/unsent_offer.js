// What was typed and has not arrived yet, kept in this browser. Where it keeps nothing (full, or forbidden), writing
// goes on: saving does not depend on it.

const PREFIX = "mitwirkung-keep:";

const quietly = (act, otherwise) => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};

export const kept = {
  read: (key) => quietly(() => JSON.parse(localStorage.getItem(PREFIX + key) || "null"), null),
  write: (key, entry) => quietly(() => localStorage.setItem(PREFIX + key, JSON.stringify(entry))),
  drop: (key) => quietly(() => localStorage.removeItem(PREFIX + key)),
  all: () => quietly(() => Object.keys(localStorage), [])
    .filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)),
};

// the editor follows a form that was saved: what was sent has arrived
export function dropArrived() {
  kept.all().filter((key) => kept.read(key)?.submitted).forEach(kept.drop);
}

export function offer({ entry, before, take, leave }) {
  const box = document.createElement("div");
  box.className = "keep-offer";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = `In diesem Browser liegt Text vom ${entry.at}, der nicht gespeichert wurde.`;
  const button = (label, style, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `btn ${style}`;
    made.textContent = label;
    made.addEventListener("click", () => { box.remove(); act(); });
    return made;
  };
  box.append(words, button("Wieder einsetzen", "btn-primary", take), button("Verwerfen", "btn-quiet", leave));
  before.before(box);
  return box;
}
