// One way to send something to the server, and to learn what became of it: no connection, no session, closed to this
// person, or an answer.

export const KEPT = "Ihre Angaben stehen noch im Formular.";
export const TROUBLE = {
  session: `Sie sind nicht mehr angemeldet. Es wurde nichts gespeichert. ${KEPT} Melden Sie sich in einem zweiten Fenster an und senden Sie dann noch einmal.`,
  offline: `Keine Verbindung. Es wurde nichts gespeichert. ${KEPT} Versuchen Sie es noch einmal.`,
  refused: `Der Server hat das nicht angenommen. ${KEPT} Versuchen Sie es noch einmal.`,
};

// the cookie knows the token of a new sign-in, the page only that of its own
export function token() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
  return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

// refused: because nobody is signed in any more, or because this may not be written any more
async function refusal() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  return { outcome: answer.status === 403 ? "closed" : "session" };
}

export async function post(address, body, headers) {
  body.set("csrfmiddlewaretoken", token());
  try {
    const answer = await fetch(address, { method: "POST", redirect: "manual", body, headers });
    if (answer.type === "opaqueredirect") return { outcome: "session" };
    if (answer.status === 403) return await refusal();
    const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (isOurs) return await answer.json();
    return answer.ok ? { outcome: "page", text: await answer.text() } : { outcome: "offline" };
  } catch {
    return { outcome: "offline" };
  }
}
