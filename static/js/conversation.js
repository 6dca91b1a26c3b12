// The form of an obligation as a conversation: one question at a time. Without this script it is one plain form.

const root = document.querySelector("[data-conversation]");
if (root) converse(root, root.closest("form"));

function button(words, style, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-${style}`;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function converse(root, form) {
  const questions = [...root.querySelectorAll("[data-question]")];
  const preview = root.querySelector(".conversation-preview");
  const progress = root.querySelector(".conversation-progress");
  const steps = root.querySelector(".conversation-steps");
  const save = [...form.querySelectorAll("button[type=submit]")].at(-1);
  const actions = save.parentElement;
  const last = questions.length - 1;
  const onward = button("Weiter", "primary", () => go(current + 1));
  const back = button("Zurück", "secondary", () => go(current - 1));
  let current = 0;

  const addressed = () => questions.findIndex(({ id }) => `#${id}` === location.hash);
  const holding = (place) => questions.findIndex((question) => question.contains(place));

  function show(index) {
    current = index;
    for (const [place, question] of questions.entries()) question.hidden = place !== index;
    preview.dataset.asked = questions[index].dataset.question;
    progress.hidden = index === last;
    progress.textContent = `Frage ${index + 1} von ${last}`;
    onward.hidden = index === last;
    back.hidden = index === 0;
    save.hidden = index !== last;
  }

  // the address names the question, so that „Back“ leads to the one before
  function go(index) {
    if (addressed() === index) arrive(index);
    else location.hash = questions[index].id;
  }

  function arrive(index) {
    show(index);
    questions[index].focus({ preventScroll: true });
    root.scrollIntoView();
  }

  function start() {
    const faulty = questions.findIndex((question) => question.querySelector(".is-invalid, .invalid-feedback"));
    if (faulty >= 0) return faulty;
    if (addressed() >= 0) return addressed();
    return root.dataset.conversation ? last : 0;
  }

  function placeDueFields() {
    const row = root.querySelector("input[name=shape]:checked")?.closest("label");
    const fields = root.querySelector(".due-fields");
    if (row && row.nextElementSibling !== fields) row.after(fields); // moved in vain, a field would lose the focus
  }

  window.addEventListener("hashchange", () => {
    if (addressed() >= 0) arrive(addressed());
  });
  // Enter in a field goes on; before whoever keeps the text believes that it is sent
  const goOn = (event) => {
    if (current === last) {
      history.replaceState(null, "", location.pathname + location.search); // an answer with errors says these first
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    go(current + 1);
  };
  form.addEventListener("submit", goOn, { capture: true });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const place = link && document.getElementById(link.hash.slice(1));
    const index = place ? holding(place) : -1;
    if (index < 0) return;
    show(index); // before the browser goes to the field
    if (place === questions[index]) {
      event.preventDefault();
      go(index);
    }
  });
  form.addEventListener("input", placeDueFields);

  steps.append(onward, back, save); // not below the answers
  steps.after(actions);
  preview.hidden = false;
  placeDueFields();
  show(start());
}
