// Where things stand on the page of the editor.

export const editor = document.querySelector("[data-editor]");
const [person, home] = editor.dataset.editor.split(/:(.*)/s);

export const here = home; // the address of the editor itself
export const kept = (address) => `${person}:${address}`; // how this browser names what was typed there
export const keptHere = kept(home.replace(/bearbeiten\/$/, ""));

export const rowOf = (key) => document.getElementById(`absatz-${key}`);
export const rows = () => Array.from(editor.querySelectorAll(".edit-clause[data-key]"));
export const sections = () => Array.from(document.querySelectorAll("#gliederung > li"));
export const entryOf = (key) => document.querySelector(`#gliederung > [data-key="${key}"]`);
export const headOf = (key) => document.getElementById(`abschnitt-${key}`);
export const sectionOf = (row) => row.closest("[data-section]");

function beside(row, step, wanted) {
  let found = row;
  do found = step < 0 ? found.previousElementSibling : found.nextElementSibling;
  while (found && !found.matches(wanted));
  return found;
}

// The stored Absatz before or behind a row in its own section; a hidden one is just being joined or removed.
export const neighbour = (row, step) => beside(row, step, ".edit-clause[data-key]:not([hidden])");
// the one above, stored or not
export const above = (row) => beside(row, -1, ".edit-clause:not([hidden])");

export function newAddress(row) {
  const before = neighbour(row, -1);
  const start = sectionOf(row).dataset.new;
  return before ? `${start}nach/${before.dataset.key}/` : start;
}

export function focusRow(row) {
  if (!row) return;
  row.tabIndex = 0;
  row.focus();
}
