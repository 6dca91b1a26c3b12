// What every form does: errors come first, a limit is counted and never cut, and what is sent is sent once.

import { showLength } from "./length.js";

const YEAR = /^00\d\d-/; // a browser's date picker takes a typed „27“ for the year 27

function focusSummary(root) {
  root.querySelector(".error-summary")?.focus();
}

document.addEventListener("input", ({ target }) => {
  if (target.dataset?.limit) showLength(target);
});

document.addEventListener("focusout", ({ target }) => {
  if (target.type === "date" && YEAR.test(target.value)) target.value = `20${target.value.slice(2)}`;
});

const words = new WeakMap(); // of buttons that say that they are working
const PATIENCE = 20_000; // milliseconds until a form can be sent again whose answer was no page

// a second click, or Enter once more, while the first is on its way
function sent(form, button) {
  form.dataset.sent = "1";
  setTimeout(free, PATIENCE, form);
  if (!button) return;
  words.set(button, [...button.childNodes]);
  button.style.minWidth = `${button.offsetWidth}px`;
  button.setAttribute("aria-disabled", "true");
  button.replaceChildren("Wird gesendet …");
}

function free(form) {
  delete form.dataset.sent;
  for (const button of [...form.elements].filter((one) => words.has(one))) {
    button.replaceChildren(...words.get(button));
    button.removeAttribute("aria-disabled");
    words.delete(button);
  }
}

// after the scripts of single pages, which may keep a form from being sent
window.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  else if (!event.defaultPrevented) sent(form, submitter);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  else sent(form, event.detail.requestConfig.triggeringEvent?.submitter);
});
document.addEventListener("htmx:afterRequest", ({ target }) => {
  if (target instanceof HTMLFormElement) free(target);
});
document.addEventListener("htmx:afterSettle", ({ target }) => focusSummary(target));

// „Back“ shows the page as it was left
window.addEventListener("pageshow", () => {
  for (const form of document.forms) free(form);
  for (const field of document.querySelectorAll("[data-limit]")) showLength(field);
});

focusSummary(document);
