// The finding of a page in one sentence, what it rests on, and choosers of what is looked at.
import { el, place, redraw } from "./dom.js";

export function show({ data, parentElement, setTriggerValue }) {
  const chooser = ({ id, label, chosen, options }) =>
    el("label", { class: "chooser" }, el("small", {}, label),
      el("select", {
        "data-focus": `choose-${id}`, onchange: (event) => setTriggerValue(id, event.target.value),
      }, ...options.map((each) => el("option", { value: each.id, selected: each.id === chosen }, each.label))));
  redraw(
    place(parentElement, "finding"),
    el("div", { class: "line" },
      el("h2", {}, data.headline),
      el("span", { class: "gap" }),
      ...data.choosers.map(chooser)),
    ...data.notes.map((text, n) => el("p", { class: n ? "note" : "note lead" }, text)),
    data.problem ? el("p", { class: "problem", role: "status" }, data.problem) : null,
  );
}
