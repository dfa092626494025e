// Names for what Wagtail's scripts leave without one, or with one that is not what stands there: whoever hears the page,
// or speaks to it, says what they see.
(() => {
  const FORMATTED = ".public-DraftEditor-content[role=textbox]:not([aria-label])";
  const FILE = ".js-translation-editor input[type=file]:not([aria-label])";
  const text = (node) => node?.textContent.replace("*", "").trim();
  const name = () => {
    const mark = document.querySelector(".sidebar-custom-branding");
    if (mark?.ariaLabel && !mark.ariaLabel.startsWith(text(mark))) mark.ariaLabel = `${text(mark)}, ${mark.ariaLabel}`;
    document.querySelectorAll(FORMATTED).forEach((field) => {
      const label = text(field.closest("[data-contentpath]:has(label), [data-panel]")?.querySelector("label, h2"));
      if (label) field.ariaLabel = label;
    });
    document.querySelectorAll(FILE).forEach((field) => { field.ariaLabel = gettext("Upload PO File"); });
  };
  let due = 0;
  const soon = () => { due ||= requestAnimationFrame(() => { due = 0; name(); }); };
  document.addEventListener("DOMContentLoaded", () => {
    name();
    new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  });
})();
