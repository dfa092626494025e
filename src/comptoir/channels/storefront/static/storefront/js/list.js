// A list changes in place: filters, order and pages. Each state has its address, as without this file; whoever goes back
// finds the list as it was, at the place where it was left.

const pages = new DOMParser();
const narrow = matchMedia("(max-width: 47.99rem)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let running = null;

history.scrollRestoration = "manual";
const before = history.state?.y;
if (before) requestAnimationFrame(() => scrollTo(0, before));

function keepPlace() {
  history.replaceState({ ...history.state, y: scrollY }, "");
}

function same(field) {
  if (!field) return null;
  if (field.id) return document.getElementById(field.id);
  return [...document.querySelectorAll("#listing [name]")].find(
    (each) => each.name === field.name && each.value === field.value,
  );
}

function swap(page) {
  const focused = document.activeElement?.closest("#listing") ? document.activeElement : null;
  const open = document.querySelector("#filters")?.open;
  const sheet = document.querySelector(".filters-inner")?.scrollTop ?? 0;
  document.querySelector("#listing").replaceWith(page.querySelector("#listing"));
  document.title = page.title;
  const filters = document.querySelector("#filters");
  if (filters && open !== undefined) filters.open = open;
  if (sheet) document.querySelector(".filters-inner").scrollTop = sheet;
  same(focused)?.focus({ preventScroll: true });
  document.querySelector("#told").textContent = document.querySelector("#count")?.textContent ?? "";
}

async function show(address, { y = null, top = false } = {}) {
  running?.abort();
  running = new AbortController();
  document.querySelector("#listing").setAttribute("aria-busy", "true");
  const answer = await fetch(address, { credentials: "same-origin", signal: running.signal });
  const page = pages.parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.querySelector("#listing")) throw new Error("the answer has no list");
  const change = () => {
    swap(page);
    if (y !== null) scrollTo(0, y);
    if (top) document.querySelector("#listing").scrollIntoView();
    if (top) document.querySelector("#cards")?.focus({ preventScroll: true });
  };
  if (document.startViewTransition && !calm.matches) await document.startViewTransition(change).updateCallbackDone;
  else change();
}

async function go(address, top) {
  keepPlace();
  try {
    await show(address, { top });
    history.pushState({}, "", address);
  } catch (trouble) {
    if (trouble.name !== "AbortError") location.assign(address);
  }
}

function addressOf(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return pairs.length ? `${location.pathname}?${new URLSearchParams(pairs)}` : location.pathname;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".choosing")) return;
  event.preventDefault();
  if (event.submitter && narrow.matches) document.querySelector("#filters").open = false;
  go(addressOf(event.target), false);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) document.querySelector("#filters").open = false;
  const link = event.target.closest("#listing .pages a, #listing .filters-set a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.href, Boolean(link.closest(".pages")));
});

document.addEventListener("keydown", (event) => {
  const filters = document.querySelector("#filters");
  if (event.key === "Escape" && filters?.open && narrow.matches) filters.open = false;
});

addEventListener("pagehide", keepPlace);
addEventListener("popstate", (event) => {
  show(location.href, { y: event.state?.y ?? 0 }).catch(() => location.reload());
});

// On a phone the filters are a sheet over the list: closed until somebody opens it.
const filters = document.querySelector("#filters");
if (filters && narrow.matches) filters.open = false;
