// Nothing that was typed is lost: a form marked data-keep remembers its text in this browser until the house has it,
// and one marked data-autosave saves while somebody writes. Without this script the form works as any other.
"use strict";

const PREFIX = "mitwirkung-keep:";
const PAUSE = 1200; // milliseconds without a key before saving
const AGAIN = 5000; // milliseconds until the next try after trouble

const entries = {
  read: (key) => JSON.parse(localStorage.getItem(PREFIX + key) || "null"),
  write: (key, entry) => localStorage.setItem(PREFIX + key, JSON.stringify(entry)),
  drop: (key) => localStorage.removeItem(PREFIX + key),
  all: () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length)),
};

function textsOf(form) {
  const fields = form.querySelectorAll("textarea, input[type=text]");
  return Object.fromEntries(Array.from(fields, (field) => [field.name, field.value]));
}

function differs(form, texts) {
  return Object.entries(texts).some(([name, text]) => form.elements[name] && form.elements[name].value !== text);
}

function offer(form, key, entry) {
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
    made.addEventListener("click", () => { act(); box.remove(); });
    return made;
  };
  const take = button("Wieder einsetzen", "btn-primary", () => {
    for (const [name, text] of Object.entries(entry.texts)) if (form.elements[name]) form.elements[name].value = text;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const leave = button("Verwerfen", "btn-quiet", () => entries.drop(key));
  box.append(words, take, leave);
  form.before(box);
}

function keep(form) {
  const key = form.dataset.keep;
  const state = form.querySelector(".keep-state");
  let timer = 0;
  let underway = null; // one save at a time: the next one stands on its revision

  const say = (words, trouble = false) => {
    state.hidden = false;
    state.dataset.state = trouble ? "trouble" : "calm";
    if (state.textContent !== words) state.textContent = words;
  };

  const later = (milliseconds) => { clearTimeout(timer); timer = setTimeout(save, milliseconds); };

  // after a new sign-in the form's token is an old one; the page itself has the new one
  async function refreshToken() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-keep] [name=csrfmiddlewaretoken]");
    if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
    return Boolean(fresh);
  }

  async function save() {
    if (underway) { later(PAUSE); return; }
    underway = send();
    await underway;
    underway = null;
  }

  async function send() {
    const sent = textsOf(form);
    try {
      if (state.dataset.session === "gone" && !(await refreshToken())) { later(AGAIN); return; }
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" },
      });
      if (answer.redirected || answer.status === 403) {
        state.dataset.session = "gone";
        say("Sitzung abgelaufen: Ihr Text ist noch hier. Melden Sie sich in einem anderen Fenster wieder an.", true);
        later(AGAIN);
        return;
      }
      delete state.dataset.session;
      const told = await answer.json();
      if (told.outcome === "saved") {
        form.elements.revision.value = told.revision;
        form.elements.base.value = told.base;
        if (!differs(form, sent)) { entries.drop(key); say(`gespeichert ${told.at}`); }
      } else if (told.outcome === "outdated") {
        say("Inzwischen hat jemand anderes diesen Absatz geändert. Ihr Text ist hier; mit „Speichern“ sehen Sie beide.", true);
      } else {
        say(told.reason || "Noch nicht gespeichert: So kann der Text nicht gespeichert werden.", true);
      }
    } catch {
      say("Nicht gespeichert: keine Verbindung. Ihr Text ist in diesem Browser aufgehoben.", true);
      later(AGAIN);
    }
  }

  const before = entries.read(key);
  if (before && differs(form, before.texts)) offer(form, key, before);

  form.addEventListener("input", () => {
    const at = new Date().toLocaleString("de-DE", { dateStyle: "medium", timeStyle: "short" });
    entries.write(key, { texts: textsOf(form), at });
    if ("autosave" in form.dataset) { say("noch nicht gespeichert …"); later(PAUSE); }
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (underway) {
      event.preventDefault();
      underway.then(() => form.requestSubmit(event.submitter));
      return;
    }
    const entry = entries.read(key);
    if (entry) entries.write(key, { ...entry, submitted: true });
  });
  addEventListener("online", () => { if (entries.read(key) && "autosave" in form.dataset) later(0); });
}

const form = document.querySelector("form[data-keep]");
if (form) keep(form);
// the editor follows a form that was saved: what was sent has arrived
else entries.all().filter((key) => entries.read(key).submitted).forEach(entries.drop);
