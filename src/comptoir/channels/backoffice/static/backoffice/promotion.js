// What a promotion says in words, while one types. Without this script it is said once the form was sent.
(() => {
  const form = document.querySelector("[data-sentence]");
  if (!form) return;
  const sentence = document.getElementById("sentence");
  let timer = 0;
  let asked = 0;

  const ask = async () => {
    const mine = ++asked;
    try {
      const body = new FormData(form);
      const answer = await fetch(location.href, { method: "POST", body, headers: { "X-Part": "sentence" } });
      if (!answer.ok) return;
      const text = await answer.text();
      if (mine === asked && text.trim() !== sentence.innerHTML.trim()) sentence.innerHTML = text;
    } catch {
      // The sentence stays as it was; what is typed is not touched.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 350);
  });
})();
