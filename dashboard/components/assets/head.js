// The head of every page: title, pages, what the data is, who is there, language.
import { el, place, redraw } from "./dom.js";

const LOOK_EVERY_MS = 2000;
let looking = 0;

// Whoever is signed out, here or elsewhere, is led to the way in, whatever page is open.
async function look() {
  const answer = await fetch("/api/version", { cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) location.reload();
}

export function show({ data, parentElement, setTriggerValue }) {
  const page = ({ id, label, current }) =>
    el("button", {
      type: "button", class: current ? "on" : "", "data-focus": `page-${id}`,
      "aria-current": current ? "page" : null,
      onclick: () => current || setTriggerValue("page", id),
    }, label);
  looking ||= setInterval(look, LOOK_EVERY_MS);
  redraw(
    place(parentElement, "head"),
    el("h1", {}, data.title),
    el("nav", { "aria-label": data.text.pages }, ...data.pages.map(page)),
    el("span", { class: "gap" }),
    data.overheard
      ? el("span", { class: "chip overheard", title: data.text.overheard_about }, data.text.overheard)
      : null,
    data.sample ? el("span", { class: "chip sample" }, data.sample) : null,
    data.date ? el("span", { class: "meta" }, `${data.text.until} `, el("b", {}, data.date)) : null,
    el("span", { class: "meta" }, data.text.masked),
    data.presenting === null ? null : el("button", {
      type: "button", class: "quiet", "data-focus": "presenting", "aria-pressed": String(data.presenting),
      onclick: () => setTriggerValue("presenting", data.presenting ? 0 : 1),
    }, data.presenting ? data.text.end_presenting : data.text.present),
    el("button", {
      type: "button", class: "quiet", lang: data.other.id, "data-focus": "language",
      onclick: () => setTriggerValue("language", data.other.id),
    }, data.other.label),
    el("span", { class: "meta person" }, data.person),
    el("form", { method: "post", action: data.leave },
      el("button", { type: "submit", class: "quiet", "data-focus": "leave" }, data.text.leave)),
  );
}
