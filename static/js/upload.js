// Tells of a file that is too large before it is sent.
(() => {
  "use strict";

  document.querySelectorAll("form[data-upload-limit]").forEach((form) => {
    const input = form.querySelector("input[type=file]");
    input.addEventListener("change", () => {
      const file = input.files[0];
      const isTooLarge = file && file.size > Number(form.dataset.uploadLimit);
      input.setCustomValidity(isTooLarge ? form.dataset.uploadMessage : "");
      input.reportValidity();
    });
  });
})();
