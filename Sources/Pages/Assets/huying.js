// What script adds to pages that work without it. Words come from the page (data-*), never from here.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = document.body.dataset;
  const counted = (sentence, n) => (sentence || "").replace("%n", n.toLocaleString("en-US"));
  document.documentElement.classList.add("script");

  // Old browsers cannot be told by style to show the navigation and the filters where there is room.
  const room = matchMedia("(min-width: 900px)");
  const unfold = () => all("details[data-open-wide]").forEach((d) => { d.open = room.matches; });
  unfold();
  room.addEventListener("change", unfold);

  // A form is sent once; the button says so. Coming back by the browser's arrow makes it usable again.
  const ready = (form) => {
    delete form.dataset.sent;
    all("button[data-was]", form).forEach((b) => { b.textContent = b.dataset.was; b.removeAttribute("aria-disabled"); delete b.dataset.was; });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    const button = event.submitter;
    // After the browser has taken the button's own value.
    if (button) setTimeout(() => { button.dataset.was = button.textContent; button.textContent = words.sending || button.textContent; button.setAttribute("aria-disabled", "true"); });
    if (form.dataset.draft) { try { sessionStorage.setItem("sent:" + form.dataset.draft, "yes"); sessionStorage.setItem("sending:" + form.dataset.draft, form.elements._request?.value || ""); } catch { /* not kept anyway */ } }
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach(ready));

  // What was typed and not sent is kept until the tab closes. Passwords and files are not. What was sent is forgotten on the
  // next page, unless that is reached by the browser's arrow: then sending failed, or is to be looked at again.
  const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (!cameBack) {
    Object.keys(sessionStorage).filter((key) => key.startsWith("sent:")).forEach((key) => {
      sessionStorage.removeItem(key);
      sessionStorage.removeItem("draft:" + key.slice(5));
    });
  }
  const keepable = (field) => field.name && field.name !== "csrf" && !["password", "file", "hidden", "submit"].includes(field.type);
  all("form[data-draft]").forEach((form) => {
    const key = "draft:" + form.dataset.draft;
    const refused = document.querySelector(".error-summary");
    // Come back by the arrow, the form is still the same sending: sent once more it changes nothing.
    const sending = sessionStorage.getItem("sending:" + form.dataset.draft);
    if (cameBack && sending && !refused && form.elements._request) form.elements._request.value = sending;
    let saved = null;
    try { saved = JSON.parse(sessionStorage.getItem(key)); } catch { /* nothing was kept */ }
    if (saved && !refused) {
      [...form.elements].filter(keepable).forEach((field) => {
        const values = saved[field.name];
        if (!values) return;
        if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
        else field.value = values[0];
      });
      const note = document.createElement("p");
      note.className = "callout";
      note.setAttribute("role", "status");
      note.textContent = words.kept;
      form.prepend(note);
    }
    form.addEventListener("input", () => {
      const typed = {};
      [...form.elements].filter(keepable).forEach((field) => {
        if ((field.type === "radio" || field.type === "checkbox") && !field.checked) { typed[field.name] ??= []; return; }
        (typed[field.name] ??= []).push(field.value);
      });
      try { sessionStorage.setItem(key, JSON.stringify(typed)); } catch { /* the browser has no room */ }
    });
  });

  // How many characters may still be written; said only near the end, so that it does not nag.
  all("[data-most]").forEach((field) => {
    const most = Number(field.dataset.most);
    // A number, a code: nobody runs out of room there without seeing it.
    if (most < 20) return;
    const says = document.createElement("p");
    says.className = "hint counter";
    says.setAttribute("aria-live", "polite");
    (field.closest(".control") || field).after(says);
    const count = () => {
      const left = most - [...field.value].length;
      says.classList.toggle("over", left < 0);
      says.textContent = left < 0 ? counted(words.over, -left) : left <= (most < 100 ? 5 : most / 4) ? counted(words.left, left) : "";
    };
    field.addEventListener("input", count);
    count();
  });

  // Pictures are shown before they are sent, and made smaller when they are larger than any screen.
  const shrink = async (file) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 1_500_000 || !window.createImageBitmap) return file;
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, 2048 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg", lastModified: file.lastModified }) : file;
  };
  all("[data-files]").forEach((field) => {
    const input = field.querySelector("input[type=file]");
    const list = field.querySelector("[data-previews]");
    input.addEventListener("change", async () => {
      const files = await Promise.all([...input.files].map((file) => shrink(file).catch(() => file)));
      if (input.accept === "image/*" && window.DataTransfer) {
        const chosen = new DataTransfer();
        files.forEach((file) => chosen.items.add(file));
        input.files = chosen.files;
      }
      all("img", list).forEach((image) => URL.revokeObjectURL(image.src));
      list.replaceChildren(...files.map((file) => {
        const item = document.createElement("li");
        if (file.type.startsWith("image/")) {
          const image = document.createElement("img");
          image.src = URL.createObjectURL(file);
          image.alt = "";
          item.append(image);
        }
        item.append(`${file.name} · ${(file.size / 1048576).toFixed(1)} MB`);
        return item;
      }));
    });
  });

  // The position of the one who reports; the map, when there is one, shows it and lets it be moved.
  all("[data-place]").forEach((field) => {
    const button = field.querySelector("[data-locate]");
    const says = field.querySelector("[data-place-says]");
    const words = field.querySelector("input[type=text]");
    field.addEventListener("huying:placed", (event) => { if ("position" in field.dataset) words.value = event.detail.join(", "); });
    if (!navigator.geolocation) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      button.disabled = true;
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const at = [coords.latitude.toFixed(6), coords.longitude.toFixed(6)];
        [field.querySelector("[data-latitude]").value, field.querySelector("[data-longitude]").value] = at;
        says.textContent = button.dataset.found;
        button.disabled = false;
        field.dispatchEvent(new CustomEvent("huying:placed", { detail: at }));
        field.dispatchEvent(new CustomEvent("huying:located", { detail: [coords.latitude, coords.longitude] }));
      }, () => { says.textContent = button.dataset.failed; button.disabled = false; }, { timeout: 10000, enableHighAccuracy: true });
    });
  });

  // What the server has to say to what is being typed; its answer is part of the form.
  all("[data-suggestions]").forEach((place) => {
    const form = place.closest("form");
    const names = place.dataset.of.split(",");
    let waits = 0;
    let asked = "";
    const ask = async () => {
      const values = new URLSearchParams(["csrf", ...names].map((name) => [name, (form.elements[name]?.value ?? "").slice(0, 4000)]));
      if (values.toString() === asked) return;
      asked = values.toString();
      try {
        const answer = await fetch(place.dataset.suggestions, { method: "POST", body: values });
        if (answer.ok && values.toString() === asked) place.innerHTML = await answer.text();
      } catch { /* Without the network the form is sent without suggestions. */ }
    };
    const soon = () => { clearTimeout(waits); waits = setTimeout(ask, 500); };
    form.addEventListener("input", (event) => { if (names.includes(event.target.name)) soon(); });
    if (names.some((name) => form.elements[name]?.value)) soon();
  });

  // Ready words: put into the field they are for, behind what stands there, and the answer they belong to is chosen.
  all("[data-words-into]").forEach((place) => {
    const form = place.closest("form");
    all("li", place).forEach((item) => {
      const button = item.querySelector("button");
      const text = item.querySelector("[data-words]");
      button.hidden = false;
      button.addEventListener("click", () => {
        const field = form.elements[place.dataset.wordsInto];
        field.value = field.value.trim() ? field.value.trimEnd() + "\n" + text.textContent : text.textContent;
        all(`[name="${CSS.escape(place.dataset.wordsBy)}"]`, form).forEach((radio) => { if (radio.value === text.dataset.words) radio.checked = true; });
        place.open = false;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      });
    });
  });

  // A likely answer: a press puts it into the form on the page, and nobody has sent anything.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-puts]");
    if (!button) return;
    const field = document.querySelector(`form[action$="/dispatch"] [name="${CSS.escape(button.dataset.puts)}"]`);
    if (!field) return;
    field.value = button.dataset.value;
    field.focus();
  });

  // A part that takes its time stands on a page of its own; here the page's part of the same id takes the place of the way to it.
  all("[data-part]").forEach(async (place) => {
    try {
      const answer = await fetch(place.dataset.part);
      if (!answer.ok) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
      if (part) place.replaceChildren(...part.childNodes);
    } catch { /* The way to it stays. */ }
  });

  // Live figures: {"inbox": "12"} puts 12 into every element with data-live="inbox".
  // A browser keeps six lines to a server and no more, so that of many tabs one listens and tells the others.
  if (words.liveFrom && document.querySelector("[data-live]") && window.EventSource) {
    let last = "";
    let source = null;
    const show = (text) => {
      let figures = {};
      try { figures = JSON.parse(text); } catch { return; }
      last = text;
      for (const [key, value] of Object.entries(figures)) {
        all(`[data-live="${CSS.escape(key)}"]`).forEach((element) => { if (element.textContent !== String(value)) element.textContent = value; });
      }
    };
    const others = window.BroadcastChannel && navigator.locks ? new BroadcastChannel(words.liveFrom) : null;
    const listen = () => {
      source ??= new EventSource(words.liveFrom);
      source.onmessage = (event) => { show(event.data); others?.postMessage(event.data); };
    };
    const stop = () => { source?.close(); source = null; };
    addEventListener("pagehide", stop);
    if (others) {
      others.onmessage = ({ data }) => { if (data !== "?") show(data); else if (source && last) others.postMessage(last); };
      others.postMessage("?");
      navigator.locks.request(words.liveFrom, () => new Promise(listen));
    } else {
      // Without such means (plain http) only the tab in front listens.
      const look = () => { if (document.hidden) stop(); else listen(); };
      document.addEventListener("visibilitychange", look);
      look();
    }
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  // Rows: a click anywhere opens them; j and k walk, Enter opens, x selects.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select, summary") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) open(row.dataset.href, "_blank"); else location.href = row.dataset.href;
  });
  const rows = all("table[data-rows] tbody tr[data-href]");
  let at = -1;
  const walk = (step) => {
    rows[at]?.classList.remove("at");
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows[at].classList.add("at");
    (rows[at].querySelector("a") || rows[at]).focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") all("details.who[open], details.nav[open]:not([data-open-wide])").forEach((d) => { d.open = false; });
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "/") {
      const search = document.querySelector('[data-focus-key="/"]');
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (rows.length && (event.key === "j" || event.key === "k")) walk(event.key === "j" ? 1 : -1);
    else if (event.key.length === 1 && /[a-z]/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`)) document.querySelector(`[data-key="${event.key}"]`).click();
    // What gives out: the choice of an office, for the selected rows or for the case that is shown.
    else if (event.key === "d") { const field = document.querySelector('.bulk-bar select, form[action$="/dispatch"] select'); if (field) { event.preventDefault(); field.focus(); } }
    else if (at >= 0 && event.key === "x") rows[at].querySelector("td.check input")?.click();
  });
  document.addEventListener("click", (event) => {
    all("details.who[open]").forEach((d) => { if (!d.contains(event.target)) d.open = false; });
  });

  // Selecting rows.
  all("form[data-bulk]").forEach((form) => {
    const boxes = all("tbody td.check input", form);
    const every = form.querySelector("[data-all]");
    const says = form.querySelector("[data-bulk-count]");
    const before = says.textContent;
    const count = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      form.classList.toggle("chosen", chosen > 0);
      says.textContent = chosen ? counted(says.dataset.says, chosen) : before;
      every.checked = chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
    };
    every.hidden = false;
    every.addEventListener("change", () => { boxes.forEach((box) => { box.checked = every.checked; }); count(); });
    form.addEventListener("change", count);
    form.addEventListener("submit", (event) => { if (!boxes.some((box) => box.checked)) { event.preventDefault(); event.stopPropagation(); } }, true);
    count();
  });

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", (event) => { event.preventDefault(); print(); });
  });

  document.querySelector("[data-focus]")?.focus();
})();
