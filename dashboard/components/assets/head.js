// The head of every page: title, pages, what the data is, language.
import { el, place, redraw } from "./dom.js";

export function show({ data, parentElement, setTriggerValue }) {
  const page = ({ id, label, current }) =>
    el("button", {
      type: "button", class: current ? "on" : "", "data-focus": `page-${id}`,
      "aria-current": current ? "page" : null,
      onclick: () => current || setTriggerValue("page", id),
    }, label);
  redraw(
    place(parentElement, "head"),
    el("h1", {}, data.title),
    el("nav", { "aria-label": data.text.pages }, ...data.pages.map(page)),
    el("span", { class: "gap" }),
    data.sample ? el("span", { class: "chip sample" }, data.sample) : null,
    data.date ? el("span", { class: "meta" }, `${data.text.until} `, el("b", {}, data.date)) : null,
    el("span", { class: "meta" }, data.text.masked),
    el("button", {
      type: "button", class: "quiet", lang: data.other.id, "data-focus": "language",
      onclick: () => setTriggerValue("language", data.other.id),
    }, data.other.label),
  );
}
