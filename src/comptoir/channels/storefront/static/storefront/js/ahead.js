// Fetches a page when a pointer rests on its link, or a finger comes down on it: only pages that are the same for
// everybody, and only for visitors without basket and log-in. A search is counted, so it is never fetched ahead.

const saving = navigator.connection?.saveData;
const pattern = ["/fr/produit/*", "/en/product/*", "/fr/rayon/*", "/en/category/*"];

if (!saving && HTMLScriptElement.supports?.("speculationrules")) {
  const rules = document.createElement("script");
  rules.type = "speculationrules";
  rules.textContent = JSON.stringify({
    prefetch: [{ where: { href_matches: pattern }, eagerness: "moderate" }],
  });
  document.head.append(rules);
} else if (!saving) {
  const fetched = new Set();
  const ahead = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || fetched.has(link.href) || link.origin !== location.origin) return;
    if (!pattern.some((each) => link.pathname.startsWith(each.slice(0, -1)))) return;
    fetched.add(link.href);
    document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: link.href }));
  };
  document.addEventListener("mouseover", ahead, { passive: true });
  document.addEventListener("touchstart", ahead, { passive: true });
}
