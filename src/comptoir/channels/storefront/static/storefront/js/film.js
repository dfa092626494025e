// A film at somebody else's place is loaded when somebody presses play, never before. Without this script the link leads there.
document.addEventListener("click", (event) => {
  const door = event.target instanceof Element && event.target.closest("[data-film]");
  if (!door || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = door.dataset.film;
  frame.title = door.dataset.title;
  frame.allow = "autoplay; fullscreen";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  door.replaceWith(frame);
  frame.focus();
});
