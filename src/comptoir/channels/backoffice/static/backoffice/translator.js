// The translator's page has a few words in English whatever the language, in its bundle: they are put right where they
// appear. All others come from the catalogue (`door.py`), which is there before this runs.
(() => {
  const editor = document.querySelector(".js-translation-editor[data-props]");
  if (!editor) return;
  const { sourceLocale, locale } = JSON.parse(editor.dataset.props);
  const names = { source: sourceLocale.displayName, target: locale.displayName };
  const right = new Map([
    [`${names.source} to ${names.target} translation`, interpolate(gettext("%(source)s to %(target)s translation"), names, true)],
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
