// Choices of which several may hold; none chosen means all.
import { el } from "./dom.js";

export function manyPanel(panel, filter, text, send, wrong) {
  const boxes = [];
  const all = box("all", filter.all, !filter.narrowed, () => {
    for (const each of boxes) each.checked = false;
    all.input.checked = true;
    send([]);
  });
  const tell = () => {
    const chosen = boxes.filter((each) => each.checked).map((each) => each.value);
    all.input.checked = chosen.length === 0;
    send(chosen);
  };
  panel.append(all.label);
  for (const group of filter.groups) {
    const options = group.options.map((option) => {
      const made = box(option.id, option.label, option.chosen, tell, option.depth);
      boxes.push(made.input);
      return made.label;
    });
    panel.append(
      el("fieldset", {}, group.label ? el("legend", {}, group.label) : null, ...options),
    );
  }
  if (filter.hint) panel.append(el("p", { class: "hint" }, filter.hint));
  panel.append(wrong);
  panel.addEventListener("keydown", (event) => step(event, panel));
}

function box(value, words, checked, onchange, depth = 0) {
  const input = el("input", { type: "checkbox", value, checked, onchange });
  return { input, label: el("label", { class: `choice depth-${depth}` }, input, words) };
}

function step(event, panel) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const inputs = [...panel.querySelectorAll("input")];
  const next = inputs.indexOf(document.activeElement) + by;
  inputs[(next + inputs.length) % inputs.length].focus();
}
