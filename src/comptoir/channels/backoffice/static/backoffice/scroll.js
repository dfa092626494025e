// What does not scroll is no stop for who walks by the keyboard. Without this script every region is one, as it must be
// where it scrolls.
(() => {
  const REGIONS = ".scroll[role], pre.code[role]"; // a group where a section around it bears the same name
  const settle = (region) => {
    const scrolls = region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1;
    if (scrolls) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  };
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => settle(target.closest(REGIONS) || target)));
  const watch = () => {
    document.querySelectorAll(REGIONS).forEach((region) => {
      sizes.observe(region);
      if (region.firstElementChild) sizes.observe(region.firstElementChild);
    });
  };
  document.addEventListener("DOMContentLoaded", watch);
  document.addEventListener("w-swap:success", watch); // a list that was filtered is another one
})();
