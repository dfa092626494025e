// What this browser keeps for itself: wishes of a guest, products that were looked at, those to compare. Nothing of it
// leaves the device but in the question that shows it. Without this file the account keeps a list, and `?p=` compares.

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "[]").filter((each) => typeof each === "string");
  } catch {
    return [];
  }
};
const write = (name, list) => {
  try {
    localStorage.setItem(name, JSON.stringify(list));
  } catch {
    // A browser that keeps nothing still shows every page.
  }
};
const toFront = (list, one, most) => [one, ...list.filter((each) => each !== one)].slice(0, most);
const pages = new DOMParser();
const guest = document.documentElement.dataset.known === undefined;

async function part(address, selector) {
  const answer = await fetch(address, { credentials: "same-origin" });
  return answer.ok ? pages.parseFromString(await answer.text(), "text/html").querySelector(selector) : null;
}

// Says in the button's own place that it was copied, for as long as that is news.
async function copy(button, text) {
  await navigator.clipboard.writeText(text);
  const words = [...button.childNodes];
  const heard = button.nextElementSibling;
  if (button.textContent === button.dataset.copied) return;
  button.textContent = heard.textContent = button.dataset.copied;
  setTimeout(() => {
    button.replaceChildren(...words);
    heard.textContent = "";
  }, 3000);
}
document.documentElement.classList.toggle("copies", Boolean(navigator.clipboard));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button, button.dataset.copy).catch(() => {});
});

const beside = document.querySelector(".beside-buying");
if (beside) {
  const form = beside.querySelector("[data-wish]");
  if (form && guest) {
    const button = form.querySelector("button");
    const plain = button.textContent;
    const show = () => {
      const kept = read("wishes").includes(form.dataset.wish);
      button.textContent = kept ? form.dataset.kept : plain;
      button.setAttribute("aria-pressed", String(kept));
    };
    show();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wishes = read("wishes");
      const without = wishes.filter((each) => each !== form.dataset.wish);
      write("wishes", without.length < wishes.length ? without : toFront(wishes, form.dataset.wish, 50));
      show();
    });
  }

  const compare = beside.querySelector("[data-compare]");
  compare.addEventListener("click", () => {
    const codes = toFront(read("compare"), beside.dataset.code, 4);
    write("compare", codes);
    compare.search = new URLSearchParams(codes.map((code) => ["p", code])).toString();
  });

  const share = beside.querySelector("[data-share]");
  share.hidden = !(navigator.share || navigator.clipboard);
  share.addEventListener("click", async () => {
    const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url: address });
      await copy(share, address);
    } catch {
      // Put away without sharing.
    }
  });
}

// Where a page has room for it: what was looked at before, this product left out.
const room = document.querySelector("[data-seen]");
const here = beside?.dataset.product;
const before = read("seen").filter((each) => each !== here);
if (room && before.length) {
  const asked = new URLSearchParams(before.slice(0, 4).map((each) => ["p", each]));
  part(`${room.dataset.seen}?${asked}`, "#seen")
    .then((fresh) => fresh?.children.length && room.replaceChildren(fresh))
    .catch(() => {});
}
if (here) write("seen", toFront(read("seen"), here, 12));
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-forget-seen]")) return;
  write("seen", []);
  room?.replaceChildren();
});

// The page of the list: a guest's comes from here, and goes along when its person logs in.
const list = document.querySelector("#wishes");
if (list && "guest" in list.dataset) {
  const wishes = read("wishes");
  if (wishes.length && !location.search.includes("v=")) {
    const asked = new URLSearchParams(wishes.map((each) => ["v", each]));
    part(`${location.pathname}?${asked}`, "#wishes").then((fresh) => fresh && list.replaceWith(fresh)).catch(() => {});
  }
  document.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    write("wishes", read("wishes").filter((each) => each !== drop.dataset.drop));
    location.assign(location.pathname);
  });
}
if (list && "known" in list.dataset && read("wishes").length) {
  const body = new URLSearchParams([["merge", "1"], ...read("wishes").map((each) => ["variant", each])]);
  fetch(list.dataset.merge, { method: "POST", body, credentials: "same-origin" })
    .then((answer) => answer.ok && (write("wishes", []), location.reload()))
    .catch(() => {});
}
