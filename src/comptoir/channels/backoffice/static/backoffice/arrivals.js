// The list of arriving events follows what arrives, while its first page is looked at and nobody is in the middle of
// it. The number is said aloud at most every ten seconds. Without this script the page shows what was there.
(() => {
  const bar = document.querySelector("[data-live]");
  const results = document.getElementById("listing-results");
  if (!bar || !results) return;
  const said = bar.querySelector("[role=status]");
  const button = bar.querySelector("button");
  const query = new URLSearchParams(location.search);
  const begun = bar.dataset.since;
  let paused = false;
  let seen = 0;
  let spoken = -Infinity;

  const busy = () =>
    document.hidden || results.contains(document.activeElement) || !(getSelection()?.isCollapsed ?? true);

  const look = async () => {
    if (paused || busy()) return;
    const asked = new URLSearchParams(query);
    asked.set("since", begun);
    const answer = await fetch(`${bar.dataset.live}?${asked}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const { arrived, told } = await answer.json();
    if (arrived === seen) return;
    const page = await fetch(`${bar.dataset.results}?${query}`);
    if (!page.ok) throw new Error(String(page.status));
    const text = await page.text();
    if (paused || busy()) return;
    results.innerHTML = text;
    seen = arrived;
    if (performance.now() - spoken > 10_000) {
      spoken = performance.now();
      said.textContent = told;
    }
  };

  const again = () =>
    look()
      .catch(() => { said.textContent = bar.dataset.lost; })
      .finally(() => setTimeout(again, 2_000));

  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? button.dataset.resume : button.dataset.pause;
    said.textContent = paused ? bar.dataset.stopped : bar.dataset.running;
    spoken = -Infinity;
  });
  if (Number(query.get("p") || 1) > 1) return;
  bar.hidden = false;
  again();
})();
