// Six numbers, three lines each, and the line below that says once what they share.
import { el, place, redraw } from "./dom.js";

export function show({ data, parentElement, setTriggerValue }) {
  const card = (each) =>
    el("button", {
      type: "button", class: each.chosen ? "card chosen" : "card", title: each.definition,
      "data-focus": each.id, "aria-pressed": String(each.chosen),
      onclick: () => setTriggerValue("opened", each.id),
    },
    el("span", { class: "name" }, el("span", {}, each.name),
      el("i", {}, each.sample ? el("em", { class: "mark" }, each.sample) : null, "›")),
    el("span", { class: "value" }, el("b", {}, each.number), el("u", {}, each.unit),
      el("em", {}, each.earlier)),
    el("span", { class: "change" }, each.change));
  const { note } = data;
  redraw(
    place(parentElement, "cards"),
    data.problem ? el("p", { class: "problem", role: "alert" }, data.problem) : null,
    el("div", { class: "row", role: "group", "aria-label": data.label }, ...data.cards.map(card)),
    el("p", { class: "note" }, el("span", {}, el("b", {}, note.lead), note.placed),
      ...note.hints.map((hint) => el("span", { title: hint }, hint))),
  );
}
