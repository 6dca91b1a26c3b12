// A form with files is sent without leaving the page, so that chosen files are still there when it comes back with an
// error. Without this script the same form is sent by the browser, which forgets them.

import { TROUBLE } from "./site.js";

const MEGABYTE = 1024 * 1024;

function filesOf(root) {
  return [...root.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
}

function putBack(chosen, root) {
  for (const { name, files } of chosen) {
    const input = root.querySelector(`input[type=file][name="${CSS.escape(name)}"]`);
    if (input) input.files = files;
  }
  if (chosen.length) root.querySelectorAll("[data-choose-again]").forEach((notice) => notice.remove());
}

function say(form, words) {
  let notice = form.querySelector("[data-trouble]");
  if (!notice) {
    notice = Object.assign(document.createElement("p"), { className: "error-summary", tabIndex: -1 });
    notice.dataset.trouble = "";
    notice.setAttribute("role", "alert");
    form.prepend(notice);
  }
  notice.textContent = words;
  notice.focus();
}

async function send(form, button) {
  const chosen = filesOf(form).map(({ name, files }) => ({ name, files }));
  let answer;
  try {
    const body = new FormData(form, button);
    answer = await fetch(form.action, { method: "POST", body, headers: { "X-Keep-Files": "1", Accept: "text/html" } });
  } catch {
    return say(form, TROUBLE.offline);
  }
  const next = answer.headers.get("X-Location");
  if (next && new URL(next, location).pathname === "/anmelden/") return say(form, TROUBLE.session);
  if (next) return location.assign(next);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.getElementById("inhalt");
  if (!main) return say(form, TROUBLE.refused);
  document.title = page.title;
  document.getElementById("inhalt").replaceWith(main);
  putBack(chosen, main);
  (main.querySelector("[autofocus]") || main).focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const isOurs = form.enctype === "multipart/form-data" && !form.closest("[hx-boost=true]");
  if (event.defaultPrevented || !isOurs || !filesOf(form).length) return;
  event.preventDefault();
  const most = Number(filesOf(form)[0].dataset.most);
  const large = filesOf(form).flatMap(({ files }) => [...files]).find((file) => most && file.size > most);
  if (large) return say(form, `„${large.name}“ ist größer als ${Math.floor(most / MEGABYTE)} MB. Es wurde nichts gesendet. Verkleinern Sie die Datei und wählen Sie sie noch einmal aus.`);
  form.setAttribute("aria-busy", "true");
  send(form, event.submitter).finally(() => form.removeAttribute("aria-busy"));
});

// forms that htmx sends
let kept = [];
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  kept = detail.xhr.status === 422 ? filesOf(document).map(({ name, files }) => ({ name, files })) : [];
});
document.addEventListener("htmx:afterSwap", () => putBack(kept, document));
