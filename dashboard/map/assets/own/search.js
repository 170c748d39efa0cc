// The search box: asks our server as one types, offers what it found, works by keyboard.
// After the combobox of the ARIA Authoring Practices: the focus stays in the field.

import { el, say } from "./dom.js";

const PAUSE_MS = 200;
const FEWEST_LETTERS = 2;

function hitNode({ kind, title, detail }, n, choose) {
  return el("li", {
    role: "option", id: `map-hit-${n}`, "aria-selected": "false",
    onpointerdown: (event) => { event.preventDefault(); choose(n); }, // before the field is left
  }, el("em", {}, kind), title, el("small", {}, detail));
}

// `show(hit)` is called with what was chosen, `clear()` when the field is emptied.
export function searchBox(state, { show, clear }) {
  let asked = 0;
  let waiting = 0;
  let hits = [];
  let at = -1;

  const { text } = state.view;
  const list = el("ul", { class: "map-hits", id: "map-hits", role: "listbox", "aria-label": text.search, hidden: true });
  const none = el("p", { class: "map-no-hits", hidden: true });
  const said = el("div", { class: "map-unseen", role: "status" });
  const field = el("input", {
    type: "search", role: "combobox", placeholder: text.search_hint, "aria-label": text.search_hint, maxlength: 80,
    autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-controls": "map-hits", "aria-expanded": "false",
    oninput: () => later(), onkeydown: (event) => press(event), onblur: () => close(), onfocus: () => offer(),
  });
  const node = el("div", { class: "map-search", role: "search" }, field, list, none, said);

  function later() {
    clearTimeout(waiting);
    asked += 1;
    if (field.value.trim().length < FEWEST_LETTERS) {
      hits = [];
      close();
      if (!field.value) clear();
    } else waiting = setTimeout(ask, PAUSE_MS);
  }

  async function ask() {
    const mine = (asked += 1);
    const words = field.value.trim();
    const { api, query } = state.view;
    const body = new URLSearchParams({ q: words });
    const answer = await fetch(`${api}/search?${query}`, { method: "POST", body }).catch(() => null);
    const told = answer?.ok ? await answer.json() : null;
    if (mine !== asked) return;
    hits = told?.hits ?? [];
    none.textContent = told ? say(text.search_none, { asked: words }) : text.search_failed;
    said.textContent = hits.length ? say(text.search_found, { n: hits.length }) : none.textContent;
    list.replaceChildren(...hits.map((hit, n) => hitNode(hit, n, choose)));
    mark(-1);
    offer(true);
  }

  function offer(answered = false) {
    list.hidden = hits.length === 0;
    none.hidden = hits.length > 0 || !answered;
    field.setAttribute("aria-expanded", String(!list.hidden));
  }

  function close() {
    list.hidden = none.hidden = true;
    field.setAttribute("aria-expanded", "false");
  }

  function mark(n) {
    at = n;
    [...list.children].forEach((one, i) => one.setAttribute("aria-selected", String(i === n)));
    list.children[n]?.scrollIntoView({ block: "nearest" });
    if (n < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `map-hit-${n}`);
  }

  function choose(n) {
    if (!hits[n]) return;
    close();
    show(hits[n]);
  }

  function press(event) {
    const { key } = event;
    event.stopPropagation(); // arrows move the list, not the map
    if (event.isComposing) return; // Enter ends what an input method composes
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (list.hidden) offer();
      const step = key === "ArrowDown" ? 1 : -1;
      if (hits.length) mark(at < 0 && step < 0 ? hits.length - 1 : (at + step + hits.length) % hits.length);
    } else if (key === "Enter") {
      if (list.hidden && hits.length === 0) later();
      else choose(Math.max(at, 0));
    } else if (key === "Escape") {
      if (list.hidden && none.hidden) {
        field.value = "";
        later();
      } else close();
    } else return;
    event.preventDefault();
  }

  return { node };
}
