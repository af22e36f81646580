/* What a page does beyond HTML. Everything works without it; with it nothing is lost or sent twice. */
(() => {
  "use strict";
  const DRAFT = "golden-thread-draft:";
  const SENT = "golden-thread-sent:";
  const memory = (() => {
    try {
      sessionStorage.setItem("golden-thread", "1");
      return sessionStorage;
    } catch {
      return null;
    }
  })();

  /* The error summary takes the focus, and its links the field they name. */
  function showErrors(root) {
    const summary = root.querySelector(".error-summary");
    if (summary) summary.focus();
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });

  /* How many characters are left; said aloud only after a pause in typing. */
  function count(area) {
    const line = document.getElementById(`${area.id}-count`);
    if (!line || line.dataset.counts) return;
    line.dataset.counts = "yes";
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    line.after(spoken);
    const limit = Number(area.dataset.limit);
    let pause = 0;
    const show = () => {
      const left = limit - [...area.value].length;
      const many = Math.abs(left).toLocaleString("en-GB");
      const unit = Math.abs(left) === 1 ? "character" : "characters";
      line.textContent = left < 0 ? `${many} ${unit} too many` : `${many} ${unit} left`;
      line.classList.toggle("is-over", left < 0);
      clearTimeout(pause);
      pause = setTimeout(() => { spoken.textContent = line.textContent; }, 1200);
    };
    area.addEventListener("input", show);
    if (area.value) show();
  }

  /* Drafts: what is being typed stays in this tab until the form has been carried out. */
  const formKey = (form) => {
    const url = new URL(form.action, location.href);
    return `${location.pathname}>${url.pathname}${form.id ? `#${form.id}` : ""}`;
  };
  const draftKey = (area) => `${DRAFT}${formKey(area.form)}:${area.name}`;
  const keepsDrafts = (form) =>
    memory && form && form.method === "post" && !("noDraft" in form.dataset);

  function forget(key) {
    for (const name of Object.keys(memory)) {
      if (name.startsWith(`${DRAFT}${key}:`)) memory.removeItem(name);
    }
    memory.removeItem(SENT + key);
  }
  /* A form was carried out when what came after it was a redirect (nothing else ends one well).
     After a lost connection we are back by reload or history: then the draft is kept. */
  function settle() {
    if (!memory) return;
    const arrival = performance.getEntriesByType("navigation")[0];
    const redirected = arrival && arrival.type === "navigate" && arrival.redirectCount > 0;
    for (const name of Object.keys(memory)) {
      if (!name.startsWith(SENT)) continue;
      if (redirected || document.querySelector(".toast.is-success")) forget(name.slice(SENT.length));
      else memory.removeItem(name);
    }
  }
  function keepDraft(area) {
    if (area.dataset.keeps || !area.name || !keepsDrafts(area.form)) return;
    area.dataset.keeps = "yes";
    const key = draftKey(area);
    const saved = memory.getItem(key);
    if (saved && saved !== area.value) restore(area, saved, key);
    area.addEventListener("input", () => {
      if (area.value === area.defaultValue) memory.removeItem(key);
      else memory.setItem(key, area.value);
    });
  }
  function restore(area, saved, key) {
    const before = area.value;
    area.value = saved;
    const note = document.createElement("p");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    note.append("We kept what you were writing. ");
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "plain";
    drop.textContent = before ? "Go back to what is saved" : "Clear it";
    drop.addEventListener("click", () => {
      area.value = before;
      memory.removeItem(key);
      note.remove();
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
    note.append(drop);
    area.after(note);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* One press, one sending. The button comes back after a while, or with the page. */
  function release(form) {
    delete form.dataset.sending;
    form.querySelectorAll("button[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if ("signsOut" in form.dataset && memory) memory.clear();
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sending = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    if (keepsDrafts(form) && !("signsOut" in form.dataset)) memory.setItem(SENT + formKey(form), "1");
    setTimeout(() => release(form), 10000);
  }, true);
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
  });

  /* The menu on a phone closes with Escape. */
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".site-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* A status region that came filled with the page is not read aloud; one filled later is. */
  function announce() {
    const toasts = [...document.querySelectorAll(".toast")];
    if (!toasts.length) return;
    const spoken = document.createElement("div");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    document.body.append(spoken);
    setTimeout(() => { spoken.textContent = toasts.map((t) => t.textContent.trim()).join(" "); }, 300);
    setTimeout(() => spoken.remove(), 5000);
  }

  function prepare(root) {
    root.querySelectorAll("textarea[data-limit]").forEach(count);
    root.querySelectorAll("form textarea").forEach(keepDraft);
  }
  settle();
  prepare(document);
  showErrors(document);
  announce();

  document.addEventListener("htmx:afterSettle", (event) => {
    prepare(event.target);
    showErrors(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (!form) return;
    release(form);
    if (event.detail.successful && keepsDrafts(form)) forget(formKey(form));
  });
})();
