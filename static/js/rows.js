// Rows of offers and needs: add, move, adopt, remove. And counters of long texts.
(() => {
  "use strict";

  const ATTRIBUTES = ["id", "name", "for", "value", "aria-describedby", "aria-controls",
    "data-topics"];

  function say(text) {
    const region = document.getElementById("announcer");
    if (region) region.textContent = text;
  }

  const rowsOf = (side) => [...side.querySelectorAll("[data-row]")];

  // Names carry the place: offers-2-text
  function renumber(side) {
    const name = side.dataset.rows;
    const pattern = new RegExp(`\\b${name}-(?:\\d+|NEW)(?!\\w)`, "g");
    rowsOf(side).forEach((row, number) => {
      [row, ...row.querySelectorAll("*")].forEach((element) => {
        ATTRIBUTES.forEach((attribute) => {
          if (attribute === "value" && element.tagName !== "BUTTON") return;
          const text = element.getAttribute(attribute);
          if (text?.includes(`${name}-`)) {
            element.setAttribute(attribute, text.replace(pattern, `${name}-${number}`));
          }
        });
      });
      const shown = row.querySelector("[data-row-number]");
      const before = shown.textContent;
      shown.textContent = String(number + 1);
      nameTexts(row, before, number + 1);
    });
    const add = side.querySelector("[data-row-act=add]");
    add.disabled = rowsOf(side).length >= Number(side.dataset.most);
  }

  // The words for screen readers name the row too: Offer 3
  function nameTexts(row, before, number) {
    const title = row.querySelector("legend").textContent.replace(/\s+/g, " ").trim();
    const label = row.querySelector(".item-row__first .small-field:last-child label");
    if (label) label.textContent = title;
    row.querySelectorAll(".item-row__buttons .visually-hidden").forEach((words) => {
      words.textContent = ` (${title})`;
    });
  }

  function changed(side) {
    side.dispatchEvent(new CustomEvent("form:changed", { bubbles: true }));
  }

  const acts = {
    add(side) {
      const blank = side.querySelector("[data-row-blank]").content.cloneNode(true);
      side.querySelector("[data-row-list]").append(blank);
      renumber(side);
      const row = rowsOf(side).at(-1);
      row.querySelectorAll("[data-most]").forEach(count);
      row.querySelector("textarea").focus();
      say(side.dataset.added);
    },
    remove(side, row) {
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      renumber(side);
      (next?.querySelector("[data-row-act=remove]")
        || side.querySelector("[data-row-act=add]")).focus();
      say(side.dataset.removed);
    },
    up(side, row, button) {
      if (row.previousElementSibling) row.previousElementSibling.before(row);
      moved(side, row, button);
    },
    down(side, row, button) {
      if (row.nextElementSibling) row.nextElementSibling.after(row);
      moved(side, row, button);
    },
    adopt(side, row, button) {
      row.querySelector("[data-derivation]").value = "";
      row.querySelector("[data-suggestion]").remove();
      row.querySelector("[data-row-fields]").hidden = false;
      row.classList.remove("item-row--derived");
      const text = row.querySelector("textarea");
      text.value = button.dataset.wording;
      count(text);
      text.focus();
      text.select();
    },
  };

  function moved(side, row, button) {
    renumber(side);
    button.focus();
    const place = rowsOf(side).indexOf(row) + 1;
    say(side.dataset.moved.replace("{n}", place));
  }

  // How much of a long text is used
  function count(field) {
    let shown = document.getElementById(`${field.id}-count`);
    if (!shown) {
      shown = document.createElement("p");
      shown.className = "form-text counter";
      field.after(shown);
    }
    shown.id = `${field.id}-count`;
    const most = Number(field.dataset.most);
    shown.textContent = `${field.value.length} / ${most}`;
    shown.classList.toggle("is-over", field.value.length > most);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-row-act]");
    if (!button) return;
    event.preventDefault();
    const side = button.closest("[data-rows]");
    acts[button.dataset.rowAct](side, button.closest("[data-row]"), button);
    changed(side);
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-most]")) count(event.target);
  });

  document.querySelectorAll("textarea[data-most]").forEach(count);
})();
