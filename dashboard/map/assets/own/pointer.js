// Pointing at records: a hover box with the name, a click that opens the facts.

import { cellAt } from "./cells.js";
import { say } from "./dom.js";
import { recordsAt } from "./hit.js";
import { pixelsPerUnit } from "./world.js";

const SLACK_PX = { mouse: 6, touch: 12 };
const HOVER_DELAY_MS = 40;

export function watchPointer(map, scene, tip, names, onPick) {
  let waiting = 0;
  let touch = false;

  // Leaflet's container point in pixels of the padded canvas.
  const onCanvas = ({ x, y }) => {
    const { margin: [mx, my] } = scene.viewNow();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const { left, top } = scene.viewNow();
    const origin = map.getPixelOrigin();
    return [x + corner.x + origin.x - left, y + corner.y + origin.y - top, mx, my];
  };
  const recordsUnder = (point, slack) => recordsAt(scene.plans, scene.viewNow(), onCanvas(point), slack);

  function showTip(point, text) {
    tip.textContent = text;
    tip.hidden = false;
    const { x: width } = map.getSize();
    tip.style.left = `${Math.min(Math.max(point.x, 8 + tip.offsetWidth / 2), width - 8 - tip.offsetWidth / 2)}px`;
    tip.style.top = `${Math.max(point.y - 14 - tip.offsetHeight, 4)}px`;
  }

  function describe(records) {
    const [first] = records;
    const { layer, look, row } = first;
    const { classes } = first.block ?? {};
    const words = [layer.name, layer.grades[look.grade]?.name, classes && layer.classes[classes[row]]?.name];
    const text = words.filter(Boolean).join(" · ");
    return records.length > 1 ? say(scene.view.text.and_more, { text, n: records.length }) : text;
  }

  async function hover(point) {
    const records = recordsUnder(point, 3);
    scene.hover = records[0] ?? null;
    map.getContainer().style.cursor = records.length ? "pointer" : "";
    scene.paintSpot();
    if (records.length === 0) return hoverCell(point);
    const [first] = records;
    first.block = scene.plans.find(({ layer }) => layer === first.layer).block.arrays;
    showTip(point, describe(records));
    const name = await names(first);
    if (scene.hover === first && name?.title) {
      const text = name.title;
      showTip(point, records.length > 1 ? say(scene.view.text.and_more, { text, n: records.length }) : text);
    }
  }

  function hoverCell(point) {
    const [px, py] = onCanvas(point);
    const view = scene.viewNow();
    const scale = pixelsPerUnit(view.zoom);
    const told = scene.tellAt?.((px + view.left) / scale, (py + view.top) / scale, scale);
    if (told) return showTip(point, told);
    for (const cells of scene.celled) {
      const n = cellAt(cells, (px + view.left) / scale, (py + view.top) / scale);
      if (n === 0) continue;
      const { name, unit } = cells.layer;
      return showTip(point, say(scene.view.text.cell, { name, n, unit, m: cells.side_m }));
    }
    tip.hidden = true;
  }

  async function pickAt(point, slack = SLACK_PX.touch) {
    const records = recordsUnder(point, slack);
    if (records.length) await onPick(records);
  }

  function leave() {
    clearTimeout(waiting);
    tip.hidden = true;
    if (!scene.hover) return;
    scene.hover = null;
    scene.paintSpot();
  }

  map.getContainer().addEventListener("pointerdown", (event) => (touch = event.pointerType === "touch"), true);
  map.on("mousemove", ({ containerPoint }) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => hover(containerPoint), HOVER_DELAY_MS);
  });
  map.on("mouseout movestart zoomstart", leave);
  map.on("unload", () => clearTimeout(waiting)); // a second map goes while the pointer is on it
  map.on("click", ({ containerPoint, latlng }) => {
    if (scene.onPlace) return void scene.onPlace([latlng.lng, latlng.lat]);
    pickAt(containerPoint, touch ? SLACK_PX.touch : SLACK_PX.mouse);
  });
  return pickAt;
}
