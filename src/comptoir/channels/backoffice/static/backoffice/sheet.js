/* Makes the plain form move like a spreadsheet: arrows, Enter, a pasted block, marks on what is changed. */
(() => {
  const form = document.getElementById("sheet");
  if (!form) return;
  const count = document.getElementById("sheet-count");
  const was = JSON.parse(form.elements.was.value);
  const grid = [...form.querySelectorAll("tbody tr")].map((line) =>
    [...line.querySelectorAll("td")].map((cell) => cell.querySelector("input, select")));
  const place = (field) => {
    for (let row = 0; row < grid.length; row += 1) {
      const column = grid[row].indexOf(field);
      if (column >= 0) return [row, column];
    }
    return null;
  };

  const mark = (field) => {
    const changed = field.name in was && field.value !== was[field.name];
    field.closest("td").classList.toggle("sheet__changed", changed);
  };
  const tell = () => {
    const changed = form.querySelectorAll(".sheet__changed").length;
    count.textContent = changed === 0 ? "" : changed === 1 ? count.dataset.one : count.dataset.many.replace("#", changed);
  };
  const go = (row, column, down, right) => {
    for (let r = row + down, c = column + right; grid[r] && c >= 0 && c < grid[r].length; r += down, c += right) {
      const field = grid[r][c];
      if (field) {
        field.focus();
        if (field.select) field.select();
        return true;
      }
    }
    return false;
  };
  const at = (field, end) =>
    field.tagName === "SELECT" || (field.selectionStart === field.selectionEnd
      ? field.selectionStart === (end ? field.value.length : 0)
      : field.selectionEnd - field.selectionStart === field.value.length);

  form.addEventListener("keydown", (event) => {
    const found = place(event.target);
    if (!found || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = found;
    const select = event.target.tagName === "SELECT";
    let moved = false;
    if (event.key === "Enter") moved = go(row, column, event.shiftKey ? -1 : 1, 0) || true;
    else if (event.key === "ArrowDown" && !select) moved = go(row, column, 1, 0);
    else if (event.key === "ArrowUp" && !select) moved = go(row, column, -1, 0);
    else if (event.key === "ArrowRight" && !event.shiftKey && at(event.target, true)) moved = go(row, column, 0, 1);
    else if (event.key === "ArrowLeft" && !event.shiftKey && at(event.target, false)) moved = go(row, column, 0, -1);
    else if (event.key === "Escape" && event.target.name in was) {
      event.target.value = was[event.target.name];
      mark(event.target);
      tell();
      moved = true;
    }
    if (moved) event.preventDefault();
  });

  const put = (field, text) => {
    if (field.tagName !== "SELECT") field.value = text;
    else {
      const wanted = text.trim().toLowerCase();
      const option = [...field.options].find(
        (each) => each.value.toLowerCase() === wanted || each.textContent.trim().toLowerCase() === wanted);
      if (option) field.value = option.value;
    }
    mark(field);
  };
  form.addEventListener("paste", (event) => {
    const found = place(event.target);
    const text = (event.clipboardData || window.clipboardData).getData("text");
    if (!found || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const field = (grid[found[0] + down] || [])[found[1] + right];
        if (field) put(field, value);
      });
    });
    tell();
  });

  form.addEventListener("input", (event) => {
    if (place(event.target)) {
      mark(event.target);
      tell();
    }
  });
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && form.querySelector(".sheet__changed")) event.preventDefault();
  });
  grid.flat().filter(Boolean).forEach(mark);
  tell();
  const wrong = form.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
})();
