// A file is hashed where it lies: only its SHA-256 is sent, and the code that is printed in our own files.
// Without this script, or where the browser gives no hashing (no HTTPS), the SHA-256 can be typed in.
"use strict";

const LARGEST = 100 * 1024 * 1024; // bytes
const CODE = /MW-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]/;

async function bytesOf(file, tell) {
  const bytes = new Uint8Array(file.size);
  const reader = file.stream().getReader();
  let place = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes;
    bytes.set(value, place);
    place += value.length;
    tell(place / file.size);
  }
}

async function hashOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function codeIn(bytes) {
  const found = CODE.exec(new TextDecoder("latin1").decode(bytes));
  return found ? found[0] : "";
}

function verify(section) {
  const drop = section.querySelector("[data-drop]");
  const field = drop.querySelector("input[type=file]");
  const progress = section.querySelector("[data-progress]");
  const bar = progress.querySelector("progress");
  const answer = section.querySelector("[data-answer]");
  const byHand = section.querySelector("[data-by-hand]");
  let asked = 0; // only the answer to the last file is shown

  drop.hidden = false;
  byHand.open = Boolean(byHand.querySelector(".is-invalid"));

  const show = (fill) => {
    progress.hidden = true;
    fill();
    answer.focus({ preventScroll: true });
    answer.scrollIntoView({ block: "nearest" });
  };
  const say = (words) => show(() => {
    const line = document.createElement("p");
    line.textContent = words;
    answer.replaceChildren(line);
  });

  async function check(file) {
    const mine = ++asked;
    answer.replaceChildren();
    if (file.size > LARGEST) {
      byHand.open = true;
      say("Die Datei ist größer als 100 MB. Berechnen Sie den SHA-256 selbst und tragen Sie ihn unten ein.");
      return;
    }
    progress.hidden = false;
    bar.value = 0;
    try {
      const bytes = await bytesOf(file, (part) => { if (mine === asked) bar.value = 100 * part; });
      const said = new URLSearchParams({ sha256: await hashOf(bytes) });
      const code = section.querySelector("[name=code]").value || codeIn(bytes);
      if (code) said.set("code", code);
      if (mine !== asked) return;
      const reply = await fetch(section.dataset.verify, { method: "POST", body: said, headers: { "X-Part": "1" }, credentials: "omit" });
      const words = await reply.text();
      if (mine !== asked) return;
      if (!reply.ok && reply.status !== 429) throw new Error(String(reply.status));
      show(() => { answer.innerHTML = words; });
    } catch {
      if (mine === asked) say("Die Prüfung hat nicht geklappt: Die Datei ließ sich nicht lesen, oder die Anwendung ist gerade nicht erreichbar. Versuchen Sie es noch einmal.");
    }
  }

  field.addEventListener("change", () => { if (field.files.length) check(field.files[0]); });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) check(event.dataTransfer.files[0]);
    });
  }
}

if (window.crypto && crypto.subtle) document.querySelectorAll("[data-verify]").forEach(verify);
