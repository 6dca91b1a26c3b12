// Nothing that was typed is lost: what a form says is remembered in this browser until the server has it, and saved
// while somebody writes. One save at a time: the next one stands on its revision.

import { post } from "./site.js";
import { kept } from "./unsent_offer.js";

const PAUSE = 1200; // milliseconds without a key before saving
const AGAIN = 5000; // milliseconds until the next try after trouble

const WORDS = {
  offline: "Nicht gespeichert: keine Verbindung. Ihr Text ist in diesem Browser aufgehoben.",
  session: "Sie sind nicht mehr angemeldet: Ihr Text ist noch hier. Melden Sie sich in einem zweiten Fenster an.",
  closed: "Nicht gespeichert: Dieser Text kann nicht mehr geändert werden. Ihr Text ist in diesem Browser aufgehoben.",
};

export function textsOf(form) {
  const fields = form.querySelectorAll("textarea, input[type=text]");
  return Object.fromEntries(Array.from(fields, (field) => [field.name, field.value]));
}

export function differs(form, texts) {
  return Object.entries(texts).some(([name, text]) => form.elements[name] && form.elements[name].value !== text);
}

export const autosave = (form) => post(form.action, new FormData(form), { "X-Autosave": "1" });

// `key` names the form in this browser; `store` saves it and tells what became of it, none: it is only remembered;
// `see` names the button that shows both texts when somebody else was faster; `arrived` and `outdated` are told.
export function keeping(form, { key, store = null, see = "Speichern", arrived = () => {}, outdated = () => {} }) {
  const state = form.querySelector(".keep-state");
  let name = key;
  let timer = 0;
  let underway = null;
  let unsaved = false;
  let held = 0;
  let ended = false;

  const say = (words, trouble = false) => {
    state.hidden = !words;
    state.dataset.state = trouble ? "trouble" : "calm";
    if (state.textContent !== words) state.textContent = words;
    if (words) form.dispatchEvent(new CustomEvent("keep:state", { bubbles: true, detail: { words, trouble } }));
  };

  const later = (milliseconds) => {
    clearTimeout(timer);
    if (!ended && !held) timer = setTimeout(save, milliseconds);
  };

  const remember = () => {
    const at = new Date().toLocaleString("de-DE", { dateStyle: "medium", timeStyle: "short" });
    const { revision, base } = form.elements;
    kept.write(name, { texts: textsOf(form), at, revision: revision?.value, base: base?.value });
  };

  async function send() {
    const sent = textsOf(form);
    const told = await store(form);
    if (told.outcome === "saved") {
      if (told.revision) form.elements.revision.value = told.revision;
      if (told.base) form.elements.base.value = told.base;
      unsaved = differs(form, sent);
      if (!unsaved) { kept.drop(name); say(`gespeichert ${told.at}`); } else { remember(); later(PAUSE); }
      arrived(told);
    } else if (told.outcome === "outdated") {
      say(`Inzwischen hat jemand anderes diesen Absatz geändert. Ihr Text ist hier; mit „${see}“ sehen Sie beide.`, true);
      outdated();
    } else if (told.outcome !== "held") {
      say(WORDS[told.outcome] || told.reason || "Noch nicht gespeichert; Ihr Text steht hier. Laden Sie die Seite neu: Er wird dann wieder angeboten.", true);
      if (told.outcome === "offline" || told.outcome === "session") later(AGAIN);
    }
    return told.outcome;
  }

  // while a save is under way, the next one waits for it
  async function save() {
    clearTimeout(timer);
    while (underway) await underway;
    if (!unsaved || held || ended || !store) return unsaved ? "held" : "clean";
    underway = send();
    const outcome = await underway;
    underway = null;
    return outcome;
  }

  function touched() {
    unsaved = true;
    remember();
    if (store) { say("noch nicht gespeichert …"); later(PAUSE); }
  }

  const online = () => { if (unsaved && store) later(0); };
  form.addEventListener("input", touched);
  addEventListener("online", online);

  return {
    say,
    touched,
    flush: save,
    get unsaved() { return unsaved; },
    // nothing is sent while the server moves what this form stands on
    async hold() { held += 1; clearTimeout(timer); while (underway) await underway; },
    release() { held -= 1; if (unsaved) later(PAUSE); },
    // the form now stands for something else, or for nothing
    rename(other) { kept.drop(name); name = other; if (unsaved) remember(); },
    // the server has this text, by another way than saving
    settled(text, at) {
      unsaved = form.elements.text.value !== text;
      if (unsaved) { touched(); return; }
      kept.drop(name);
      say(at ? `gespeichert ${at}` : "");
    },
    sending() { const entry = kept.read(name); clearTimeout(timer); if (entry) kept.write(name, { ...entry, submitted: true }); return underway; },
    // what was typed is not wanted any more, or has arrived on another way
    discard() { kept.drop(name); unsaved = false; this.end(); },
    end() { ended = true; clearTimeout(timer); removeEventListener("online", online); },
  };
}
