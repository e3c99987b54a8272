// Topics and regions by typing: a combobox over the answers of the server, chosen ones as chips.
(() => {
  "use strict";

  const PAUSE = 180;
  const answers = new Map();
  let last = 0;

  const icon = (name) => {
    const known = document.querySelector("svg.icon use");
    const file = known ? known.getAttribute("href").split("#")[0] : "";
    return `<svg class="icon" aria-hidden="true" focusable="false"><use href="${file}#${name}"/></svg>`;
  };

  function say(text) {
    const region = document.getElementById("announcer");
    if (region) region.textContent = text;
  }

  function changed(picker) {
    picker.dispatchEvent(new CustomEvent("form:changed", { bubbles: true }));
  }

  const parts = (picker) => ({
    input: picker.querySelector("[data-topic-search]"),
    list: picker.querySelector("[data-topic-list]"),
    chosen: picker.querySelector("[data-chosen]"),
  });

  // What screen readers are told is set here: without script it is an ordinary search
  function prepare(picker) {
    const { input, list } = parts(picker);
    if (input.getAttribute("role") === "combobox") return;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", picker.querySelector("legend").textContent.trim());
  }

  function close(picker) {
    const { input, list } = parts(picker);
    list.hidden = true;
    list.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    tell(picker, "");
  }

  const codesOf = (picker) =>
    [...picker.querySelectorAll("[data-chosen] input")].map((box) => box.value);

  async function ask(picker, words) {
    const url = `${picker.dataset.url}?q=${encodeURIComponent(words)}`;
    if (!answers.has(url)) {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const found = await response.json();
      answers.set(url, found.topics || found.places);
    }
    return answers.get(url);
  }

  async function look(picker) {
    const { input } = parts(picker);
    const turn = ++last;
    try {
      const found = await ask(picker, input.value.trim());
      if (turn === last && document.activeElement === input) show(picker, found);
    } catch {
      say(picker.dataset.failed);
    }
  }

  function show(picker, found) {
    const { input, list } = parts(picker);
    const have = codesOf(picker);
    const rest = found.filter((topic) => !have.includes(topic.code));
    list.textContent = "";
    rest.forEach((topic, number) => list.append(option(picker, topic, number)));
    list.hidden = rest.length === 0;
    input.setAttribute("aria-expanded", String(rest.length > 0));
    input.removeAttribute("aria-activedescendant");
    if (rest.length) list.scrollIntoView({ block: "nearest" });
    const words = rest.length ? picker.dataset.count.replace("{n}", rest.length) : picker.dataset.none;
    say(words);
    tell(picker, rest.length || !input.value.trim() ? "" : words);
  }

  // That nothing was found is to be seen too, not only heard
  function tell(picker, text) {
    const { list } = parts(picker);
    let line = list.nextElementSibling;
    if (!line || !line.matches("[data-topic-none]")) {
      line = document.createElement("p");
      line.dataset.topicNone = "";
      line.className = "form-text";
      list.after(line);
    }
    line.textContent = text;
    line.hidden = !text;
  }

  function option(picker, topic, number) {
    const line = document.createElement("li");
    line.id = `${picker.querySelector("[data-topic-list]").id}-${number}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.className = "topic-picker__option";
    line.topic = topic;
    const label = document.createElement("span");
    label.textContent = `${topic.label} `;
    const code = document.createElement("span");
    code.className = "code";
    code.textContent = topic.code;
    const path = document.createElement("span");
    path.className = "topic__path";
    path.textContent = topic.path;
    label.append(code);
    line.append(label, path);
    return line;
  }

  function mark(picker, step) {
    const { input, list } = parts(picker);
    const lines = [...list.children];
    if (!lines.length) return;
    const now = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    let next = (now + step + lines.length) % lines.length;
    if (now < 0) next = step > 0 ? 0 : lines.length - 1;
    lines.forEach((line, number) =>
      line.setAttribute("aria-selected", String(number === next)));
    input.setAttribute("aria-activedescendant", lines[next].id);
    lines[next].scrollIntoView({ block: "nearest" });
  }

  function choose(picker, topic) {
    const { input, chosen } = parts(picker);
    if ("single" in picker.dataset) chosen.textContent = "";
    chosen.append(chip(picker, topic));
    input.value = "";
    close(picker);
    say(picker.dataset.added.replace("{topic}", topic.label));
    changed(picker);
  }

  function chip(picker, topic) {
    const line = document.createElement("li");
    line.className = "topic";
    line.dataset.topic = "";
    const label = document.createElement("label");
    const box = document.createElement("input");
    const type = "single" in picker.dataset ? "radio" : "checkbox";
    Object.assign(box, { type, checked: true, value: topic.code });
    box.className = "form-check-input";
    box.name = picker.dataset.topics;
    const words = document.createElement("span");
    words.className = "topic__label";
    const name = document.createElement("span");
    name.dataset.label = "";
    name.textContent = topic.label;
    const code = document.createElement("span");
    code.className = "code";
    code.textContent = topic.code;
    words.append(name, " ", code);
    label.append(box, " ", words);
    const path = document.createElement("span");
    path.className = "topic__path";
    path.textContent = topic.path;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "topic__remove", innerHTML: icon("close") });
    button.dataset.removeTopic = "";
    button.setAttribute("aria-label", picker.dataset.remove.replace("{topic}", topic.label));
    line.append(label, path, button);
    return line;
  }

  function remove(picker, line) {
    const name = line.querySelector("[data-label]").textContent;
    line.remove();
    parts(picker).input.focus();
    close(picker);
    say(picker.dataset.removed.replace("{topic}", name));
    changed(picker);
  }

  const pickerOf = (target) =>
    target.matches?.("[data-topic-search]") ? target.closest("[data-topics]") : null;

  document.addEventListener("focusin", (event) => {
    const picker = pickerOf(event.target);
    if (picker) prepare(picker);
  });

  document.addEventListener("focusout", (event) => {
    const picker = pickerOf(event.target);
    if (picker) close(picker);
  });

  let waiting = 0;
  document.addEventListener("input", (event) => {
    const picker = pickerOf(event.target);
    if (!picker) return;
    prepare(picker);
    window.clearTimeout(waiting);
    if (event.target.value.trim()) waiting = window.setTimeout(look, PAUSE, picker);
    else close(picker);
  });

  document.addEventListener("keydown", (event) => {
    const picker = pickerOf(event.target);
    if (!picker || event.isComposing) return;
    const { list } = parts(picker);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) look(picker);
      else mark(picker, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close(picker);
    } else if (event.key === "Enter") {
      // Never sends the form: whoever types here wants a topic
      event.preventDefault();
      const line = list.querySelector("[aria-selected=true]") || list.firstElementChild;
      if (line && !list.hidden) choose(picker, line.topic);
    }
  });

  // Before the input loses the focus, which would close the list
  document.addEventListener("mousedown", (event) => {
    const line = event.target.closest?.(".topic-picker__option");
    if (!line) return;
    event.preventDefault();
    choose(line.closest("[data-topics]"), line.topic);
  });

  // A topic that the coach proposes: taken over here, without a new page
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add-topic]");
    const picker = button?.form?.querySelector("[data-topics=topics]");
    if (!picker) return;
    event.preventDefault();
    const { addTopic: code, label, path } = button.dataset;
    prepare(picker);
    if (!codesOf(picker).includes(code)) choose(picker, { code, label, path });
    parts(picker).input.focus();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-remove-topic]");
    if (button) remove(button.closest("[data-topics]"), button.closest("[data-topic]"));
  });
})();
