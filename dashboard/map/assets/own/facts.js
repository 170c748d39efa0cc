// The facts of one record. Text only.

import { el } from "./dom.js";
import { gradeIcon, layerIcon } from "./icons.js";

export function head(title, subtitle, image, text, actions) {
  return el(
    "div", { class: "map-facts-head" }, image,
    el("div", {}, el("b", { tabindex: "-1", "data-key": "title" }, title), el("span", {}, subtitle)),
    el("button", { class: "map-close", "aria-label": text.close, title: text.close, onclick: actions.close }, "×"),
  );
}

function imageOf(symbol, layers, theme) {
  const layer = layers.find(({ id }) => id === symbol?.layer);
  if (!layer) return null;
  const grade = layer.grades[symbol.grade];
  return grade && !layer.symbol.character ? gradeIcon(layer, grade, theme) : layerIcon(layer, theme);
}

function fields(items = []) {
  if (items.length === 0) return null;
  return el("dl", {}, ...items.flatMap(({ label, value, flag }) => [
    el("dt", {}, label),
    el("dd", {}, value, flag ? el("u", {}, flag) : null),
  ]));
}

function nearby(section, layers, theme) {
  if (!section) return null;
  return el("section", {},
    el("h5", {}, section.label, el("span", {}, section.total)),
    ...(section.items ?? []).map(({ text, count, layer }) => el("div", { class: "map-near" },
      imageOf({ layer }, layers, theme), el("span", {}, text), el("span", {}, count))),
  );
}

function history(section) {
  if (!section?.items?.length) return null;
  return el("section", {}, el("h5", {}, section.label), el("ol", {},
    ...section.items.map(({ date, text }) => el("li", {}, el("time", {}, date), text))));
}

function buttons(list = [], actions) {
  if (list.length === 0) return null;
  return el("div", { class: "map-buttons" }, ...list.map(({ id, text }, n) => el("button", {
    class: n === 0 ? "map-primary" : "", "data-key": `action-${id}`, onclick: () => actions.act(id),
  }, text)));
}

function unmask(words, actions) {
  if (!words) return null;
  const ask = (event) => {
    event.preventDefault();
    actions.unmask(event.target.elements.reason.value);
  };
  return el("form", { class: "map-unmask", onsubmit: ask },
    el("input", { name: "reason", required: true, maxlength: 200, autocomplete: "off", placeholder: words.reason, "aria-label": words.reason }),
    el("button", { type: "submit" }, words.show));
}

function corrected(list = []) {
  if (list.length === 0) return null;
  return el("ul", { class: "map-corrected" },
    ...list.map(({ label, text }) => el("li", {}, el("b", {}, label), text)));
}

// Other ledgers' records of the same thing: this one stands for them.
function merged(section) {
  if (!section) return null;
  return el("section", {}, el("h5", {}, section.label), el("ul", { class: "map-corrected map-merged" },
    ...section.items.map(({ text, source }) => el("li", {}, text, el("br"), source))));
}

// `form` stands in the place of the buttons while somebody corrects the record.
export function factsOf(answer, { view, theme }, actions, form = null) {
  const chips = (answer.chips ?? []).map(({ text, tone }) =>
    el("span", { class: `map-chip map-tone-${tone}` }, text));
  return [
    actions.back ? el("button", { class: "map-link map-back", "data-key": "back", onclick: actions.back }, actions.backText) : null,
    head(answer.title, answer.subtitle, imageOf(answer.symbol, view.layers, theme), view.text, actions),
    chips.length ? el("div", { class: "map-chips" }, ...chips) : null,
    fields(answer.fields),
    corrected(answer.corrected),
    nearby(answer.nearby, view.layers, theme),
    history(answer.history),
    merged(answer.merged),
    answer.source ? el("p", { class: "map-source" }, answer.source) : null,
    form ? null : unmask(answer.unmask, actions),
    form ?? buttons(answer.actions, actions),
  ].filter(Boolean);
}

export function failure(view, actions) {
  return [
    head(view.text.facts_failed, view.text.facts_failed_why, null, view.text, actions),
    el("div", { class: "map-buttons" }, el("button", { onclick: actions.retry }, view.text.retry)),
  ];
}
