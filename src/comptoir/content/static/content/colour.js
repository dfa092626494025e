// The browser's colour picker beside a colour that is written as text.
(() => {
  class Colour extends window.StimulusModule.Controller {
    connect() {
      this.picker = document.createElement("input");
      this.picker.type = "color";
      this.picker.className = "colour-picker";
      this.picker.tabIndex = -1;
      this.picker.setAttribute("aria-hidden", "true");
      this.element.classList.add("colour-text");
      this.element.before(this.picker);
      this.follow = () => {
        const house = this.element.placeholder;
        const shown = [this.element.value, house].find((text) => /^#[0-9a-f]{6}$/i.test(text));
        this.picker.value = shown || "#ffffff";
        this.picker.classList.toggle("empty", !shown || (this.element.value !== "" && shown === house));
      };
      this.element.addEventListener("input", this.follow);
      this.picker.addEventListener("input", () => {
        this.element.value = this.picker.value;
        this.element.dispatchEvent(new Event("input", { bubbles: true }));
        this.element.dispatchEvent(new Event("change", { bubbles: true }));
      });
      this.follow();
    }

    disconnect() {
      this.picker.remove();
    }
  }

  window.wagtail.app.register("colour", Colour);
})();
