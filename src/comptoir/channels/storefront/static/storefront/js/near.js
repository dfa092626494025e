// Stock in shops near a postcode, and the day at home, beside an article: the answer of another page, shown here.

const pages = new DOMParser();

async function show(part, postcode) {
  const answer = await fetch(`${part.dataset.near}?${new URLSearchParams({ postcode })}`, { credentials: "same-origin" });
  const fresh = pages.parseFromString(await answer.text(), "text/html").querySelector("#near");
  if (!fresh) throw new Error("the answer has no such part");
  part.replaceWith(document.importNode(fresh, true));
}

document.addEventListener("submit", async (event) => {
  const part = event.target.closest("#near[data-near]");
  if (!part) return;
  event.preventDefault();
  part.querySelector("button").setAttribute("aria-busy", "true");
  try {
    await show(part, event.target.elements.postcode.value);
    document.querySelector("#near input").focus();
  } catch {
    event.target.submit();
  }
});

// Who said where they are is not asked again: the page itself is the same for everybody.
const known = document.cookie.match(/(?:^|; )near=(\d{5})/);
const there = document.querySelector("#near[data-near]");
if (known && there) show(there, known[1]).catch(() => {});
