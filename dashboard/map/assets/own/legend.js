// The legend is the toggle: layers, classes, grades and statuses, with what is drawn of each.

import { SHADES } from "./cells.js";
import { el, say } from "./dom.js";
import { gradeIcon, layerIcon, stackIcon, statusIcon } from "./icons.js";
import { layerColour } from "./palette.js";
import { hotLegend } from "./hot.js";
import { closedRoleOf, roleOf } from "./sizes.js";

const UNSET = 255;

// `state` = { view (what Python sent), selection, results and plans by layer id, celled, theme, open,
// isByUnit: while change by square or street is all that is painted of the records }
export function legend(state, actions) {
  const { text } = state.view;
  const layers = state.view.layers.filter((layer) => !whyNone(layer, state));
  const on = layers.filter((layer) => state.selection.layers.includes(layer.id));
  return [
    el(
      "div", { class: "map-head" },
      el("h3", {}, text.legend),
      el("button", { class: "map-link", "data-key": "all", onclick: actions.showAll }, text.show_all),
    ),
    ...layers.map((layer) => layerRow(layer, state, actions)),
    ...absent(state),
    ...cells(state),
    ...on.flatMap((layer) => valueSection(layer, state, actions)),
    ...state.view.shapes.flatMap((shape) => hotLegend(shape, state.theme)),
    ...zones(on, state),
  ];
}

// Why nothing of a layer can be on the map, whatever is switched; nothing for one that can.
function whyNone({ id, record }, { view, isByUnit }) {
  return view.silent?.[id] ?? (isByUnit && record !== "incident" ? view.text.compare_hides : null);
}

// Their names by reason: they are no choice.
function absent(state) {
  const names = new Map();
  for (const layer of state.view.layers) {
    const why = whyNone(layer, state);
    if (why) names.set(why, [...(names.get(why) ?? []), layer.name]);
  }
  return [...names].map(([why, told]) => el("p", { class: "map-absent" }, el("b", {}, why), told.join("\u00a0· ")));
}

function layerRow(layer, state, actions) {
  const { text } = state.view;
  const isOn = state.selection.layers.includes(layer.id);
  const result = state.countsOf(layer);
  const box = el("input", {
    type: "checkbox", "data-key": `layer-${layer.id}`, checked: isOn,
    onchange: () => actions.toggleLayer(layer.id),
  });
  const onMap = state.isByUnit ? text.compare_on_map : text.on_map;
  const drawn = result
    ? say(isOn ? onMap : text.off_map, { n: result.placed, unit: layer.unit })
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
  if (layer.listed === false) return el("span", { class: "map-placed" }, say(text.unplaced, { n: missing }));
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
    const n = state.countsOf(layer)?.classes[index] ?? 0;
    const isOn = isChosen(chosen, index);
    if (n === 0 && isOn) return [];
    return [toggle(`class-${layer.id}-${index}`, isOn, () =>
      actions.toggleValue("classes", layer, index), [value.name, countOf(n, isOn, state)])];
  }));
}

function toggle(key, isOn, onclick, content) {
  return el("button", {
    class: "map-toggle", "data-key": key, "aria-pressed": String(isOn), onclick,
  }, ...content);
}

function valueToggle(kind, layer, index, value, image, state, actions) {
  const n = state.countsOf(layer)?.[kind][index] ?? 0;
  const isOn = isChosen(state.selection[kind][layer.id], index);
  const [name] = value.name.split(" · "); // "橙 · 严管": the colour word is enough beside its symbol
  const words = el("span", {}, name, countOf(n, isOn, state));
  return toggle(`${kind}-${layer.id}-${index}`, isOn, () => actions.toggleValue(kind, layer, index), [
    image, words,
  ]);
}

const countOf = (n, isOn, state) => el("em", {}, isOn ? say("{n}", { n }) : state.view.text.value_off);

const VALUE_LISTS = {
  grades: { image: gradeIcon, role: (layer, { mark }) => roleOf(layer, mark) },
  statuses: {
    image: statusIcon,
    role: (layer, { closed }) => (closed ? closedRoleOf(layer) : roleOf(layer, "plain")),
  },
};

// Values that occur, or that were switched off: an empty one would only take room. At the end the
// records without any. `counts`: at this zoom such records are a number, not symbols.
function valuesOf(kind, layer, state, actions) {
  const n = state.countsOf(layer)?.[kind];
  const { image, role } = VALUE_LISTS[kind];
  const entry = (value, node) => ({ node, counts: state.plans[layer.id]?.counts(role(layer, value)) });
  const found = layer[kind].flatMap((value, index) => {
    if (!n?.[index] && isChosen(state.selection[kind][layer.id], index)) return [];
    const picture = image(layer, value, state.theme);
    return [entry(value, valueToggle(kind, layer, index, value, picture, state, actions))];
  });
  if (!n?.[UNSET] || found.length === 0) return found;
  const plain = { mark: "plain", closed: false };
  const words = el("span", {}, state.view.text.unset, countOf(n[UNSET], true, state));
  return [...found, entry(plain, el("div", { class: "map-toggle" }, image(layer, plain, state.theme), words))];
}

// A section for each layer that is drawn in more than one way: its grades, then open and closed,
// and behind a button its classes.
function valueSection(layer, state, actions) {
  const grades = valuesOf("grades", layer, state, actions);
  const closes = layer.statuses.some(({ closed }) => closed);
  const statuses = closes ? valuesOf("statuses", layer, state, actions) : [];
  const shown = [...grades, ...(statuses.length > 1 ? statuses : [])];
  if (shown.length < 2) return [];
  const { text } = state.view;
  const heading = state.isByUnit ? text.compare_values_of : text.values_of;
  const isOpen = state.open.has(layer.id);
  const more = layer.classes.length > 1 ? el("button", {
    class: "map-link", "data-key": `more-${layer.id}`, "aria-expanded": String(isOpen),
    onclick: () => actions.toggleOpen(layer.id),
  }, `${text.classes} ${isOpen ? "▴" : "▾"}`) : null;
  return [
    el("h4", {}, say(heading, { layer: layer.name, unit: layer.unit }), more),
    ...values(shown.filter(({ counts }) => !counts)),
    ...values(shown.filter(({ counts }) => counts), el("small", {}, text.counted_here)),
    ...(state.plans[layer.id]?.stacks.length
      ? [el("div", { class: "map-stack" }, stackIcon(layer, state.theme), text.stacked)] : []),
    ...(isOpen ? [classList(layer, state, actions)] : []),
  ];
}

function values(found, ...heading) {
  if (found.length === 0) return [];
  return [el("div", { class: "map-values" }, ...heading, ...found.map(({ node }) => node))];
}

// Lines around what is shown; none where nothing of their layer is.
function zones(on, state) {
  const drawn = on.filter(({ id }) => state.results[id]?.placed);
  const shown = state.view.zones.filter((zone) => drawn.some(({ id }) => id === zone.layer));
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
