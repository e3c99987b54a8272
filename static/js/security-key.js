// The button that asks the browser for a security key, with or without adding it
(() => {
  "use strict";

  const button = document.getElementById("key-button");
  const failed = document.getElementById("key-failed");
  if (!button || !window.PublicKeyCredential) return;

  const adds = button.dataset.does === "add";
  const ids = { credential: button.dataset.credential, data: "js_data" };
  ids[button.dataset.does] = button.id;
  window.allauth.webauthn.forms[adds ? "addForm" : "authenticateForm"]({ ids });
  button.hidden = false;

  // Enter in the field of the name means the button
  button.form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.click();
  });
  button.addEventListener("click", () => { failed.hidden = true; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
})();
