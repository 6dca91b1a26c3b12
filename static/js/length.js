// How long a text is, said below its field near its limit and beyond it.

// as the server counts: one for each line break, composed, without blank edges
function count(field) {
  return [...field.value.normalize("NFC").trim()].length;
}

export function showLength(field) {
  const limit = Number(field.dataset.limit);
  const length = count(field);
  const number = new Intl.NumberFormat("de-DE");
  const left = limit - length;
  let place = field.nextElementSibling;
  if (!place?.matches(".length")) {
    if (left > limit / 10) return;
    place = document.createElement("p");
    place.className = "length";
    place.setAttribute("role", "status");
    field.after(place);
  }
  place.hidden = left > limit / 10;
  place.dataset.state = left < 0 ? "trouble" : "";
  const over = `${number.format(-left)} Zeichen zu viel. Gekürzt wird nichts; gespeichert wird erst, wenn es passt.`;
  place.textContent = `${number.format(length)} von ${number.format(limit)} Zeichen${left < 0 ? `: ${over}` : ""}`;
}
