// The editor's field for goods: a search with pictures in place of a list of ids. The field itself keeps the ids.
(() => {
  const node = (name, attributes = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value !== "") made.setAttribute(key, value);
    }
    made.append(...inside);
    return made;
  };

  class Goods extends window.StimulusModule.Controller {
    static values = { kind: String, many: Boolean, url: String };

    connect() {
      this.element.type = "hidden";
      this.known = new Map();
      this.words = {};
      this.chosen = node("ol", { class: "goods-chosen" });
      this.results = node("ul", { class: "goods-found", hidden: "hidden" });
      this.search = node("input", {
        type: "search",
        autocomplete: "off",
        "aria-label": this.element.getAttribute("aria-label") || "",
        oninput: () => this.soon(),
        onfocus: () => this.soon(),
        onkeydown: (event) => this.key(event),
      });
      this.box = node("div", { class: "goods" }, this.chosen, this.search, this.results);
      this.element.after(this.box);
      this.away = (event) => {
        if (!this.box.contains(event.target)) this.results.hidden = true;
      };
      document.addEventListener("click", this.away);
      this.start();
    }

    disconnect() {
      document.removeEventListener("click", this.away);
      this.box.remove();
    }

    get ids() {
      try {
        return JSON.parse(this.element.value || "[]");
      } catch {
        return [];
      }
    }

    async ask(asked) {
      const address = new URL(this.urlValue, location.href);
      address.searchParams.set("kind", this.kindValue);
      for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return [];
      const told = await answer.json();
      this.words = told.words;
      for (const one of told.found) this.known.set(one.id, one);
      return told.found;
    }

    async start() {
      await this.ask({ ids: this.element.value || "[]" });
      this.search.placeholder = this.words.search || "";
      this.show();
    }

    keep(ids) {
      this.element.value = ids.length ? JSON.stringify(ids) : "";
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
      this.show();
    }

    show() {
      const ids = this.ids;
      const move = (place, by) => {
        const moved = [...ids];
        [moved[place], moved[place + by]] = [moved[place + by], moved[place]];
        this.keep(moved);
      };
      const button = (label, sign, act, off) =>
        node("button", { type: "button", "aria-label": label, title: label, onclick: act, disabled: off ? "disabled" : "" }, sign);
      this.chosen.replaceChildren(
        ...ids.map((id, place) => {
          const one = this.known.get(id) || { name: this.words.gone || id, detail: "", picture: "" };
          const tools = node("span", { class: "goods-tools" });
          if (this.manyValue) {
            tools.append(
              button(this.words.earlier, "↑", () => move(place, -1), place === 0),
              button(this.words.later, "↓", () => move(place, 1), place === ids.length - 1),
            );
          }
          tools.append(button(this.words.remove, "×", () => this.keep(ids.filter((each) => each !== id))));
          return node("li", {}, this.face(one), tools);
        }),
      );
      this.search.hidden = !this.manyValue && ids.length > 0;
    }

    face(one) {
      const words = node("span", {}, one.name);
      if (one.detail) words.append(node("small", {}, one.detail));
      const picture = one.picture ? Object.assign(node("img", { src: one.picture, width: "40", height: "50" }), { alt: "" }) : "";
      return node("span", { class: "goods-face" }, picture, words);
    }

    soon() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(async () => {
        const asked = this.search.value;
        const found = await this.ask({ q: asked });
        if (asked === this.search.value) this.offer(found);
      }, 180);
    }

    offer(found) {
      const ids = this.ids;
      const shown = found.filter((one) => !ids.includes(one.id));
      this.results.replaceChildren(
        ...(shown.length
          ? shown.map((one) => node("li", {}, node("button", { type: "button", onclick: () => this.take(one.id) }, this.face(one))))
          : [node("li", { class: "goods-none" }, this.words.none || "")]),
      );
      this.results.hidden = false;
    }

    take(id) {
      this.search.value = "";
      this.results.hidden = true;
      this.keep(this.manyValue ? [...this.ids, id] : [id]);
      if (this.manyValue) this.search.focus();
    }

    key(event) {
      if (event.key === "Escape") this.results.hidden = true;
      if (event.key === "Enter") {
        event.preventDefault();
        this.results.querySelector("button")?.click();
      }
      if (event.key === "ArrowDown") this.results.querySelector("button")?.focus();
    }
  }

  window.wagtail.app.register("goods", Goods);
})();
