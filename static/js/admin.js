// Names the search boxes of autocompletion after their labels, which the widget forgets.
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
