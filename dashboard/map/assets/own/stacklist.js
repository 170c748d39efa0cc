// The list of the records that lie on one point, a portion at a time, worked by keyboard too.

import { el, say } from "./dom.js";
import { head } from "./facts.js";
import { gradeIcon, layerIcon } from "./icons.js";

export const PORTION = 50; // as many names as the server tells at once

export const rowKey = ({ layer, number }) => `record-${layer.id}-${number}`;

function row(record, name, theme, actions) {
  const grade = record.layer.grades[record.look.grade];
  const image = grade && !record.layer.symbol.character
    ? gradeIcon(record.layer, grade, theme) : layerIcon(record.layer, theme);
  const words = [grade?.name, name?.title ?? record.layer.name].filter(Boolean).join(" · ");
  const detail = name?.detail ? el("small", {}, name.detail) : null;
  return el("li", {}, el("button", {
    "data-key": rowKey(record), onclick: () => actions.open(record),
  }, image, el("span", {}, words, detail)));
}

// Up and down from row to row, Home and End to the ends, Escape closes.
function onKey(event, actions) {
  if (event.key === "Escape") return void actions.close();
  const rows = [...event.currentTarget.querySelectorAll("button")];
  const at = rows.indexOf(document.activeElement);
  const next = {
    ArrowDown: Math.min(at + 1, rows.length - 1), ArrowUp: Math.max(at - 1, 0), Home: 0, End: rows.length - 1,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  rows[next].focus();
}

// `records` as recordsAt returns them, the first `shown` of them with `names`; a row opens its facts.
export function listOf({ records, shown }, names, { view: { text }, theme }, actions) {
  const rest = records.length - shown;
  return [
    head(say(text.several_here, { n: records.length }), text.choose_one, null, text, actions),
    el("ul", { class: "map-list", onkeydown: (event) => onKey(event, actions) },
      ...records.slice(0, shown).map((record, n) => row(record, names[n], theme, actions)),
      rest > 0 ? el("li", {}, el("button", {
        class: "map-more", "data-key": "more", onclick: actions.more,
      }, say(text.list_more, { n: Math.min(rest, PORTION), rest }))) : null),
  ];
}
