// The field of the search becomes a combobox: suggestions while somebody types, chosen by arrows, Enter or a tap.
// Without this file the form is sent, and that is the search.

const PAUSE = 130; // milliseconds without a key before asking
const LEAST = 2; // letters

const field = document.querySelector("#search");
const form = field?.form;
const pages = new DOMParser();
let timer = 0;
let running = null;
let chosen = null;

if (form?.dataset.suggest) {
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggested",
  })) field.setAttribute(name, value);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", onKey);
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("focus", () => list() && field.value.trim().length >= LEAST && show());
}

const list = () => document.querySelector("#suggested");
const options = () => [...(list()?.querySelectorAll("[role=option]") ?? [])];

async function ask() {
  running?.abort();
  const typed = field.value;
  if (typed.trim().length < LEAST) return close();
  running = new AbortController();
  try {
    const address = `${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`;
    const answer = await fetch(address, { credentials: "same-origin", signal: running.signal });
    if (!answer.ok) return close();
    const fresh = pages.parseFromString(await answer.text(), "text/html").querySelector("#suggested");
    if (field.value !== typed || document.activeElement !== field) return;
    list()?.remove();
    if (!fresh?.querySelector("[role=option]")) return close();
    fresh.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    fresh.addEventListener("click", (event) => follow(event.target.closest("[role=option]")));
    form.append(fresh);
    show();
  } catch {
    // Another key was pressed, or the network is away: the form still works.
  }
}

function show() {
  list().hidden = false;
  field.setAttribute("aria-expanded", "true");
  choose(null);
}

function close() {
  if (list()) list().hidden = true;
  field.setAttribute("aria-expanded", "false");
  choose(null);
}

function choose(option) {
  chosen?.setAttribute("aria-selected", "false");
  chosen = option;
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function follow(option) {
  if (option) location.assign(option.dataset.href);
}

function onKey(event) {
  const open = field.getAttribute("aria-expanded") === "true";
  if (event.key === "Escape" && open) {
    event.preventDefault();
    return close();
  }
  if (event.key === "Enter" && open && chosen) {
    event.preventDefault();
    return follow(chosen);
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (!open) return list() ? show() : ask();
  event.preventDefault();
  const all = options();
  const step = event.key === "ArrowDown" ? 1 : -1;
  const place = all.indexOf(chosen);
  choose(place < 0 ? all.at(step > 0 ? 0 : -1) : (all[place + step] ?? null));
}
