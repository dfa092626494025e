// Tells the collector what only the page knows: views, clicks on products, hesitation, errors, how quick it felt. It is
// sent to nobody but who allowed measuring, and stops when the number of the device is gone. What somebody types is
// never read, only which field it was.

const { collector, key, purposes, facts } = document.querySelector("#report").dataset;
const page = JSON.parse(facts);
const allowed = purposes.split(" ").filter(Boolean);
const all = ["measurement", "personalisation", "marketing"];
const preferences = Object.fromEntries(all.map((each) => [each, allowed.includes(each)]));
const FIRST = "first-visit";
const LEFT = "left-behind";
const IDLE_MS = 30_000;
const MOST_WAITING = 100;
const MOST_ERRORS = 5;
const BEACON_BYTES = 60_000;

let waiting = [];
let timer = 0;
let errors = 0;

const visitor = () => document.cookie.match(/(?:^|; )visitor=([0-9a-f-]{36})(?:;|$)/)?.[1];

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function campaign() {
  const asked = new URLSearchParams(location.search);
  const found = {};
  for (const name of ["source", "medium", "campaign", "term", "content", "id"]) {
    const value = asked.get(`utm_${name}`);
    if (value) found[name === "campaign" ? "name" : name] = value.slice(0, 200);
  }
  const click = asked.get("gclid");
  if (click) Object.assign(found, { gclid: click.slice(0, 200) });
  return found;
}

// The page before: its host alone. An address may be a key.
function before() {
  try {
    return `${new URL(document.referrer).origin}/`;
  } catch {
    return "";
  }
}

// Where the first visit came from, as long as measuring is allowed. A browser that keeps nothing forgets it.
function firstVisit() {
  try {
    const kept = localStorage.getItem(FIRST);
    if (kept) return JSON.parse(kept);
    const first = { at: new Date().toISOString(), path: page.path, referrer: before(), ...campaign() };
    localStorage.setItem(FIRST, JSON.stringify(first));
    return first;
  } catch {
    return {};
  }
}

function tell(event, properties = {}, type = "track") {
  const anonymousId = visitor();
  if (!anonymousId) return stop();
  const name = type === "page" ? { name: event } : { event };
  const context = {
    campaign: campaign(),
    consent: { categoryPreferences: preferences },
    locale: document.documentElement.lang,
    page: { path: page.path, url: location.origin + page.path, referrer: before() },
    userAgent: navigator.userAgent,
  };
  const timestamp = new Date().toISOString();
  if (waiting.length < MOST_WAITING) {
    waiting.push({ type, ...name, anonymousId, messageId: uuid(), timestamp, properties, context });
  }
  timer ||= setTimeout(() => send(), 2_000);
}

function stop() {
  waiting = [];
  clearTimeout(timer);
  leaveBehind([]);
}

const packed = (batch) => JSON.stringify({ batch, writeKey: key, sentAt: new Date().toISOString() });

// What went with a beacon, until this tab sends it again from a page that stays: under load a browser drops beacons,
// and says so to nobody. The collector knows a message by its number and keeps it once.
function leftBehind() {
  try {
    return JSON.parse(sessionStorage.getItem(LEFT) ?? "[]");
  } catch {
    return [];
  }
}

function leaveBehind(batch) {
  try {
    if (batch.length) sessionStorage.setItem(LEFT, JSON.stringify(batch.slice(-MOST_WAITING)));
    else sessionStorage.removeItem(LEFT);
  } catch {
    // This browser keeps nothing: the beacon has to do.
  }
}

// A page that is left cannot wait: a beacon goes on without it.
function post(body, leaving) {
  const address = `${collector}/v1/batch`;
  if (leaving) {
    const goes = navigator.sendBeacon(address, new Blob([body], { type: "text/plain" }));
    return goes ? Promise.resolve({ status: 200 }) : Promise.reject(new Error("later"));
  }
  return fetch(address, { method: "POST", body, headers: { "Content-Type": "text/plain" }, credentials: "omit" });
}

function send(leaving = false) {
  clearTimeout(timer);
  timer = 0;
  if (!visitor()) return stop();
  const unsure = [...leftBehind(), ...waiting];
  leaveBehind(leaving ? unsure : []);
  if (!leaving) waiting = unsure;
  const batches = [];
  while (waiting.length) {
    const batch = waiting.splice(0);
    while (batch.length > 1 && packed(batch).length > BEACON_BYTES) waiting.unshift(batch.pop());
    batches.push(batch);
  }
  for (const batch of batches) {
    post(packed(batch), leaving)
      .then((answer) => { if (answer.status === 429 || answer.status >= 500) throw new Error("later"); })
      .catch(() => { waiting = [...batch, ...waiting].slice(0, MOST_WAITING); }); // goes with the next one
  }
}

const cards = (root) => [...root.querySelectorAll("[data-product]")];

function listed() {
  return cards(document.querySelector("#listing") ?? document)
    .slice(0, 48)
    .map((card, place) => ({ product_id: card.dataset.product, position: place + 1 }));
}

function viewed() {
  const first = firstVisit();
  const about = Object.fromEntries(Object.entries(first).map(([name, value]) => [`first_${name}`, value]));
  tell(page.kind, { title: page.path === location.pathname ? document.title : "", kind_of_page: page.kind, ...about }, "page");
  if (page.product) tell("Product Viewed", page.product);
  if (page.list) tell("Product List Viewed", { ...page.list, products: listed() });
}

function filtered() {
  const asked = [...new URLSearchParams(location.search)];
  const filters = asked.filter(([name]) => !["q", "sort", "page"].includes(name));
  tell("Product List Filtered", {
    ...page.list,
    filters: filters.map(([type, value]) => ({ type, value: value.slice(0, 100) })),
    sorts: asked.filter(([name]) => name === "sort").map(([, value]) => ({ type: value })),
    products: listed(),
  });
}

document.addEventListener("click", (event) => {
  const card = event.target.closest("[data-product]");
  if (!card || !event.target.closest("a[href]")) return;
  const position = cards(card.closest("ul, #listing") ?? document).indexOf(card) + 1;
  tell("Product Clicked", { product_id: card.dataset.product, position, ...page.list });
  send(true); // the page is about to be left
});

// Lists change in place: see list.js.
const main = document.querySelector("#content");
if (page.list && main) {
  new MutationObserver((changes) => {
    const fresh = changes.some((each) => [...each.addedNodes].some((node) => node.id === "listing"));
    if (fresh) setTimeout(filtered, 0);
  }).observe(main, { childList: true });
}

// Hesitation in the order: which field was left and come back to, which one somebody stayed in, where they gave up.
const form = document.querySelector("#checkout-form");
if (form) {
  const visits = {};
  let [field, entered, sent] = ["", 0, false];
  form.addEventListener("focusin", (event) => {
    [field, entered] = [event.target.name ?? "", performance.now()];
    if (field) visits[field] = (visits[field] ?? 0) + 1;
  });
  form.addEventListener("focusout", () => {
    const stayed = performance.now() - entered;
    if (field && (stayed > IDLE_MS || visits[field] === 3)) {
      tell("Field Hesitated", { field, seconds: Math.round(stayed / 1000), times: visits[field] });
    }
  });
  form.addEventListener("submit", () => { sent = true; });
  addEventListener("pagehide", () => {
    if (!sent) tell("Checkout Left", { field, seconds: Math.round(performance.now() / 1000) });
  }, { capture: true });
}

// An error's words may hold what somebody typed: numbers and addresses are taken out.
const bare = (text) => String(text ?? "").replace(/\S+@\S+/g, "…").replace(/\d{4,}/g, "…").slice(0, 200);

// Of a script its file; of what stands in the page nothing: the address of a page may be a key.
const scriptOf = (name) => (/\.m?js(?:$|\?)/.test(name || "") ? new URL(name, location).pathname : "");

function failed(message, source, line) {
  errors += 1;
  if (errors > MOST_ERRORS) return;
  tell("Error Occurred", { message: bare(message), source: bare(source).split("?")[0], line: line ?? 0 });
}

addEventListener("error", (event) => {
  if (event instanceof ErrorEvent) failed(event.message, scriptOf(event.filename), event.lineno);
});
addEventListener("unhandledrejection", ({ reason }) => {
  if (!(reason instanceof DOMException)) failed(reason?.message ?? reason, "", 0); // only interrupted, mostly
});

// Web vitals: largest contentful paint and interaction to next paint in milliseconds, layout shift in thousandths.
const vitals = {};
let [window_, began, last] = [0, 0, 0]; // a session window of shifts: gaps under 1 s, 5 s at most

function watch(type, look, options = {}) {
  try {
    new PerformanceObserver((list) => list.getEntries().forEach(look)).observe({ type, buffered: true, ...options });
  } catch {
    // This browser does not measure it.
  }
}

watch("largest-contentful-paint", (entry) => { vitals.lcp_ms = Math.round(entry.startTime); });
watch("layout-shift", (entry) => {
  if (entry.hadRecentInput) return;
  const goesOn = entry.startTime - last < 1_000 && entry.startTime - began < 5_000;
  if (!goesOn) [window_, began] = [0, entry.startTime];
  last = entry.startTime;
  window_ += entry.value;
  vitals.cls_thousandths = Math.max(vitals.cls_thousandths ?? 0, Math.round(window_ * 1_000));
});
// The slowest interaction of the page: what INP is while there are fewer than fifty.
watch("event", (entry) => {
  if (entry.interactionId) vitals.inp_ms = Math.max(vitals.inp_ms ?? 0, Math.round(entry.duration));
}, { durationThreshold: 40 });

let toldVitals = false;
function hide() {
  if (!toldVitals && Object.keys(vitals).length) {
    toldVitals = true;
    tell("Web Vitals Measured", { kind_of_page: page.kind, cls_thousandths: 0, ...vitals });
  }
  send(true);
}

document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") hide(); });
addEventListener("pagehide", hide);
addEventListener("pageshow", (event) => { if (event.persisted) viewed(); });
if (document.prerendering) document.addEventListener("prerenderingchange", viewed, { once: true });
else viewed();
