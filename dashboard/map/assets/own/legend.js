// The legend is the toggle: layers, classes, grades and statuses, with what is drawn of each.

import { STEPS, shadeOf } from "./cells.js";
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
      el("h3", {}, text.legend_title),
      el("button", { class: "map-link", "data-key": "all", onclick: actions.showAll }, text.show_all),
    ),
    ...layers.flatMap((layer) => layerRow(layer, state, actions)),
    ...on.flatMap((layer) => gradesOf(layer, state, actions)),
    ...on.flatMap((layer) => statusesOf(layer, state, actions)),
    ...zones(on, state),
    ...cells(state),
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
  const classes = layer.classes.length > 1 && isOn && el("button", {
    class: "map-more", "data-key": `more-${layer.id}`, "aria-expanded": String(state.open.has(layer.id)),
    title: say(text.classes_of, { name: layer.name }), onclick: () => actions.toggleOpen(layer.id),
  }, "▾");
  return [
    el(
      "div", { class: isOn ? "map-row" : "map-row map-off" },
      el("label", {}, box, layerIcon(layer, state.theme),
        el("span", {}, el("b", {}, layer.name), el("small", {}, drawn))),
      classes || null,
      unplaced(layer, result, text, actions),
    ),
    ...(isOn && state.open.has(layer.id) ? [classList(layer, state, actions)] : []),
  ];
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
  return !list || list.length === 0 || list.includes(index);
}

function classList(layer, state, actions) {
  const chosen = state.selection.classes[layer.id];
  return el("div", { class: "map-classes" }, ...layer.classes.map((value, index) => {
    const n = state.results[layer.id]?.classes[index] ?? 0;
    return toggle(`class-${layer.id}-${index}`, isChosen(chosen, index), () =>
      actions.toggleValue("classes", layer, index), [value.name, el("em", {}, say("{n}", { n }))]);
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
  const words = el("span", {}, value.name, el("em", {}, say("{n}", { n })));
  return toggle(`${kind}-${layer.id}-${index}`, isOn, () => actions.toggleValue(kind, layer, index), [
    image, words,
  ]);
}

function gradesOf(layer, state, actions) {
  if (layer.grades.length === 0) return [];
  const { text } = state.view;
  const title = say(text.values_of, { name: layer.grades_name, layer: layer.name, unit: layer.unit });
  return [
    el("h4", {}, title),
    el("div", { class: "map-values" }, ...layer.grades.map((value, index) =>
      valueToggle("grades", layer, index, value, gradeIcon(layer, value, state.theme), state, actions))),
  ];
}

// Statuses stand only where they are drawn differently: open filled, closed hollow and struck.
function statusesOf(layer, state, actions) {
  if (!layer.statuses.some(({ closed }) => closed)) return [];
  const counts = state.results[layer.id]?.statuses;
  const used = layer.statuses.map((value, index) => [value, index]).filter(
    ([, index]) => counts?.[index] || !isChosen(state.selection.statuses[layer.id], index),
  );
  if (!used.some(([value]) => value.closed)) return [];
  const { text } = state.view;
  return [
    el("h4", {}, say(text.values_of, { name: layer.statuses_name, layer: layer.name, unit: layer.unit })),
    el("div", { class: "map-values" }, ...used.map(([value, index]) =>
      valueToggle("statuses", layer, index, value, statusIcon(layer, value, state.theme), state, actions))),
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
  return state.celled.flatMap(({ layer, side_m }) => [
    el("h4", {}, say(state.view.text.cells, { name: layer.name, m: side_m, unit: layer.unit })),
    el("div", { class: "map-steps" }, ...STEPS.map((least, n) => {
      const square = el("i");
      square.style.background = layerColour(layer.symbol, state.theme);
      square.style.opacity = shadeOf(least);
      const next = STEPS[n + 1];
      const range = next === undefined ? `≥${least}` : next - 1 === least ? `${least}` : `${least}–${next - 1}`;
      return el("div", {}, square, range);
    })),
  ]);
}
