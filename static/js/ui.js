// Small improvements on pages that work without them.
(() => {
  "use strict";

  const live = () => document.getElementById("announcer");

  function announce(text) {
    const region = live();
    if (!region || !text) return;
    region.textContent = "";
    window.setTimeout(() => { region.textContent = text; }, 60);
  }

  // The narrow-screen menu button
  function toggleNav(button) {
    const nav = document.getElementById(button.getAttribute("aria-controls"));
    const open = nav.classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(open));
  }

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  // data-copy="text to copy" or data-copy="" for the page's address
  async function copyText(button) {
    const text = button.dataset.copy || window.location.href;
    try {
      await navigator.clipboard.writeText(text);
      announce(button.dataset.copied);
      const label = button.querySelector("[data-copy-label]");
      if (label) label.textContent = button.dataset.copied;
    } catch {
      window.prompt(button.dataset.copyAsk || "", text);
    }
  }

  // A region on the map and its row in the table are one thing: both carry data-code
  function linkCodes(target, on) {
    const holder = target.closest?.("[data-code]");
    if (!holder) return;
    const code = CSS.escape(holder.dataset.code);
    document.querySelectorAll(`[data-code="${code}"]`).forEach((element) => {
      element.classList.toggle("is-linked", on);
    });
  }

  // On a narrow screen filters without a choice start folded, so that results are near
  function foldFacets() {
    if (!window.matchMedia("(max-width: 47.99rem)").matches) return;
    document.querySelectorAll(".facet[open]").forEach((facet) => {
      // A select always has an option that is :checked, so it says itself if it is in use
      const inUse = facet.querySelector("input:checked") || "inUse" in facet.dataset;
      if (!inUse && !facet.contains(document.activeElement)) facet.open = false;
    });
  }

  foldFacets();

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-nav-toggle]");
    if (toggle) toggleNav(toggle);
    const copy = event.target.closest("[data-copy]");
    if (copy) copyText(copy);
    closeMenus(event.target.closest("details.menu"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details.menu[open]");
    if (menu) menu.querySelector("summary").focus();
    closeMenus(null);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) {
      event.target.form.requestSubmit();
    }
  });

  ["pointerover", "focusin"].forEach((name) =>
    document.addEventListener(name, (event) => linkCodes(event.target, true)));
  ["pointerout", "focusout"].forEach((name) =>
    document.addEventListener(name, (event) => linkCodes(event.target, false)));

  // Who signs out leaves no text behind in this browser (see draft.js)
  const signsOut = (form) => new URL(form.action).pathname.endsWith("/logout/");

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !signsOut(event.target)) return;
    try {
      Object.keys(localStorage).filter((name) => name.startsWith("smart-draft:"))
        .forEach((name) => localStorage.removeItem(name));
    } catch { /* nothing is kept */ }
  });

  // A choice that cannot be is answered by the list with a sentence: show it
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (xhr.status === 400 && target.id === "results") event.detail.shouldSwap = true;
  });

  // After htmx changed a part, read out what it says about itself
  document.addEventListener("htmx:afterSwap", (event) => {
    const swapped = event.detail.target;
    // A part that was swapped whole is gone; its successor has the same id
    const part = swapped.isConnected ? swapped : document.getElementById(swapped.id) || swapped;
    const note = part.matches?.("[data-announce]")
      ? part : part.querySelector?.("[data-announce]");
    if (note) announce(note.dataset.announce);
  });

  document.addEventListener("htmx:afterSettle", foldFacets);

  ["htmx:responseError", "htmx:sendError"].forEach((name) =>
    document.addEventListener(name, () => announce(document.body.dataset.failed)));
})();
