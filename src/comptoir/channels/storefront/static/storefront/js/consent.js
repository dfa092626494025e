// The banner answers in place: nothing jumps, and where a first visit came from is not lost by loading the page again.

// Where nothing is measured, nothing of it is kept either.
try {
  if (!document.querySelector("#report")) {
    localStorage.removeItem("first-visit");
    sessionStorage.removeItem("left-behind");
  }
} catch {
  // This browser keeps nothing.
}

const banner = document.querySelector(".consent");

banner?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  try {
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.querySelector("#said");
    if (!answer.ok || page.querySelector(".consent") || !said) throw new Error("the answer is no page");
    document.querySelector("#said")?.replaceWith(said);
    banner.remove();
    said.focus({ preventScroll: true });
    const given = page.querySelector("#report");
    if (given) {
      const script = document.createElement("script");
      for (const { name, value } of given.attributes) script.setAttribute(name, value);
      document.head.append(script);
    }
  } catch {
    form.submit();
  }
});
