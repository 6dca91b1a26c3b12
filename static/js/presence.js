// Tells who else has this draft open and what they changed meanwhile. It only tells: whether a save is outdated is
// judged by the server, with or without this script. A page may listen to `presence:changed` on the document, and take
// over `presence:reload` on a clause by preventing its default.

const EVERY = 20_000; // milliseconds between two reports
const PAUSE = 2_000; // at least so long between two reports, however often the place changes
const TROUBLE = 60_000; // until the next try when a report failed
const LINES = 5;
const WRITING = "textarea, input:not([type=hidden]), select, [contenteditable]:not([contenteditable=false])";

const aside = document.querySelector("aside[data-report]");

function randomName(bytes) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (n) => n.toString(16).padStart(2, "0")).join("");
}

// the tab and this page in it: the farewell of a page may arrive after the first report of the next one
function windowName() {
  const tab = sessionStorage.getItem("mitwirkung-tab") || randomName(12);
  sessionStorage.setItem("mitwirkung-tab", tab);
  return `${tab}-${randomName(4)}`;
}

// the cookie knows the token of a new sign-in, the page only that of its own
function token() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
  return cookie ? cookie[1] : aside.querySelector("[name=csrfmiddlewaretoken]").value;
}

function clauseOf(key) {
  return document.getElementById(`absatz-${key}`);
}

// the revision that this page shows of a clause; unknown is older than any
function shown(key) {
  const form = document.querySelector("form[data-keep]");
  if (aside.dataset.place === key && form?.elements.revision) return Number(form.elements.revision.value);
  const clause = clauseOf(key);
  // where somebody writes, the form knows a newer one than the text around it
  const known = Array.from(clause?.querySelectorAll("[name=revision]") ?? [], (field) => Number(field.value));
  return Math.max(Number(clause?.dataset.revision ?? 0), ...known);
}

// the same of an obligation, 0 if it is not there
const shownDuty = (code) => Number(document.getElementById(`pflicht-${code}`)?.dataset.revision ?? 0);

function line(words, ...more) {
  const made = document.createElement("p");
  made.append(words, ...more);
  return made;
}

function link(key) {
  const made = document.createElement("a");
  made.href = `#absatz-${key}`;
  made.textContent = "Zur Stelle";
  return made;
}

function reloader(key, taken) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-quiet";
  made.textContent = "Neu laden";
  made.addEventListener("click", () => {
    const asked = new CustomEvent("presence:reload", { bubbles: true, cancelable: true, detail: { key } });
    if (!clauseOf(key).dispatchEvent(asked)) { taken(); return; }
    location.hash = `absatz-${key}`;
    location.reload();
  });
  return made;
}

function watch() {
  const name = windowName();
  const state = aside.querySelector("[role=status]");
  const changes = new Map(); // the last change of each clause, or of an obligation it shows, that this page does not show yet
  let since = Number(aside.dataset.since);
  let place = aside.dataset.place;
  let told = "";
  let timer = 0;
  let last = -PAUSE;
  let underway = false;
  let over = false;

  const later = (milliseconds) => { clearTimeout(timer); if (!over) timer = setTimeout(report, milliseconds); };
  const soon = () => later(Math.max(0, last + PAUSE - performance.now()));

  const isNews = ({ place: key, revision, duty }) => (duty
    ? clauseOf(key) && (revision === 0 ? shownDuty(duty) > 0 : shownDuty(duty) < revision)
    : (aside.dataset.place === key || clauseOf(key)) && (revision === 0 || shown(key) < revision));

  function mark(people) {
    document.querySelectorAll(".presence-note").forEach((note) => note.remove());
    const note = (key, words, ...more) => {
      const made = line(words, ...more);
      made.className = "presence-note";
      clauseOf(key)?.prepend(made);
    };
    for (const { place: key, words } of changes.values()) if (clauseOf(key)) note(key, words, reloader(key, soon));
    for (const { place: key, words } of people) if (key) note(key, words);
  }

  function say(people) {
    const lines = people.map(({ words }) => line(words));
    const news = Array.from(changes.values());
    for (const { place: key, words } of news.slice(0, LINES)) {
      lines.push(clauseOf(key) ? line(words, link(key)) : line(`${words} Ihr Text bleibt hier stehen. Beim Speichern wird beides zusammengeführt, oder Sie sehen beide Fassungen nebeneinander.`));
    }
    if (news.length > LINES) lines.push(line(`Weitere geänderte Stellen: ${news.length - LINES}.`));
    state.replaceChildren(...lines);
  }

  function take(answer) {
    since = answer.since;
    for (const change of answer.changes) changes.set(`${change.place} ${change.duty}`, change);
    for (const [key, change] of changes) if (!isNews(change)) changes.delete(key);
    const detail = { people: answer.people, changes: Array.from(changes.values()), signed: answer.signed };
    if (JSON.stringify(detail) === told) return; // nothing new: nothing is read aloud again
    told = JSON.stringify(detail);
    say(answer.people);
    mark(answer.people);
    document.dispatchEvent(new CustomEvent("presence:changed", { detail }));
  }

  // frozen, or the right is gone: said once, and the page is left alone
  function end(reason) {
    over = true;
    changes.clear();
    mark([]);
    state.replaceChildren(line(`${reason} Was Sie hier geschrieben haben, steht noch da; gespeichert wird es nicht mehr.`));
  }

  async function report() {
    if (underway || document.hidden) { later(EVERY); return; }
    underway = true;
    last = performance.now();
    const said = place;
    try {
      const answer = await fetch(aside.dataset.report, {
        method: "POST",
        redirect: "manual", // to the sign-in, which might lead back by a GET
        body: new URLSearchParams({ window: name, place, since }),
        headers: { Accept: "application/json", "X-CSRFToken": token() },
      });
      const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (answer.status === 403 && isOurs) end((await answer.json()).reason);
      else if (answer.ok && isOurs) take(await answer.json());
      later(answer.ok && isOurs ? EVERY : TROUBLE);
    } catch {
      later(TROUBLE);
    }
    underway = false;
    if (said !== place) soon();
  }

  function moved(event) {
    if (aside.dataset.place) return; // the page of one clause
    const written = event.target.closest?.(WRITING)?.closest("[id^=absatz-]");
    const now = written ? written.id.slice("absatz-".length) : "";
    if (now === place) return;
    place = now;
    soon();
  }

  aside.hidden = false;
  addEventListener("focusin", moved);
  addEventListener("focusout", (event) => { if (!event.relatedTarget && document.hasFocus()) moved({ target: document.body }); });
  addEventListener("online", soon);
  addEventListener("pageshow", (event) => { if (event.persisted) soon(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  addEventListener("pagehide", () => {
    const body = new FormData();
    body.set("window", name);
    body.set("csrfmiddlewaretoken", token());
    if (!over) navigator.sendBeacon(aside.dataset.leave, body);
  });
  report();
}

if (aside) watch();
