// Reporting in the list without leaving it. Without this script the same links and forms load the page anew.

import { KEPT, TROUBLE, token } from "./site.js";

const trouble = document.getElementById("stoerung");

function say(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
  if (words) trouble.scrollIntoView({ block: "nearest" });
}

// Opening or leaving a form replaces the list; the row that somebody is at stays where it is on the screen.
let place = null;

function rowAt(element) {
  const row = element.closest("tr");
  return row?.classList.contains("opened") ? row.previousElementSibling : row;
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const row = detail.requestConfig.verb === "get" ? rowAt(detail.elt) : null;
  place = row && { id: row.id, top: row.getBoundingClientRect().top };
  detail.pathInfo.anchor = undefined; // for browsers without scripts
});

document.addEventListener("htmx:afterSettle", () => {
  const row = place && document.getElementById(place.id);
  if (!row) return;
  scrollBy({ top: row.getBoundingClientRect().top - place.top, behavior: "instant" });
  const next = document.querySelector(".quick-form h3") ?? row.querySelector("td.actions a");
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest", behavior: "instant" });
  place = null;
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "post") return;
  // after a new sign-in in another window the page's own token is no longer the right one
  detail.parameters.csrfmiddlewaretoken = token();
  detail.headers["X-CSRFToken"] = token();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (!detail.shouldSwap) return;
  if (detail.serverResponse.includes('id="liste"')) return say("");
  detail.shouldSwap = false;
  const isSignIn = detail.xhr.responseURL.includes("/anmelden/");
  if (detail.requestConfig.verb === "get" && !isSignIn) return location.assign(detail.pathInfo.finalRequestPath);
  say(isSignIn ? TROUBLE.session : `Das ließ sich in der Liste nicht erledigen. ${KEPT} Öffnen Sie die Pflicht über ihren Titel.`);
});

document.addEventListener("htmx:sendError", () => say(TROUBLE.offline));
document.addEventListener("htmx:responseError", () => say(TROUBLE.refused));
