// What is typed is kept: on the server after a pause, in this browser until then.
(() => {
  "use strict";

  const PREFIX = "smart-draft:";
  const PAUSE = 1500;
  const LONGEST_WAIT = 60000;
  const KEPT_FOR = 14 * 86400000;

  // --- what this browser keeps ------------------------------------------------------

  const store = {
    name: (user, key) => `${PREFIX}${user}:${key}`,
    read(name) {
      try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
    },
    write(name, copy) {
      try { localStorage.setItem(name, JSON.stringify(copy)); return true; } catch { return false; }
    },
    remove(name) {
      try { localStorage.removeItem(name); } catch { /* nothing is kept */ }
    },
    names() {
      try { return Object.keys(localStorage).filter((one) => one.startsWith(PREFIX)); } catch { return []; }
    },
  };

  const cookie = (name) => document.cookie.split("; ")
    .find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) || "";

  const csrf = (form) => cookie("csrftoken")
    || form?.elements.csrfmiddlewaretoken?.value || "";

  // After a form was sent: what the server has is no longer kept here
  async function settle() {
    for (const name of store.names()) {
      const copy = store.read(name);
      if (!copy || Date.now() - copy.at > KEPT_FOR) store.remove(name);
      else if (copy.sent) {
        const answer = await fetch(copy.url, { headers: { Accept: "application/json" } })
          .catch(() => null);
        if (answer?.status === 404) store.remove(name);
      }
    }
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) { settle(); return; }

  // --- the form ---------------------------------------------------------------------

  const words = document.getElementById("draft-words").dataset;
  const status = document.getElementById("draft-status");
  const field = (name) => form.elements[name];
  const key = field("_draft").value;
  const here = store.name(words.user, key);
  let saved = "";      // what the server has, or what was there at first
  let timer = 0;
  let wait = PAUSE;
  let busy = false;
  let underWay = Promise.resolve(true);
  let failing = "";    // "", "offline", "signed-out", "overtaken", "refused"
  let leaving = false;

  function entries() {
    return [...new FormData(form)].filter(([name]) =>
      name !== "csrfmiddlewaretoken" && !name.startsWith("_q-"));
  }

  const typed = () => JSON.stringify(entries().filter(([name]) => !name.startsWith("_")));

  function show(text, state, ...buttons) {
    status.hidden = !text;
    status.textContent = text;
    status.className = `draft-status is-${state}`;
    buttons.forEach((button) => status.append(" ", button));
  }

  function button(label, act) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "btn btn-sm btn-secondary", textContent: label });
    made.addEventListener("click", act);
    return made;
  }

  function signIn() {
    const link = document.createElement("a");
    Object.assign(link, { href: words.login, target: "_blank", rel: "noopener", textContent: words.signIn });
    return link;
  }

  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang,
    { hour: "2-digit", minute: "2-digit" });

  function keepHere() {
    return store.write(here, {
      url: words.draftUrl, path: location.pathname, query: location.search,
      entries: entries(), at: Date.now(),
    });
  }

  // A reload comes back to this draft, also if the server never saw it
  function nameInAddress() {
    const address = new URL(location.href);
    if (address.searchParams.get("draft") === key) return;
    address.searchParams.set("draft", key);
    history.replaceState(history.state, "", address);
  }

  function post(url, pairs, options = {}) {
    const body = new URLSearchParams(pairs);
    const headers = { "X-CSRFToken": csrf(form), Accept: "application/json" };
    return fetch(url, { method: "POST", body, headers, credentials: "same-origin", ...options });
  }

  // One at a time: the next one knows the revision that this one made
  function send(extra = []) {
    if (!busy) underWay = sendNow(extra);
    return underWay;
  }

  async function sendNow(extra) {
    window.clearTimeout(timer);
    const before = typed();
    if (before === saved && !extra.length && !failing) return true;
    busy = true;
    const isKept = keepHere();
    let answer = null;
    try {
      answer = await post(words.draftUrl, [...entries(), ...extra]);
    } catch { /* no line: told below */ }
    const told = await answer?.json().catch(() => ({})) ?? {};
    busy = false;
    if (answer?.ok) return succeeded(before, told);
    if (!leaving) failed(answer, told, isKept);
    return false;
  }

  function succeeded(before, told) {
    saved = before;
    failing = "";
    wait = PAUSE;
    field("_revision").value = told.revision;
    if (told.key && told.key !== key) field("_draft").value = told.key;
    if (typed() === before) store.remove(here);
    else plan();
    show(words.saved.replace("{time}", told.saved_at), "saved");
    return true;
  }

  function failed(answer, told, isKept) {
    if (answer?.status === 401 || answer?.status === 403) {
      failing = "signed-out";
      show(words.signedOut, "failing", signIn());
    } else if (answer?.status === 409 && told.revision) {
      failing = "overtaken";
      show(words.overtaken.replace("{time}", told.saved_at), "failing",
        button(words.showOther, () => { store.remove(here); leaving = true; location.reload(); }),
        button(words.overwrite, () => send([["_force", "1"]])));
      return;
    } else if (answer && answer.status < 500) {
      failing = "refused";
      show(words.refused.replace("{reason}", told.detail || answer.status), "failing");
      return;
    } else {
      failing = "offline";
      show(isKept ? words.kept : words.unkept, "failing");
    }
    wait = Math.min(wait * 2, LONGEST_WAIT);
    timer = window.setTimeout(() => send(), wait);
  }

  function plan() {
    nameInAddress();
    if (!keepHere() || failing === "overtaken") return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => send(), failing ? wait : PAUSE);
  }

  const isOwn = (event) => !event.target.name?.startsWith("_");

  form.addEventListener("input", (event) => { if (isOwn(event)) plan(); });
  form.addEventListener("change", (event) => { if (isOwn(event)) plan(); });
  form.addEventListener("form:changed", plan);
  form.addEventListener("focusout", () => { if (typed() !== saved && !failing) send(); });
  window.addEventListener("online", () => { wait = PAUSE; send(); });
  document.addEventListener("visibilitychange", () => {
    // Back from the tab in which one signed in again
    if (!document.hidden && failing && failing !== "overtaken") send();
  });

  window.addEventListener("pagehide", () => {
    if (leaving || typed() === saved) return;
    keepHere();
    leaving = true;
    post(words.draftUrl, entries(), { keepalive: true }).catch(() => null);
  });

  window.addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && typed() !== saved && !store.read(here)) event.preventDefault();
  });

  // --- sending the form -------------------------------------------------------------

  form.addEventListener("submit", async (event) => {
    const act = event.submitter?.value || "";
    if (act === "draft") {
      event.preventDefault();
      await send([["_now", "1"]]);
      return;
    }
    if (busy) {
      // A draft that arrived after its record was saved would be left over
      event.preventDefault();
      await underWay;
      form.requestSubmit(event.submitter);
      return;
    }
    if (field("csrfmiddlewaretoken")) field("csrfmiddlewaretoken").value = csrf(form);
    if (failing && failing !== "overtaken" && failing !== "refused") {
      event.preventDefault();
      if (await send()) form.requestSubmit(event.submitter);
      else if (failing === "offline") show(words.wait, "failing");
      return;
    }
    leaving = true;
    window.clearTimeout(timer);
    if (act === "discard") store.remove(here);
    else if (keepHere()) store.write(here, { ...store.read(here), sent: true });
  });

  // Signing out waits for what is not sent yet; a second attempt goes through
  let isToldOfSigningOut = false;
  document.addEventListener("submit", async (event) => {
    if (!new URL(event.target.action).pathname.endsWith("/logout/")) return;
    if (typed() === saved || isToldOfSigningOut) { leaving = true; return; }
    event.preventDefault();
    if (await send()) {
      leaving = true;
      event.target.requestSubmit();
    } else {
      isToldOfSigningOut = true;
      show(words.wait, "failing");
    }
  }, true);

  // --- after a crash, a reload, a lost line -----------------------------------------

  async function restore(name, copy, extra = []) {
    show(words.restoring, "saving");
    form.inert = true;
    const answer = await post(copy.url, [...copy.entries, ...extra]).catch(() => null);
    const told = await answer?.json().catch(() => ({})) ?? {};
    if (answer?.ok) {
      store.remove(name);
      leaving = true;
      const query = new URLSearchParams(copy.query);
      query.set("draft", told.key);
      location.replace(`${copy.path}?${query}`);
      return;
    }
    form.inert = false;
    if (answer?.status === 409) {
      show(words.overtaken.replace("{time}", told.saved_at || ""), "failing",
        button(words.restore, () => restore(name, copy, [["_force", "1"]])),
        button(words.drop, () => { store.remove(name); show("", "saved"); }));
    } else {
      show(words.orphan.replace("{time}", clock(copy.at)), "failing",
        button(words.restore, () => restore(name, copy)));
    }
  }

  const pairsOf = (copy) => JSON.stringify(
    copy.entries.filter(([name]) => !name.startsWith("_")));

  function lookForCopies() {
    const own = store.read(here);
    if (own && pairsOf(own) === saved) store.remove(here);
    else if (own?.sent && document.getElementById("form-errors")) store.remove(here);
    else if (own) { restore(here, own); return; }
    const orphan = store.names().find((name) => {
      const copy = store.read(name);
      return name.startsWith(`${PREFIX}${words.user}:`) && name !== here && copy
        && copy.path === location.pathname && !copy.sent && Date.now() - copy.at > 15000;
    });
    if (!orphan) return;
    const copy = store.read(orphan);
    show(words.orphan.replace("{time}", clock(copy.at)), "failing",
      button(words.restore, () => restore(orphan, copy)),
      button(words.drop, () => { store.remove(orphan); show("", "saved"); }));
  }

  saved = typed();
  // What is shown again with faults, or after a search, is not on the server yet
  if (form.querySelector("#form-errors")) { saved = ""; plan(); }
  else lookForCopies();
  settle();
})();
