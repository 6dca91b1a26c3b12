// Passkeys: asks the browser for one, and sends what it has signed with the form of the button.

const WORDS = {
  unsupported: "Dieser Browser kann keine Passkeys. Bitte nehmen Sie einen anderen Weg.",
  refused: "Es wurde kein Passkey benutzt. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.",
};

const say = (button, words) => {
  button.form.querySelector("[data-passkey-said]").textContent = words;
};

/** What is to be signed: written into the page, or asked for when it is needed. */
const optionsOf = async (button) => {
  const written = button.dataset.options;
  const found = written ? JSON.parse(written) : await (await fetch(button.form.action)).json();
  return found.publicKey;
};

const signed = async (button) => {
  const options = await optionsOf(button);
  return button.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
};

const use = async (button) => {
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) return say(button, WORDS.unsupported);
  button.disabled = true;
  try {
    const credential = await signed(button);
    button.form.elements.credential.value = JSON.stringify(credential.toJSON());
    button.form.submit();
  } catch {
    say(button, WORDS.refused);
    button.disabled = false;
  }
};

for (const button of document.querySelectorAll("[data-passkey]")) {
  button.hidden = false;
  button.addEventListener("click", () => use(button));
}
