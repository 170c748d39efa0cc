// Drawing, measuring and the picture: buttons, and a bar that says what to do and what was measured.

import { svg } from "./controls.js";
import { el, say } from "./dom.js";
import { area_m2 } from "./geodesy.js";
import { cornersOf, measured, sketching } from "./sketch.js";

const PICTURES = {
  polygon: "M2 5L8 1L14 6L11 14L4 13Z",
  circle: "M8 1A7 7 0 1 1 7.9 1M8 8L13 8",
  picture: "M2 4H5L6 2H10L11 4H14V13H2ZM8 6A2.5 2.5 0 1 1 7.9 6",
  measure: "M1 11L11 1L15 5L5 15ZM4 8L6 10M7 5L9 7",
};
const KM2 = 1_000_000;
const asInLink = (degrees) => Number(degrees.toFixed(6));

// Three figures, in the unit one would say it in.
export function lengthText(length_m, text) {
  if (length_m < 1000) return say(text.metres, { n: Math.round(length_m) });
  return say(text.kilometres, { n: Number((length_m / 1000).toFixed(2)) });
}

export function areaText(area_m2, text) {
  if (area_m2 < 10_000) return say(text.square_metres, { n: Math.round(area_m2) });
  if (area_m2 < KM2 / 10) return say(text.hectares, { n: Number((area_m2 / 10_000).toFixed(2)) });
  return say(text.square_kilometres, { n: Number((area_m2 / KM2).toFixed(2)) });
}

function figures(sketch, text) {
  const { radius_m, length_m: length, area_m2: area } = measured(sketch);
  return [
    radius_m && say(text.radius, { length: lengthText(radius_m, text) }),
    length && sketch.kind === "measure" && say(text.distance, { length: lengthText(length, text) }),
    area && say(text.area, { area: areaText(area, text) }),
  ].filter(Boolean).join(" · ");
}

// `choose(corners)` filters by an area; no corners by none. `save()` makes the picture.
export function drawingTools(state, { map, scene, choose, save }) {
  const { text } = state.view;
  const figure = el("b", { role: "status" });
  const how = el("span", {});
  const finish = el("button", { type: "button", onclick: () => sketch.finish() }, text.draw_finish);
  const end = el("button", { type: "button", onclick: () => leave() });
  const bar = el("div", { class: "map-drawbar", hidden: true }, figure, how, finish, end);
  const sketch = sketching(map, scene, { changed: show, done });
  const nameOf = (kind) => text[kind === "picture" ? kind : `draw_${kind}`];
  const { drawable, pictured } = state.view;
  const kinds = [...(drawable ? ["polygon", "circle"] : []), "measure", ...(drawable && pictured ? ["picture"] : [])];
  const buttons = kinds.map((kind) => el("a", {
    href: "#", role: "button", title: nameOf(kind), "aria-label": nameOf(kind),
    "aria-pressed": kind === "picture" ? null : "false", "data-tool": kind,
    onclick: (event) => {
      event.preventDefault();
      if (kind === "picture") save();
      else if (isUsed(kind)) sketch.cancel();
      else begin(kind);
    },
  }, svg(16, 16, PICTURES[kind], { fill: "none", stroke: "currentColor", "stroke-width": "1.5" })));
  const isUsed = (kind) => sketch.isActive() && scene.sketch.kind === kind;

  function begin(kind) {
    sketch.begin(kind);
    map.getContainer().focus({ preventScroll: true }); // the keyboard draws there
  }

  function done({ kind }) {
    if (kind === "measure") return;
    const corners = cornersOf(scene.sketch).map((corner) => corner.map(asInLink));
    scene.sketch = null;
    choose(corners);
  }

  function leave() {
    if (scene.sketch) sketch.cancel();
    else choose([]);
  }

  // While nothing is drawn the bar tells of the area that filters.
  function show() {
    const { sketch: drawn } = scene;
    const { shape } = state.selection;
    bar.hidden = !drawn && !shape?.length;
    for (const button of buttons.filter((one) => one.hasAttribute("aria-pressed"))) button.setAttribute("aria-pressed", String(isUsed(button.dataset.tool)));
    if (drawn) figure.textContent = figures(drawn, text);
    else if (shape?.length) figure.textContent = say(text.shape_filters, { area: areaText(area_m2(shape), text) });
    how.textContent = sketch.isActive() ? text[`draw_${drawn.kind}_how`] : "";
    finish.hidden = !sketch.isActive() || drawn.kind === "circle";
    end.textContent = drawn ? text.draw_cancel : text.shape_clear;
    scene.paintSpot();
  }

  // Enter sets a point where the cross is, Backspace takes the last one back, Escape ends it.
  function press({ key }) {
    if (!scene.sketch) return false;
    if (key === "Escape") sketch.cancel();
    else if (!sketch.isActive()) return false;
    else if (key === "Backspace") sketch.back();
    else if (key === "Enter") scene.onPlace(centreOf(map));
    else return false;
    return true;
  }

  const control = el("div", { class: "leaflet-bar leaflet-control map-tools" }, ...buttons);
  for (const node of [control, bar]) L.DomEvent.disableClickPropagation(node);
  map.getContainer().querySelector(".leaflet-top.leaflet-right").append(control);
  return { bar, press, show, stop: sketch.cancel };
}

export function centreOf(map) {
  const { lng, lat } = map.getCenter();
  return [lng, lat];
}
