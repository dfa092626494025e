/* Files dropped or chosen: whose they are is asked by their names, then they are sent one after another. */
(() => {
  const form = document.getElementById("drop");
  if (!form) return;
  const zone = form.querySelector(".drop__zone");
  const input = form.querySelector("input[type=file]");
  const region = form.querySelector(".scroll");
  const body = region.querySelector("tbody");
  const state = form.querySelector(".drop__state");
  const template = form.querySelector("template");
  const token = form.elements.csrfmiddlewaretoken.value;
  const said = form.dataset;
  let waiting = [];

  const ask = async (fields) => {
    const data = new FormData();
    Object.entries(fields).forEach(([name, value]) => data.append(name, value));
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  const whose = (one, told) => {
    const link = one.row.querySelector("a");
    const typed = one.row.querySelector("[data-field=owner]");
    link.textContent = told.product ? [told.product, told.sku, told.place ? `${said.place} ${told.place}` : ""].filter(Boolean).join(" · ") : "";
    if (told.url) link.href = told.url; else link.removeAttribute("href");
    typed.hidden = Boolean(told.product) && !typed.value;
    one.known = Boolean(told.product);
    one.order = told.place || 0;
    tell(one, one.known ? said.waits : said.nobody, one.known ? "" : "bad");
  };
  const tell = (one, text, tone) => {
    const place = one.row.lastElementChild.querySelector("span");
    place.textContent = text;
    place.className = tone === "bad" ? "drop__wrong" : tone === "good" ? "drop__good" : "soft";
  };

  const take = async (files) => {
    const most = Number(said.most);
    const fresh = [...files].slice(0, Math.max(0, most - waiting.length)).map((file) => {
      const row = template.content.firstElementChild.cloneNode(true);
      row.querySelector("img").src = URL.createObjectURL(file);
      row.querySelector("th").textContent = file.name;
      body.append(row);
      return { file, row, known: false, done: false, order: 0 };
    });
    state.textContent = fresh.length < files.length ? said.tooMany.replace("§", most) : "";
    waiting = waiting.concat(fresh);
    region.hidden = waiting.length === 0;
    if (!fresh.length) return;
    try {
      const answer = await ask({ act: "match", names: JSON.stringify(fresh.map((one) => one.file.name)) });
      answer.files.forEach((told, place) => whose(fresh[place], told));
    } catch {
      state.textContent = said.failed;
    }
    fresh.forEach((one) => one.row.querySelector("[data-field=owner]").addEventListener("change", async (event) => {
      const answer = await ask({ act: "match", names: JSON.stringify([event.target.value || one.file.name]) });
      whose(one, answer.files[0]);
    }));
  };

  const send = (one) => new Promise((resolve) => {
    const data = new FormData();
    data.append("act", "take");
    ["owner", "fr", "en"].forEach((name) => data.append(name, one.row.querySelector(`[data-field=${name}]`).value));
    data.append("files", one.file);
    const bar = one.row.querySelector("progress");
    const call = new XMLHttpRequest();
    call.open("POST", form.action);
    call.setRequestHeader("X-CSRFToken", token);
    call.upload.addEventListener("progress", (event) => {
      bar.hidden = false;
      if (event.lengthComputable) bar.value = Math.round(event.loaded / event.total * 100);
    });
    call.addEventListener("loadend", () => {
      bar.hidden = true;
      let told = { error: said.failed };
      try { if (call.status === 200) told = JSON.parse(call.responseText); } catch { /* the sentence stays */ }
      one.done = !told.error;
      tell(one, told.error || said.taken, told.error ? "bad" : "good");
      resolve();
    });
    call.send(data);
  });

  // What is kept now stands below, with the new pictures; what was typed there and is not saved yet stays typed,
  // and whoever is typing goes on where they were.
  const show = async () => {
    const shown = document.getElementById("shown");
    if (!shown) return;
    const answer = await fetch(location.pathname);
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("shown");
    if (!fresh) return;
    shown.querySelectorAll("input[name]:not([type=hidden])").forEach((field) => {
      const same = fresh.querySelector(`[name="${field.name}"]`);
      if (!same) return;
      if (field.value !== field.defaultValue) same.value = field.value;
      same.checked = field.checked;
    });
    const { name, selectionStart: start, selectionEnd: end } = document.activeElement;
    const typed = shown.contains(document.activeElement) && name && fresh.querySelector(`[name="${name}"]`);
    shown.replaceWith(document.adoptNode(fresh));
    if (!typed) return;
    typed.focus({ preventScroll: true });
    if (start !== null) typed.setSelectionRange(start, end); // a number has none
  };

  input.addEventListener("change", () => { take(input.files); input.value = ""; });
  ["dragenter", "dragover"].forEach((name) => form.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("drop__zone--over");
  }));
  ["dragleave", "drop"].forEach((name) => form.addEventListener(name, () => zone.classList.remove("drop__zone--over")));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files].filter((file) => file.type.startsWith("image/") || /\.(jpe?g|png|webp|gif|svg)$/i.test(file.name)));
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const due = waiting.filter((one) => one.known && !one.done).sort((a, b) => a.order - b.order);
    let done = 0;
    for (const one of due) {
      await send(one);
      if (one.done) done += 1;
      state.textContent = said.count.replace("#", done).replace("§", due.length);
    }
    if (done) await show().catch(() => {}); // they are kept: a reload shows them
    button.disabled = false;
  });
})();
