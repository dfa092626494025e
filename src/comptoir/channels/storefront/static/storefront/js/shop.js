// Makes pages that already work quicker: forms that answer in place, totals that follow a choice, an order page
// that waits by itself. Every address and every answer is the same as without this file.

const pages = new DOMParser();

document.documentElement.classList.add("enhanced");

// What was said once is not said again by a reload, a bookmark or a link that is passed on.
const here = new URL(location.href);
if (here.searchParams.has("said")) {
  here.searchParams.delete("said");
  history.replaceState(history.state, "", here);
}

// The way to a page without our style sheet, the back office or a file, has no transition, or that page complains of it.
addEventListener("pageswap", ({ activation, viewTransition }) => {
  if (!viewTransition || /^\/(fr|en)\/(.+\/)?$/.test(new URL(activation.entry.url).pathname)) return;
  viewTransition.ready.catch(() => {});
  viewTransition.skipTransition();
});

async function load(address, options) {
  const answer = await fetch(address, { credentials: "same-origin", ...options });
  return { answer, page: pages.parseFromString(await answer.text(), "text/html") };
}

function swap(selectors, page) {
  const pairs = selectors.split(" ").map((name) => [document.querySelector(name), page.querySelector(name)]);
  for (const [old, fresh] of pairs) if (old && fresh) old.replaceWith(fresh);
  return pairs.some(([, fresh]) => fresh);
}

async function sendInPlace(form, button) {
  const focused = document.activeElement?.id;
  form.querySelectorAll("button").forEach((each) => each.setAttribute("aria-busy", "true"));
  try {
    const body = new URLSearchParams(new FormData(form, button));
    const { page } = await load(button?.getAttribute("formaction") ?? form.action, { method: "POST", body });
    if (!swap(form.dataset.swap, page)) throw new Error("the answer has no such part");
    const said = document.querySelector("#said");
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus();
    else if (said?.textContent.trim()) said.focus();
  } catch {
    form.removeAttribute("data-swap");
    form.requestSubmit(button);
  } finally {
    form.querySelectorAll("[aria-busy]").forEach((each) => each.removeAttribute("aria-busy"));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.swap) {
    event.preventDefault();
    if (!form.querySelector("[aria-busy]")) sendInPlace(form, event.submitter);
  } else if (form.hasAttribute("data-once")) {
    if (form.getAttribute("aria-busy")) event.preventDefault();
    form.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("aria-busy", "true");
  }
});

// Somebody who comes back with the browser's button finds a form that can be sent again.
addEventListener("pageshow", () => {
  document.querySelectorAll("[aria-busy]").forEach((busy) => busy.removeAttribute("aria-busy"));
});

let asked = 0;

async function followChoice(form, elsewhere) {
  const turn = ++asked;
  const body = new URLSearchParams(new FormData(form));
  body.set("update", "1");
  const { page } = await load(form.action, { method: "POST", body });
  if (turn !== asked) return;
  const ticked = form.elements.tender?.value;
  // To another place other ways lead, at other prices; for another way they stay as they are.
  swap(`${form.dataset.total} #towns${elsewhere ? " #ways" : ""}`, page);
  const again = [...form.querySelectorAll("[name=tender]")].find((each) => each.value === ticked);
  if (again) again.checked = true;
}

document.addEventListener("change", (event) => {
  const field = event.target;
  const form = field.form;
  if (!form) return;
  settle(field.closest("#tender, #method, #supply"));
  if (form.hasAttribute("data-submit-on-change")) form.requestSubmit();
  else if (field.closest("[data-quantity]")) form.requestSubmit();
  else if (form.dataset.total && ["method", "postcode", "country"].includes(field.name)) {
    followChoice(form, field.name !== "method");
  }
});

// Another choice is not the one that was refused. What was said of it keeps its room: nothing moves under the finger.
function settle(choice) {
  const said = choice?.querySelector(".wrong:not(.settled)");
  if (!said) return;
  said.classList.add("settled");
  choice.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
  strike(choice.id);
}

function strike(id) {
  const problems = document.querySelector("#problems ul");
  problems?.querySelector(`[href="#${id}"]`)?.closest("li").remove();
  if (problems && !problems.children.length) problems.closest("#problems").remove();
}

// Who corrects a field is not told any longer that it is wrong; whether it is right, the order says.
document.addEventListener("input", ({ target: field }) => {
  if (field.getAttribute("aria-invalid") !== "true" || !field.value.trim()) return;
  field.removeAttribute("aria-invalid");
  document.getElementById(`${field.id}-wrong`)?.remove();
  strike(field.id);
});

async function wait(pause) {
  const part = document.querySelector("[data-poll]");
  if (!part) return;
  await new Promise((done) => setTimeout(done, pause));
  try {
    const { answer, page } = await load(location.href);
    if (new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
    swap("#order", page);
    const elsewhere = document.querySelector("#order [data-leaves]");
    if (elsewhere) return location.assign(elsewhere.href);
  } catch {
    // The network is away for a moment: ask again later.
  }
  wait(Math.min(pause * 1.5, 5000));
}

wait(500);
document.querySelector("#problems")?.focus();
