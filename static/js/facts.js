// Ticking all facts at once, and how many are ticked.
(() => {
  "use strict";
  const form = document.querySelector("[data-facts]");
  if (!form) return;
  const all = form.querySelector("[data-tick-all]");
  const shown = form.querySelector("[data-ticked]");
  const boxes = () => [...form.querySelectorAll("input[name=fact]")];

  function count() {
    const ticked = boxes().filter((box) => box.checked).length;
    shown.textContent = ticked ? shown.dataset.words.replace("{n}", ticked) : "";
    all.checked = ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  }

  all.addEventListener("change", () => {
    boxes().forEach((box) => { box.checked = all.checked; });
    count();
  });
  form.addEventListener("change", count);
  count();
})();
