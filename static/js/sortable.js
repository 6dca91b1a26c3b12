// Dragging the entries of a list to another place, with mouse, pen or finger, by their grip. The keyboard has its own
// way. Escape lets go without moving.

export function sortable({ list, entries, drop }) {
  let dragged = null;
  let target = null;

  const unmark = () => {
    target?.entry.classList.remove("drop-before", "drop-after");
    target = null;
  };

  function over(event) {
    unmark();
    const found = entries(dragged).find((entry) => {
      const { top, bottom } = entry.getBoundingClientRect();
      return event.clientY >= top && event.clientY < bottom;
    });
    if (!found || found === dragged) return;
    const { top, height } = found.getBoundingClientRect();
    target = { entry: found, isBefore: event.clientY < top + height / 2 };
    found.classList.add(target.isBefore ? "drop-before" : "drop-after");
    event.preventDefault();
  }

  function end(isDone) {
    if (!dragged) return;
    const [moved, place] = [dragged, target];
    dragged.classList.remove("dragged");
    unmark();
    dragged = null;
    if (isDone && place) drop(moved, place.entry, place.isBefore);
  }

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    const entry = grip && entries(null).find((one) => one.contains(grip));
    if (!entry || event.button !== 0) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    dragged = entry;
    entry.classList.add("dragged");
  });
  list.addEventListener("pointermove", (event) => { if (dragged) over(event); });
  list.addEventListener("pointerup", () => end(true));
  list.addEventListener("pointercancel", () => end(false));
  addEventListener("keydown", (event) => { if (dragged && event.key === "Escape") end(false); });
}
