// The page behind a link in a mail confirms by itself. It has to be this program that does
// it: mail servers open links to look for dangers, and must not confirm anything.
(() => {
  "use strict";

  const form = document.querySelector("form[data-submits-itself]");
  if (form) form.requestSubmit();
})();
