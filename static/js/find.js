// Strg+K, or ⌘K, goes to the field of the search from everywhere; where the window has no room for it, to its page.

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
  const field = document.querySelector("[data-find]");
  if (!field) return;
  event.preventDefault();
  if (!field.checkVisibility()) return location.assign(field.form.action);
  field.focus();
  field.select();
});
