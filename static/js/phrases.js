// A beginning for the reasons, put in at once; without this file the server does it.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-phrase]");
    if (!button) return;
    const form = button.form;
    const reasons = form.elements.namedItem("reasons");
    const rule = form.elements.namedItem("rule");
    if (!reasons || !rule) return;
    event.preventDefault();
    const written = reasons.value.trimEnd();
    reasons.value = written ? `${written}\n\n${button.dataset.phrase}` : button.dataset.phrase;
    rule.value = button.dataset.rule;
    reasons.focus();
  });
})();
