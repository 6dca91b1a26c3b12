// The tools beside each Absatz, each heading and each entry of the outline. The page has them once, as patterns; here
// they get the values of each row. Without this script a link beside each heading leads to a page with the same tools.

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (words) => String(words ?? "").replace(/[&<>"]/g, (sign) => ESCAPED[sign]);
const filled = (pattern, values) => pattern.replace(/__(\w+?)__/g, (_, value) => escaped(values[value]));
const patternOf = (name) => document.getElementById(`werkzeug-${name}`);

function made(name, values) {
  const template = document.createElement("template");
  template.innerHTML = filled(patternOf(name).innerHTML, values);
  return template.content;
}

// the Absatz above in the same section that this one can be joined to
function joinable(row) {
  let above = row.previousElementSibling;
  while (above && !above.matches(".edit-clause[data-key]")) above = above.previousElementSibling;
  return above && !("fixed" in above.dataset) ? above : null;
}

// what the row says anyway: its address, its number, and its text where it is printed as it is written
function complete(row) {
  const shown = row.querySelector(".clause-text");
  const number = shown.querySelector(".clause-number")?.textContent ?? "";
  row.dataset.address = filled(patternOf("absatz").dataset.address, row.dataset);
  row.dataset.number = number.trim();
  row.tabIndex = 0;
  if (!("text" in row.dataset)) row.dataset.text = shown.textContent.slice(number.length);
}

function equipClause(row) {
  complete(row);
  const { key, revision } = row.dataset;
  const isFixed = "fixed" in row.dataset;
  const above = isFixed ? null : joinable(row);
  const values = {
    key, revision, name: row.getAttribute("aria-label"), section: row.closest("[data-section]").dataset.section,
    previous: above?.dataset.key, previousRevision: above?.dataset.revision,
  };
  const tools = made("absatz", values);
  if (isFixed) tools.querySelectorAll("[data-write], .confirm").forEach((one) => one.remove());
  if (!above) tools.querySelector("[data-join]").remove();
  const side = row.querySelector(".edit-side");
  const talk = row.querySelector(".comment-links") ? null : made("anmerken", values);
  const notes = side.querySelector(".margin-notes");
  if (talk && notes) notes.before(talk); else if (talk) side.append(talk);
  side.append(tools);
}

function equipHead(head, link) {
  const { kind, name, revision, contents } = head.dataset;
  const words = patternOf("abschnitt").dataset;
  const of = (what) => words[what + kind[0].toUpperCase() + kind.slice(1)];
  const tools = made("abschnitt", {
    name, revision, contents, key: head.closest("[data-section]").dataset.section, nextWords: of("next"), removalWords: of("removal"),
  });
  for (const one of tools.querySelectorAll("[data-for]")) if (!one.dataset.for.split(" ").includes(kind)) one.remove();
  if (kind === "annex") for (const one of tools.querySelectorAll('[href*="/neu/section/"]')) one.setAttribute("href", one.getAttribute("href").replace("/neu/section/", "/neu/annex/"));
  link.replaceWith(tools);
}

function equipDuty(entry) {
  const words = entry.querySelector('[data-label="Pflicht"]');
  if (!words.querySelector(".comment-links")) words.append(made("pflicht", { key: entry.id.replace("pflicht-", "") }));
}

// `root`: the page, or a text that has just come from the server
export function equip(root) {
  for (const row of root.querySelectorAll(".edit-clause[data-key]")) if (!row.querySelector(".edit-tools")) equipClause(row);
  for (const link of root.querySelectorAll(".edit-open")) equipHead(link.closest(".edit-head"), link);
  for (const entry of root.querySelectorAll("#pflichtenliste tbody > tr")) equipDuty(entry);
  for (const entry of root.querySelectorAll("#gliederung > li:not([data-kind=preamble])")) {
    if (!entry.querySelector("form")) entry.append(made("gliederung", { ...entry.dataset, name: root.querySelector(`#abschnitt-${entry.dataset.key}`).dataset.name }));
  }
}
