// What Django's admin leaves untold: names for the search boxes of autocompletion, German words for its ticks.
"use strict";

function nameSearchBoxes() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim();
    const box = select.nextElementSibling?.querySelector("[role=combobox]");
    const chosen = box?.querySelector("[role=textbox]");
    if (label && box && chosen) {
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", `${label} ${chosen.textContent.trim()}`.trim());
      chosen.setAttribute("aria-label", label);
    }
  }
}

// the widgets come and change while the page lives
new MutationObserver(nameSearchBoxes).observe(document, { childList: true, subtree: true });

for (const [word, german] of [["True", "ja"], ["False", "nein"], ["None", "nicht bekannt"]]) {
  for (const tick of document.querySelectorAll(`img[alt="${word}"]`)) {
    tick.alt = german;
  }
}

// after Django has put the caret into the first field
window.addEventListener("load", () => document.querySelector(".error-summary")?.focus());

// what is searched for in the side bar may stand among the technical tables
document.querySelector("#nav-filter")?.addEventListener("input", event => {
  const technical = document.querySelector("#nav-sidebar details");
  technical.open = technical.open || event.target.value !== "";
});
