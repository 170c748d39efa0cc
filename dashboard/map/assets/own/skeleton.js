// What the map element consists of in the page, and folium's map in it.

import { overlay, speak } from "./controls.js";
import { el } from "./dom.js";
import { scripts } from "./once.js";

export function skeleton(view) {
  const parts = {
    legend: el("div", { class: "map-panel map-legend", role: "group", "aria-label": view.text.legend }),
    box: el("div", { class: "map-box" }),
    facts: el("div", {
      class: "map-panel map-facts", role: "region", "aria-label": view.text.facts, hidden: true,
    }),
    ...overlay(view.text, view.sample),
  };
  const canvas = el("div", { id: view.base.id, class: "folium-map", "aria-label": view.text.title });
  parts.box.append(canvas, parts.corner, parts.note, parts.tip, parts.said, parts.busy, parts.month, parts.card,
    el("div", { class: "map-times" }, parts.play, parts.compare));
  parts.root = el("div", { class: "map-root" }, parts.legend, parts.box, parts.facts);
  return parts;
}

export async function foliumMap(view) {
  await scripts(view.base.scripts);
  speak(view.text);
  const { declare } = await import(view.base.module);
  const declared = declare();
  declared.map.attributionControl?.setPrefix(false);
  return declared;
}
