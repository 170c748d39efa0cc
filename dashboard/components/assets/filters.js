// The filter bar: one two-line button per filter, each opening its choices.
import { el, place, redraw } from "./dom.js";
import { manyPanel } from "./filter_many.js";
import { periodPanel } from "./filter_period.js";

const PANELS = { many: manyPanel, period: periodPanel };
const bars = new WeakMap();

export function show({ data, parentElement, setTriggerValue }) {
  const root = place(parentElement, "filters");
  const bar = bars.get(root) ?? { open: null, panel: null };
  bars.set(root, bar);
  bar.send = (filter, chosen) => {
    root.classList.add("waiting");
    setTriggerValue("changed", { filter, chosen });
  };
  bar.clear = () => setTriggerValue("cleared", true);
  root.classList.remove("waiting");
  draw(root, bar, data);
  return () => document.removeEventListener("pointerdown", bar.outside, true);
}

function draw(root, bar, data) {
  // An open panel keeps its boxes: the answer to an earlier click must not undo a later one.
  // Moving it takes the keyboard out of it, so where that stood is noted before.
  const active = document.activeElement;
  const filters = data.filters.map((filter) => oneFilter(root, bar, data, filter));
  const clear = el("button", {
    type: "button", class: "action", "data-focus": "clear", disabled: !data.narrowed,
    onclick: () => bar.clear(),
  }, data.text.clear);
  const copy = el("button", {
    type: "button", class: "action", "data-focus": "copy",
    onclick: () => document.dispatchEvent(new CustomEvent("safety-map:copy-link")),
  }, data.text.copy_link);
  const scrolled = bar.panel?.scrollTop;
  redraw(root, ...filters, el("span", { class: "gap" }), clear, copy);
  if (bar.panel) bar.panel.scrollTop = scrolled;
  if (data.refused && data.refused === bar.open) tellRefused(bar.panel, data);
  if (bar.panel?.contains(active)) active.focus({ preventScroll: true });
  if (!bar.outside) listen(root, bar);
}

function oneFilter(root, bar, data, filter) {
  const isOpen = bar.open === filter.id;
  const button = el("button", {
    type: "button", class: filter.narrowed ? "filter narrowed" : "filter",
    "data-focus": filter.id, "aria-haspopup": "dialog", "aria-expanded": String(isOpen),
    onclick: () => toggle(root, bar, data, filter),
  }, el("small", {}, filter.label), el("span", {}, filter.value));
  const box = el("div", { class: `sm-filter ${filter.id}` }, button);
  if (isOpen) box.append(bar.panel);
  return box;
}

function toggle(root, bar, data, filter) {
  const opens = bar.open !== filter.id;
  bar.open = opens ? filter.id : null;
  bar.panel = opens ? panelOf(bar, data, filter) : null;
  draw(root, bar, data);
  if (opens) bar.panel.querySelector("input:checked, input, button")?.focus({ preventScroll: true });
  bar.close = () => close(root, bar, data);
}

function panelOf(bar, data, filter) {
  const panel = el("div", { class: "panel", role: "dialog", "aria-label": filter.label });
  const wrong = el("p", { class: "wrong", role: "alert" });
  PANELS[filter.kind](panel, filter, data.text, (chosen) => bar.send(filter.id, chosen), wrong);
  return panel;
}

// What was asked for could not be: the choice before it holds, and the panel says so.
function tellRefused(panel, data) {
  const text = data.refused === "period" ? data.text.dates_beyond : data.text.refused;
  panel.querySelector(".wrong").textContent = text;
}

function close(root, bar, data) {
  const was = bar.open;
  bar.open = bar.panel = bar.close = null;
  for (const panel of root.querySelectorAll(".panel")) panel.remove();
  for (const button of root.querySelectorAll("[aria-expanded]")) {
    button.setAttribute("aria-expanded", "false");
  }
  return was;
}

function listen(root, bar) {
  bar.outside = (event) => {
    if (bar.close && !root.querySelector(".panel")?.parentElement.contains(event.target)) bar.close();
  };
  document.addEventListener("pointerdown", bar.outside, true);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !bar.close) return;
    const id = bar.close();
    root.querySelector(`[data-focus="${CSS.escape(id)}"]`)?.focus();
  });
}
