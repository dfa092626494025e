// Lets the pages that were seen be read again without a network; on the page that says there is none, lists them.

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" }).catch(() => {});
  // The first page of a visit came before there was somebody to keep it.
  if (!navigator.serviceWorker.controller) {
    navigator.serviceWorker.ready.then((there) => there.active?.postMessage({ seen: location.href }));
  }
}

async function listSeen(place) {
  const language = document.documentElement.lang;
  const kept = await caches.open("comptoir-pages");
  for (const request of (await kept.keys()).reverse()) {
    const url = new URL(request.url);
    if (!url.pathname.startsWith(`/${language}/`)) continue;
    const html = await (await kept.match(request)).text();
    const link = document.createElement("a");
    link.href = url.pathname + url.search;
    link.textContent = new DOMParser().parseFromString(html, "text/html").querySelector("h1")?.textContent ?? "";
    if (!link.textContent) continue;
    const item = document.createElement("li");
    item.append(link);
    place.querySelector("ul").append(item);
    place.hidden = false;
  }
}

const place = document.querySelector("[data-again]");
if (place && "caches" in globalThis) listSeen(place).catch(() => {});
