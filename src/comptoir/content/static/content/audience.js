// Beside the codes of whom a block is for: the segments by name, to be ticked. The field itself keeps the codes.
(() => {
  let told = null;

  class Audience extends window.StimulusModule.Controller {
    static values = { url: String };

    async connect() {
      this.box = document.createElement("fieldset");
      this.box.className = "audience";
      this.element.after(this.box);
      this.follow = () => this.draw();
      this.element.addEventListener("input", this.follow);
      told ??= fetch(this.urlValue, { headers: { Accept: "application/json" } }).then((answer) =>
        answer.ok ? answer.json() : { found: [], words: {} },
      );
      this.told = await told;
      this.draw();
    }

    disconnect() {
      this.box.remove();
      this.element.removeEventListener("input", this.follow);
    }

    get codes() {
      return this.element.value.split(",").map((code) => code.trim()).filter(Boolean);
    }

    draw() {
      const { found, words } = this.told || { found: [], words: {} };
      this.box.hidden = found.length === 0;
      const legend = document.createElement("legend");
      legend.textContent = words.segments || "";
      const chosen = new Set(this.codes);
      this.box.replaceChildren(legend, ...found.map((each) => this.choice(each, chosen.has(each.code))));
    }

    choice(each, chosen) {
      const label = document.createElement("label");
      const tick = document.createElement("input");
      tick.type = "checkbox";
      tick.checked = chosen;
      tick.addEventListener("change", () => {
        const others = this.codes.filter((code) => code !== each.code);
        this.element.value = (tick.checked ? [...others, each.code] : others).join(", ");
        this.element.dispatchEvent(new Event("change", { bubbles: true }));
      });
      label.append(tick, ` ${each.name}`);
      return label;
    }
  }

  window.wagtail.app.register("audience", Audience);
})();
