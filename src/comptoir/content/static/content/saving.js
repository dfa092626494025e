// Wagtail saves a new page by itself while one writes. Who presses "publish" before the answer is back would make the
// page a second time, under an address that the first has taken: the button waits for the answer.
(() => {
  let saving = false;
  let waiting = null;

  const answered = () => {
    saving = false;
    if (!waiting) return;
    const { form, submitter } = waiting;
    waiting = null;
    if (submitter?.name) {
      // A button that shows progress is disabled by now, and a disabled one sends no value.
      const pressed = document.createElement("input");
      pressed.type = "hidden";
      pressed.name = submitter.name;
      pressed.value = submitter.value;
      form.append(pressed);
    }
    form.requestSubmit();
  };

  document.addEventListener("w-autosave:save", () => {
    saving = true;
  });
  document.addEventListener("w-autosave:success", answered);
  document.addEventListener("w-autosave:error", answered);
  document.addEventListener(
    "submit",
    (event) => {
      if (!saving || !event.target.matches("[data-edit-form]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = { form: event.target, submitter: event.submitter };
    },
    true,
  );
})();
