// The finding of a project, how its targets stand, what it works on.
import { el, place, redraw } from "./dom.js";

export function show({ data, parentElement, setTriggerValue }) {
  redraw(
    place(parentElement, "project"),
    el("div", { class: "line" },
      el("h2", {}, data.headline),
      el("span", { class: "gap" }),
      data.back ? el("button", {
        type: "button", class: "action", "data-focus": "back", onclick: () => setTriggerValue("back", true),
      }, data.back) : null),
    el("p", { class: "lead" }, data.standings),
    el("p", { class: "note" }, el("span", {}, data.about),
      ...data.effects.map((effect) => el("span", {}, effect))),
  );
}
