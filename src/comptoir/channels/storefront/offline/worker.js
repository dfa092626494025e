// Works between the shop's pages and the network. Everything is asked of the network first; what was seen may be read
// again when there is none, and says so. Nothing is done for addresses that are not named in HOUSE: basket, order,
// account and API pass untouched. HOUSE is written before this file by the view.

const SHELL = `comptoir-shell-${HOUSE.version}`;
const PAGES = "comptoir-pages";
const PARTS = "comptoir-parts";
const MOST = { [PAGES]: 40, [PARTS]: 160 };
const NAMED_BY_CONTENT = /^\/static\/.*\.[0-9a-f]{12}\.\w+$|^\/media\/products\//;

addEventListener("install", (event) => {
  event.waitUntil(prepare());
  skipWaiting();
});

addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("message", (event) => {
  if (event.data?.seen) event.waitUntil(keepSeen(event.data.seen));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (isOurs(url.pathname)) event.respondWith(page(event, url));
  } else if (isPart(url.pathname)) {
    event.respondWith(part(event, url));
  }
});

async function prepare() {
  const shell = await caches.open(SHELL);
  const fresh = { cache: "reload", credentials: "omit" };
  await shell.addAll([...Object.values(HOUSE.offline), ...HOUSE.assets].map((path) => new Request(path, fresh)));
}

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith("comptoir-shell-") && name !== SHELL);
  await Promise.all(others.map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable();
  await clients.claim();
}

const languageOf = (path) => (path.slice(1, 3) in HOUSE.offline ? path.slice(1, 3) : HOUSE.language);
const isOurs = (path) => path === "/" || Object.keys(HOUSE.offline).some((code) => path.startsWith(`/${code}/`));
const isPart = (path) => ["/static/", "/media/products/", "/picture/", "/icon/"].some((start) => path.startsWith(start));

// What a page's address may ask for and still be kept: nothing, or which variant, chosen or only shown.
function isKept(url) {
  const asks = [...url.searchParams.keys()].filter((name) => name !== "sku" && name !== "like");
  const named = HOUSE.exact.includes(url.pathname) || HOUSE.below.some((start) => url.pathname.startsWith(start));
  return named && asks.length === 0;
}

async function page(event, url) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    if (isKept(url) && isGood(answer)) event.waitUntil(keep(PAGES, url, answer.clone()));
    return answer;
  } catch {
    const seen = isKept(url) ? await caches.match(url, { cacheName: PAGES }) : undefined;
    if (seen) return marked(seen, languageOf(url.pathname));
    return (await caches.match(HOUSE.offline[languageOf(url.pathname)], { cacheName: SHELL })) ?? Response.error();
  }
}

async function part(event, url) {
  const kept = await caches.match(event.request, { ignoreVary: true });
  if (kept && NAMED_BY_CONTENT.test(url.pathname)) return kept;
  try {
    const answer = await fetch(event.request);
    if (isGood(answer)) event.waitUntil(keep(PARTS, url, answer.clone()));
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

function isGood(answer) {
  return answer.ok && answer.type === "basic" && !answer.redirected && !/no-store/.test(answer.headers.get("Cache-Control") ?? "");
}

async function keepSeen(address) {
  const url = new URL(address);
  if (url.origin !== location.origin || !isKept(url)) return;
  const answer = await fetch(address, { cache: "force-cache" });
  if (isGood(answer)) await keep(PAGES, url, answer);
}

// The newest last; the oldest go.
async function keep(name, url, answer) {
  const cache = await caches.open(name);
  const address = url.origin + url.pathname + url.search;
  await cache.delete(address);
  await cache.put(address, answer);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST[name])).map((one) => cache.delete(one)));
}

// A page that was kept says so, above everything else, in its language.
async function marked(seen, language) {
  const headers = new Headers(seen.headers);
  headers.delete("Content-Length");
  headers.delete("Content-Encoding");
  const when = new Date(headers.get("Date") ?? Date.now());
  const told = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(when);
  const notice = `<p class="notice" role="status" data-stale>${HOUSE.words[language].replace("{when}", told)}</p>`;
  const html = (await seen.text()).replace(/<main [^>]*>/, (opening) => opening + notice);
  return new Response(html, { status: 200, headers });
}
