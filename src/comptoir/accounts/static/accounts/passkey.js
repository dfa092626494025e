// Passkeys: asks the browser what the server asks, and sends back what the browser signed. A page works without it.
// An element with data-passkey="get|create" and data-address holds a button; it appears where passkeys can work.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const isAddress = /^[\d.]+$|:/.test(location.hostname); // a passkey belongs to a name, never to a number
const able = window.PublicKeyCredential && window.isSecureContext && !isAddress;

async function send(place, body) {
  const answer = await fetch(place.dataset.address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

function asked(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (key[list]) key[list] = key[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return { publicKey: key };
}

function answered(credential) {
  const said = credential.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  if (said.attestationObject) response.attestationObject = text(said.attestationObject);
  if (said.authenticatorData) {
    response.authenticatorData = text(said.authenticatorData);
    response.signature = text(said.signature);
    if (said.userHandle) response.userHandle = text(said.userHandle);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function tell(place, words) {
  const problem = place.querySelector("[data-problem]");
  problem.textContent = words;
  problem.hidden = !words;
}

function showCodes(place, codes) {
  const box = place.querySelector("[data-codes]");
  box.querySelector("ul").replaceChildren(
    ...codes.map((code) => Object.assign(document.createElement("li"), { textContent: code })),
  );
  place.querySelector("button").hidden = true;
  box.hidden = false;
  box.scrollIntoView();
}

async function use(place) {
  const { passkey, next } = place.dataset;
  tell(place, "");
  const options = await send(place, { step: "ask" });
  if (!options.publicKey) return follow(place, options);
  const credential = await navigator.credentials[passkey](asked(options));
  const name = place.querySelector("input[name=name]")?.value ?? "";
  follow(place, await send(place, { step: "answer", answer: answered(credential), name, next: next ?? "" }));
}

function follow(place, said) {
  if (said.problem) tell(place, said.problem);
  else if (said.codes?.length) showCodes(place, said.codes);
  else if (said.go) location.assign(said.go);
}

for (const place of document.querySelectorAll("[data-passkey]")) {
  if (!able) continue;
  place.hidden = false;
  place.querySelector("button").addEventListener("click", async (event) => {
    event.target.disabled = true;
    try {
      await use(place);
    } catch {
      tell(place, place.dataset.failed); // refused by the person, or by the browser
    }
    event.target.disabled = false;
  });
}
