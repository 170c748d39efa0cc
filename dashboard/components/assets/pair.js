// Two records side by side, what speaks for and against that they are one. Text only.

import { el, place, redraw } from "./dom.js";

export function show({ data, parentElement }) {
  const root = place(parentElement, "pair");
  redraw(root, data.part === "evidence" ? evidence(data) : sides(data));
}

function evidence({ sure, about, lines, note }) {
  return el("div", {},
    sure ? el("p", { class: "sure" }, el("b", {}, sure), about) : null,
    note ? el("p", { class: "note" }, note) : null,
    lines.length === 0 ? null : el("ul", {}, ...lines.map(({ speaks, sign, text }) =>
      el("li", { class: speaks }, el("b", {}, sign), text))));
}

function sides({ label, heads, lines }) {
  const head = ({ mark, title, source }, n) => el("th", { scope: "col", class: n ? "other" : "one" },
    el("i", {}, mark), title, el("span", {}, source));
  return el("table", { "aria-label": label },
    el("colgroup", {}, el("col"), el("col"), el("col")),
    el("thead", {}, el("tr", {}, el("td"), ...heads.map(head))),
    el("tbody", {}, ...lines.map(({ label: name, one, other, compares }) =>
      el("tr", { class: compares }, el("th", { scope: "row" }, name),
        el("td", {}, one || "—"), el("td", {}, other || "—")))));
}
