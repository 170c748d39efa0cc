// The steps of a task, and the one it is at.
import { el, place, redraw } from "./dom.js";

export function show({ data, parentElement }) {
  const root = place(parentElement, "steps");
  redraw(root, el("ol", { "aria-label": data.label }, ...data.steps.map(({ label, current }, n) =>
    el("li", { class: current ? "on" : "", "aria-current": current ? "step" : null },
      el("b", {}, String(n + 1)), label))));
}
