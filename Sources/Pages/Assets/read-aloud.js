// Reads a resident's page aloud, block by block, with a voice of the device. What a page says about how it is read stands in its
// markup: `data-spell` is said letter by letter, `data-unread` is left out, `lang` chooses the voice.
(() => {
  "use strict";
  const button = document.querySelector("[data-read-aloud]");
  const speech = window.speechSynthesis;
  if (!button || !speech) return;
  const main = document.getElementById("main");
  const silent = "[data-unread], [aria-hidden=true], [hidden], script, style, select, textarea, .leaflet-container, canvas, svg";

  // Never a voice that sends the words to somebody else's server: receipts and tips are read here.
  const voice = (language) => {
    const own = speech.getVoices().filter((one) => one.localService);
    const two = language.slice(0, 2).toLowerCase();
    return own.find((one) => one.lang.replace("_", "-").toLowerCase() === language.toLowerCase())
      || own.find((one) => one.lang.toLowerCase().startsWith(two + "-cn") || one.lang.toLowerCase().startsWith(two + "_cn"))
      || own.find((one) => one.lang.toLowerCase().startsWith(two));
  };
  const offer = () => { button.hidden = !voice(document.documentElement.lang); };
  offer();
  speech.addEventListener?.("voiceschanged", offer);

  const blockOf = (element) => {
    let block = element;
    while (block !== main && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block;
  };
  const said = (node) => {
    const text = node.textContent.replace(/\s+/g, " ").trim();
    return text && node.parentElement.closest("[data-spell]") ? [...text.replace(/[\s-]/g, "")].join(" ") : text;
  };
  /** The page as it is heard: one entry for each run of text within one block, in the order of the page. */
  const blocks = () => {
    const found = [];
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement;
      const text = said(node);
      if (!text || element.closest(silent) || !element.checkVisibility()) continue;
      const block = blockOf(element);
      const language = element.closest("[lang]").lang;
      const before = found.at(-1);
      if (before && before.block === block && before.language === language) before.text += " " + text;
      else found.push({ block, language, text });
    }
    return found;
  };

  let run = 0;
  const stop = () => {
    run += 1;
    speech.cancel();
    document.querySelector(".being-read")?.classList.remove("being-read");
    button.setAttribute("aria-pressed", "false");
    button.textContent = button.dataset.start;
  };
  const readFrom = (list, index, ours) => {
    if (ours !== run) return;
    document.querySelector(".being-read")?.classList.remove("being-read");
    if (index >= list.length) { stop(); return; }
    const { block, language, text } = list[index];
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = language;
    utterance.voice = voice(language) || null;
    utterance.onend = () => readFrom(list, index + 1, ours);
    utterance.onerror = () => { if (ours === run) stop(); };
    block.classList.add("being-read");
    block.scrollIntoView({ block: "nearest" });
    // A language for which the device has no voice of its own is passed over.
    if (utterance.voice) speech.speak(utterance); else readFrom(list, index + 1, ours);
  };
  const start = (from) => {
    stop();
    const list = blocks();
    const first = from ? list.findIndex(({ block }) => from === block || from.contains(block) || block.contains(from)) : 0;
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.stop;
    readFrom(list, Math.max(0, first), run);
  };

  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") { stop(); return; }
    // Whoever marked a place hears the page from there.
    const marked = String(getSelection()) ? getSelection().anchorNode?.parentElement : null;
    start(marked && main.contains(marked) ? blockOf(marked) : null);
  });
  // While it is read, a tap on another part goes on from there.
  main.addEventListener("click", (event) => {
    if (button.getAttribute("aria-pressed") !== "true" || event.target.closest("a, button, input, label, select, summary, textarea")) return;
    start(blockOf(event.target));
  });
  addEventListener("pagehide", stop);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && button.getAttribute("aria-pressed") === "true") stop(); });
})();
