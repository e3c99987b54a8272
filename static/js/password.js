// Lets a person see what they type as a password; without it the field stays as it is
(() => {
  "use strict";

  const words = document.querySelector("[data-show]")?.dataset.show;
  document.querySelectorAll('.account-page input[type="password"]').forEach((field) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.textContent = words;
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-controls", field.id);
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    });
    field.after(button);
    // What is sent is not kept as an ordinary text of the browser
    field.form?.addEventListener("submit", () => { field.type = "password"; });
  });
})();
