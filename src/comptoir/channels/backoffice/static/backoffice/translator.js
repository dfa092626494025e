// The translator's page has a few words in English whatever the language, in its bundle, and calls a language by its own
// name where a sentence needs the reader's: they are put right where they appear. All others come from the catalogue
// (`door.py`), which is there before this runs.
(() => {
  const editor = document.querySelector(".js-translation-editor[data-props]");
  if (!editor) return;
  const { sourceLocale, locale } = JSON.parse(editor.dataset.props);
  const known = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
  const names = { source: known.of(sourceLocale.code), target: known.of(locale.code) };
  const right = new Map([
    [`${sourceLocale.displayName} to ${locale.displayName} translation`, interpolate(gettext("%(source)s to %(target)s translation"), names, true)],
    [gettext("Publish in ") + locale.displayName, gettext("Publish in ") + names.target],
    [interpolate(gettext("Uses %s version"), [sourceLocale.displayName]), interpolate(gettext("Uses %s version"), [names.source])],
    ["More actions", gettext("More actions")],
  ]);
  const read = () => {
    const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = right.get(texts.currentNode.data.trim());
      // Written only where it differs: each change calls this again.
      if (text && text !== texts.currentNode.data) texts.currentNode.data = text;
    }
  };
  new MutationObserver(read).observe(editor, { childList: true, subtree: true, characterData: true });
})();
