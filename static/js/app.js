/* What a page does beyond HTML. Everything works without it; with it nothing is lost or sent twice. */
(() => {
  "use strict";
  const words = document.body.dataset;
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

  /* Leave this site: nothing of it is seen, kept in this tab, or come back to. */
  const LEFT = "golden-thread-left";
  const exit = document.querySelector("[data-quick-exit]");
  function leave(to) {
    document.documentElement.hidden = true;
    document.title = new URL(to).hostname;
    if (memory) {
      memory.clear();
      memory.setItem(LEFT, to);
    }
    const out = document.querySelector("form[data-signs-out]");
    if (out) fetch(out.action, { method: "POST", body: new FormData(out), keepalive: true, redirect: "manual" }).catch(() => {});
    location.replace(to);
  }
  function stayAway(back) {
    const to = memory && memory.getItem(LEFT);
    if (to && back) leave(to);
    else if (to) memory.removeItem(LEFT);
  }
  const arrival = performance.getEntriesByType("navigation")[0];
  stayAway(arrival && arrival.type === "back_forward");
  addEventListener("pageshow", (event) => event.persisted && stayAway(true));
  if (exit) {
    let presses = [];
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      leave(exit.href);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
      if (presses.length > 2) leave(exit.href);
    }, true);
  }

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
    const short = area.localName === "input"; /* of a line only its last fifth is counted */
    let pause = 0;
    const show = () => {
      const left = limit - [...area.value].length;
      line.hidden = short && left > limit / 5;
      const many = Math.abs(left).toLocaleString(document.documentElement.lang);
      line.textContent = line.dataset[left < 0 ? "over" : "left"].replace("{n}", many);
      line.classList.toggle("is-over", left < 0);
      clearTimeout(pause);
      pause = setTimeout(() => { spoken.textContent = line.hidden ? "" : line.textContent; }, 1200);
    };
    area.addEventListener("input", show);
    if (area.value) show();
  }

  /* Files: which were chosen, how large each is, and which is too large to be sent. */
  function listFiles(input) {
    const list = document.getElementById(`${input.id}-files`);
    if (!list || list.dataset.lists) return;
    list.dataset.lists = "yes";
    const size = (bytes) => bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
    input.addEventListener("change", () => {
      list.replaceChildren(...[...input.files].map((file, at) => {
        const line = document.createElement("li");
        const over = file.size > Number(list.dataset.size) ? list.dataset.tooLarge
          : at >= Number(list.dataset.most) ? list.dataset.tooMany : "";
        line.classList.toggle("is-over", Boolean(over));
        line.textContent = [file.name, size(file.size), over].filter(Boolean).join(" · ");
        return line;
      }));
    });
  }

  /* Drafts: what is being typed stays in this tab until the form has been carried out. */
  const formKey = (form) => {
    const url = new URL(form.getAttribute("action") || "", location.href); // a field may be called "action"
    return `${location.pathname}>${url.pathname}${form.id ? `#${form.id}` : ""}`;
  };
  const keepsDrafts = (form) =>
    memory && form && form.method === "post" && !("noDraft" in form.dataset);

  function forget(key) {
    for (const name of Object.keys(memory)) {
      if (name.startsWith(`${DRAFT}${key}:`)) memory.removeItem(name);
    }
    memory.removeItem(SENT + key);
  }
  /* Who has to sign in first reads that what they wrote at that page waits in this tab; after a form
     was sent, the page itself says so. */
  function tellWhatWaits() {
    const note = document.querySelector("[data-draft-waits]");
    if (!note) return;
    const at = `${DRAFT}${new URL(note.dataset.draftWaits, location.href).pathname}>`;
    note.hidden = !Object.keys(memory).some((name) => name.startsWith(at) && !name.endsWith(":#version"));
  }
  /* A form was carried out when what came after it was a redirect (nothing else ends one well).
     After a lost connection we are back by reload or history: then the draft is kept. */
  function settle() {
    if (!memory) return;
    /* Who is led to sign in has not been heard: the draft waits until they are back. */
    const stopped = location.pathname.startsWith("/sign-in/");
    if (stopped && !Object.keys(memory).some((name) => name.startsWith(SENT))) tellWhatWaits();
    const redirected = arrival && arrival.type === "navigate" && arrival.redirectCount > 0 && !stopped;
    for (const name of Object.keys(memory)) {
      if (!name.startsWith(SENT)) continue;
      if (redirected || document.querySelector(".toast.is-success")) forget(name.slice(SENT.length));
      else memory.removeItem(name);
    }
  }
  /* What a question is answered with, by name: a text, or which of its choices. `first` is how the
     page came. Never a password, nor a code that works once. */
  const UNKEPT = ["hidden", "submit", "button", "reset", "image", "password", "fieldset", "output"];
  function questions(form) {
    const groups = new Map();
    for (const one of form.elements) {
      if (!one.name || UNKEPT.includes(one.type) || one.autocomplete === "one-time-code") continue;
      groups.set(one.name, [...(groups.get(one.name) || []), one]);
    }
    return groups;
  }
  const isTick = (one) => one.type === "radio" || one.type === "checkbox";
  function answer(group, first) {
    const [one] = group;
    if (one.type === "file") return JSON.stringify(first ? [] : [...one.files].map((file) => file.name));
    if (isTick(one)) return JSON.stringify(group.filter((o) => first ? o.defaultChecked : o.checked).map((o) => o.value));
    if (!one.options) return first ? one.defaultValue : one.value;
    const chosen = [...one.options].filter((o) => first ? o.defaultSelected : o.selected);
    return JSON.stringify((chosen.length || one.multiple ? chosen : [...one.options].slice(0, 1)).map((o) => o.value));
  }
  function fill(group, saved) {
    const [one] = group;
    if (one.type === "file") return;
    if (isTick(one)) group.forEach((o) => { o.checked = JSON.parse(saved).includes(o.value); });
    else if (one.options) [...one.options].forEach((o) => { o.selected = JSON.parse(saved).includes(o.value); });
    else one.value = saved;
    one.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function keepDraft(form) {
    if (form.dataset.keeps || !keepsDrafts(form) || form.querySelector("input[type=password]")) return;
    form.dataset.keeps = "yes";
    const key = `${DRAFT}${formKey(form)}:`, groups = questions(form);
    const missed = [...groups].filter(([name, group]) => {
      const saved = memory.getItem(key + name);
      return saved !== null && saved !== answer(group);
    });
    if (missed.length) restore(form, key, missed);
    const keep = (event) => {
      const name = event.target.name, group = groups.get(name);
      if (!group) return;
      const version = form.elements.version;
      if (version && memory.getItem(`${key}#version`) === null) memory.setItem(`${key}#version`, version.value);
      if (answer(group) === answer(group, true)) memory.removeItem(key + name);
      else memory.setItem(key + name, answer(group));
    };
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
  }
  /* The form as it was left, with a word about what cannot be brought back, and about what somebody
     else has saved since: then it goes out with the version it was written for, and both are shown. */
  function restore(form, key, missed) {
    const before = missed.map(([, group]) => [group, answer(group)]);
    const version = form.elements.version, now = version && version.value;
    const written = memory.getItem(`${key}#version`);
    const newer = version && written !== null && written !== now;
    missed.forEach(([name, group]) => fill(group, memory.getItem(key + name)));
    if (newer) version.value = written;
    document.querySelector("[data-unsent]")?.remove(); /* it is in the form again */
    const note = document.createElement("p");
    note.className = "draft-note";
    note.setAttribute("role", "status");
    const files = missed.some(([, [one]]) => one.type === "file");
    const said = [missed.length > 1 || !files ? words.kept : "", files ? words.filesAgain : "", newer ? words.newer : ""];
    note.append(`${said.filter(Boolean).join(" ")} `);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "plain";
    drop.textContent = words.clear;
    drop.addEventListener("click", () => {
      before.forEach(([group, saved]) => fill(group, saved));
      if (newer) version.value = now;
      forget(formKey(form));
      note.remove();
      before[0][0][0].focus();
    });
    note.append(drop);
    form.prepend(note);
  }

  /* Plainer words, as they are written: after a pause, under the box. Nothing is kept. */
  function suggest(button) {
    const form = button.form, address = button.dataset.checkWords;
    button.remove();
    if (address) form.querySelectorAll("[data-plain]").forEach((area) => {
      const slot = document.getElementById(`${area.id}-plain`);
      let pause = 0, asking = null, shown = "";
      const ask = async () => {
        asking = new AbortController();
        const body = new FormData();
        body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        body.set("text", area.value);
        try {
          const answer = await fetch(address, { method: "POST", body, signal: asking.signal, redirect: "error" });
          const found = answer.ok ? await answer.text() : "";
          if (found !== shown) slot.innerHTML = shown = found;
        } catch { /* no connection: no suggestion */ }
      };
      area.addEventListener("input", () => {
        clearTimeout(pause);
        if (asking) asking.abort();
        pause = setTimeout(ask, 1500);
      });
    });
  }

  /* Listen: the page read out by a voice of this device. One that would send the words away is not used. */
  function listen(box) {
    const speech = window.speechSynthesis;
    if (!speech) return;
    const language = document.documentElement.lang;
    const [go, stop] = box.querySelectorAll("button");
    const label = go.querySelector("span");
    const first = label.textContent;
    let lines = [], at = 0, run = 0;
    const exact = (v) => v.lang.replace("_", "-") === language;
    const voice = () => speech.getVoices()
      .filter((v) => v.localService && v.lang.slice(0, 2) === language.slice(0, 2))
      .sort((a, b) => exact(b) - exact(a))[0];
    const show = () => { box.hidden = !voice(); };
    const be = (state) => {
      box.dataset.state = state;
      label.textContent = box.dataset[state] || first;
      stop.hidden = !state;
      if (state === "pause") return;
      run += 1;
      speech.cancel();
    };
    const say = () => {
      if (at >= lines.length) return be("");
      const mine = run;
      const words = new SpeechSynthesisUtterance(lines[at]);
      words.voice = voice();
      words.lang = words.voice.lang;
      words.onend = () => {
        if (mine !== run) return;
        at += 1;
        say();
      };
      speech.speak(words);
    };
    go.addEventListener("click", () => {
      if (box.dataset.state === "pause") return be("goOn");
      if (!box.dataset.state) {
        document.body.classList.add("is-read-out");
        lines = document.querySelector("main").innerText.split(/\n+/).filter((line) => line.trim());
        document.body.classList.remove("is-read-out");
        at = 0;
      }
      be("pause");
      say();
    });
    stop.addEventListener("click", () => {
      be("");
      go.focus();
    });
    speech.onvoiceschanged = show;
    show();
    addEventListener("pagehide", () => be(""));
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

  /* A question before something is ended opens over the page. It is the page of its own that the
     link leads to; whatever goes wrong there is shown by that page. Escape closes it and the focus
     returns, as every dialog of the browser does. */
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
    event.preventDefault();
    const page = await fetch(link.href).then((answer) => answer.ok && !answer.redirected && answer.text()).catch(() => "");
    const form = page && new DOMParser().parseFromString(page, "text/html").querySelector("main form[method=post]");
    if (!form) {
      location.assign(link.href);
      return;
    }
    const main = form.closest("main");
    const dialog = document.createElement("dialog");
    dialog.className = "dialog stack";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "plain dialog-close";
    close.textContent = link.dataset.dialog;
    const title = main.querySelector("h1");
    title.id = "dialog-title";
    dialog.setAttribute("aria-labelledby", title.id);
    const parts = [...main.querySelector(".stack").children];
    parts.splice(parts.findIndex((part) => part.contains(form)) + 1);
    dialog.append(...main.querySelector(".heading").children, ...parts);
    const top = document.createElement("div");
    top.className = "dialog-top";
    top.append(close);
    if (exit) { /* what lies under a dialog cannot be pressed */
      const away = exit.cloneNode(true);
      away.addEventListener("click", (press) => {
        press.preventDefault();
        leave(exit.href);
      });
      top.append(away);
    }
    dialog.prepend(top);
    form.setAttribute("action", form.getAttribute("action") || link.href);
    dialog.addEventListener("click", (press) => {
      const back = press.target.closest("a[href]");
      const here = back && new URL(back.href).pathname === location.pathname;
      if (press.target !== close && press.target !== dialog && !here) return;
      if (here) press.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    prepare(dialog);
    dialog.showModal();
  });

  /* A message can be put away; the page takes the focus. */
  document.querySelectorAll("[data-puts-away]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.closest(".toast").remove();
      document.getElementById("main").focus();
    });
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
    root.querySelectorAll("[data-limit]").forEach(count);
    root.querySelectorAll("form.form, form:has(textarea)").forEach(keepDraft);
    root.querySelectorAll("input[type=file]").forEach(listFiles);
    root.querySelectorAll("[data-check-words]").forEach(suggest);
    root.querySelectorAll("[data-listen]").forEach(listen);
  }
  /* Away: two minutes before the end the page asks. Whoever is typing is here, and is not asked. */
  function watch(dialog) {
    const form = dialog.querySelector("form");
    const after = dialog.dataset.after * 1000;
    let typed = 0, warning, end;
    const leave = () => { location.href = location.pathname + location.search; };
    const begin = () => {
      clearTimeout(end);
      warning = setTimeout(() => (typed > Date.now() - after / 2 ? stay() : ask()), after);
      typed = 0;
    };
    const ask = () => {
      end = setTimeout(leave, 121000);
      dialog.showModal();
    };
    const stay = async () => {
      clearTimeout(warning);
      let answer;
      try {
        answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      } catch { /* No connection: the page with what is written on it stays, and asks again. */
        warning = setTimeout(stay, 20000);
        return;
      }
      if (!answer.ok) return leave();
      dialog.close();
      begin();
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      release(form);
      stay();
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      stay();
    });
    document.addEventListener("input", () => { typed = Date.now(); });
    begin();
  }

  const idle = document.getElementById("idle");
  if (idle) watch(idle);
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
