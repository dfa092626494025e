// The editor of a segment without a new page for each button: parts are fetched, and the sentence and the size follow
// what is typed. Without this script every button sends the form.
(() => {
  const form = document.querySelector("[data-segment]");
  if (!form) return;
  const rule = document.getElementById("segment-rule");
  const size = document.getElementById("segment-size");
  let timer = 0;
  let asked = 0;

  const ask = async (part, act) => {
    const body = new FormData(form);
    body.set("do", act);
    const answer = await fetch(location.href, { method: "POST", body, headers: { "X-Part": part } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  };

  const count = async () => {
    const mine = ++asked;
    try {
      const text = await ask("size", "again");
      if (mine === asked && text.trim() !== size.innerHTML.trim()) size.innerHTML = text;
    } catch {
      // The size stays as it was; what is typed is not touched.
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(count, 350);
  };

  const focusAfter = (act) => {
    const [verb, place = "0"] = act.split(" ");
    if (verb === "remove") {
      const above = place.split(".").slice(0, -1).join(".");
      rule.querySelector(`[data-place="${above}"] button[value="add ${above}"], [data-place="${above}"] button`)?.focus();
      return;
    }
    const inner = [...rule.querySelectorAll("[data-place]")].filter((each) => {
      const own = each.dataset.place;
      return own.startsWith(`${place}.`) && !own.slice(place.length + 1).includes(".");
    });
    inner.at(-1)?.querySelector("select, input:not([type=hidden]):not([type=checkbox])")?.focus();
  };

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button || button.value === "save") return;
    event.preventDefault();
    rule.innerHTML = await ask("rule", button.value);
    focusAfter(button.value);
    soon();
  });

  form.addEventListener("change", async (event) => {
    if (!event.target.matches("[data-again]")) return;
    const { name } = event.target;
    rule.innerHTML = await ask("rule", "again");
    rule.querySelector(`[name="${name}"]`)?.focus();
    soon();
  });

  form.addEventListener("input", soon);
})();
