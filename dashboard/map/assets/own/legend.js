// The legend is the toggle: layers, classes, grades and statuses, with what is drawn of each.

import { SHADES } from "./cells.js";
import { el, say } from "./dom.js";
import { gradeIcon, layerIcon, statusIcon } from "./icons.js";
import { layerColour } from "./palette.js";

// `state` = { view (what Python sent), selection, results by layer id, cells_m, theme, open }
export function legend(state, actions) {
  const { layers, text } = state.view;
  const on = layers.filter((layer) => state.selection.layers.includes(layer.id));
  return [
    el(
      "div", { class: "map-head" },
      el("h3", {}, text.legend),
      el("button", { class: "map-link", "data-key": "all", onclick: actions.showAll }, text.show_all),
    ),
    ...layers.map((layer) => layerRow(layer, state, actions)),
    ...cells(state),
    ...on.flatMap((layer) => valueSection(layer, state, actions)),
    ...zones(on, state),
  ];
}

function layerRow(layer, state, actions) {
  const { text } = state.view;
  const isOn = state.selection.layers.includes(layer.id);
  const result = state.results[layer.id];
  const box = el("input", {
    type: "checkbox", "data-key": `layer-${layer.id}`, checked: isOn,
    onchange: () => actions.toggleLayer(layer.id),
  });
  const drawn = result
    ? say(isOn ? text.on_map : text.off_map, { n: result.placed, unit: layer.unit })
    : text.loading;
  return el(
      "div", { class: isOn ? "map-row" : "map-row map-off" },
      el("label", {}, box, layerIcon(layer, state.theme),
        el("span", {}, el("b", {}, layer.name), el("small", {}, drawn))),
      unplaced(layer, result, text, actions),
  );
}

function unplaced(layer, result, text, actions) {
  if (!result) return null;
  const missing = result.total - result.placed;
  if (missing === 0) return el("span", { class: "map-placed" }, text.all_placed);
  return el("button", {
    class: "map-link", "data-key": `unplaced-${layer.id}`, onclick: () => actions.unplaced(layer.id),
  }, say(text.unplaced, { n: missing }));
}

function isChosen(list, index) {
  return !list || list.includes(index);
}

function classList(layer, state, actions) {
  const chosen = state.selection.classes[layer.id];
  return el("div", { class: "map-classes" }, ...layer.classes.flatMap((value, index) => {
    const n = state.results[layer.id]?.classes[index] ?? 0;
    if (n === 0 && isChosen(chosen, index)) return [];
    return [toggle(`class-${layer.id}-${index}`, isChosen(chosen, index), () =>
      actions.toggleValue("classes", layer, index), [value.name, el("em", {}, say("{n}", { n }))])];
  }));
}

function toggle(key, isOn, onclick, content) {
  return el("button", {
    class: "map-toggle", "data-key": key, "aria-pressed": String(isOn), onclick,
  }, ...content);
}

function valueToggle(kind, layer, index, value, image, state, actions) {
  const n = state.results[layer.id]?.[kind][index] ?? 0;
  const isOn = isChosen(state.selection[kind][layer.id], index);
  const [name] = value.name.split(" · "); // "橙 · 严管": the colour word is enough beside its symbol
  const words = el("span", {}, name, el("em", {}, say("{n}", { n })));
  return toggle(`${kind}-${layer.id}-${index}`, isOn, () => actions.toggleValue(kind, layer, index), [
    image, words,
  ]);
}

// Values that occur, or that were switched off: an empty one would only take room.
function valuesOf(kind, layer, state, actions, image) {
  const counts = state.results[layer.id]?.[kind];
  return layer[kind].flatMap((value, index) =>
    counts?.[index] || !isChosen(state.selection[kind][layer.id], index)
      ? [valueToggle(kind, layer, index, value, image(layer, value, state.theme), state, actions)]
      : []);
}

// A section for each layer that is drawn in more than one way: its grades, then open and closed,
// and behind a button its classes.
function valueSection(layer, state, actions) {
  const grades = valuesOf("grades", layer, state, actions, gradeIcon);
  const closes = layer.statuses.some(({ closed }) => closed);
  const statuses = closes ? valuesOf("statuses", layer, state, actions, statusIcon) : [];
  const shown = [...grades, ...(statuses.length > 1 ? statuses : [])];
  if (shown.length < 2) return [];
  const { text } = state.view;
  const isOpen = state.open.has(layer.id);
  const more = layer.classes.length > 1 ? el("button", {
    class: "map-link", "data-key": `more-${layer.id}`, "aria-expanded": String(isOpen),
    onclick: () => actions.toggleOpen(layer.id),
  }, `${text.classes} ${isOpen ? "▴" : "▾"}`) : null;
  return [
    el("h4", {}, say(text.values_of, { layer: layer.name, unit: layer.unit }), more),
    el("div", { class: "map-values" }, ...shown),
    ...(isOpen ? [classList(layer, state, actions)] : []),
  ];
}

function zones(on, state) {
  const shown = state.view.zones.filter((zone) => on.some(({ id }) => id === zone.layer));
  if (shown.length === 0) return [];
  return [el("div", { class: "map-lines" }, ...shown.map((zone) => {
    const { symbol } = on.find(({ id }) => id === zone.layer);
    const line = el("i", { class: `map-line map-${zone.line}` });
    line.style.borderColor = layerColour(symbol, state.theme);
    return el("div", {}, line, zone.name);
  }))];
}

// Names the squares as what they are: plain counts.
function cells(state) {
  return state.celled.flatMap(({ layer, side_m, steps }) => [
    el("h4", {}, say(state.view.text.cells, { name: layer.name, m: side_m, unit: layer.unit })),
    el("div", { class: "map-steps" }, ...steps.map((least, n) => {
      const square = el("i");
      square.style.background = layerColour(layer.symbol, state.theme);
      square.style.opacity = SHADES[n];
      const next = steps[n + 1];
      const range = next === undefined ? `≥${least}` : next - 1 === least ? `${least}` : `${least}–${next - 1}`;
      return el("div", {}, square, range);
    })),
  ]);
}
