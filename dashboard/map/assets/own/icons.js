// Symbols outside the map: in the legend, the facts, the hover box.

import { density } from "./density.js";
import { el } from "./dom.js";
import { drawStack } from "./stacks.js";
import { drawSymbol } from "./symbols.js";

const SIDE_PX = 24;
const pictures = new Map();
const canvases = new WeakMap();

const icon = (layer, look, size, theme) =>
  picture([layer.id, look.mark, look.closed, size, theme], (ctx) =>
    drawSymbol(ctx, layer, look, size, theme));

// An image, for the browser gives every canvas in the page a surface of its own, and each of them
// costs at every frame. Drawn once per key.
function picture(key, draw) {
  const dpr = density();
  const name = [...key, dpr].join();
  if (!pictures.has(name)) pictures.set(name, drawn(draw, dpr));
  const { canvas, src } = pictures.get(name);
  const image = el("img", { class: "map-icon", src, alt: "", "aria-hidden": "true", decoding: "sync" });
  canvases.set(image, canvas);
  return image;
}

// What a symbol's image shows, to be painted at once: an image just made is not loaded yet.
export const canvasBehind = (image) => canvases.get(image);

function drawn(draw, dpr) {
  const canvas = el("canvas", { width: SIDE_PX * dpr, height: SIDE_PX * dpr });
  const ctx = canvas.getContext("2d");
  ctx.scale(dpr, dpr);
  ctx.translate(SIDE_PX / 2, SIDE_PX / 2);
  draw(ctx);
  return { canvas, src: canvas.toDataURL() };
}

export const layerIcon = (layer, theme) =>
  icon(layer, { mark: "plain", closed: false }, layer.symbol.character ? 19 : 12, theme);

// The size a value has in the legend follows how strongly it is drawn.
const LEGEND_PX = { hot_a: 17, hot_b: 17, hot_c: 17, red: 13, orange: 11.5, yellow: 7, green: 7, blue: 11, death: 14, serious: 10 };

export const gradeIcon = (layer, grade, theme) =>
  icon(layer, { mark: grade.mark, closed: false }, LEGEND_PX[grade.mark] ?? 8, theme);

export const stackIcon = (layer, theme) =>
  picture([layer.id, "stack", theme], (ctx) => drawStack(ctx, layer, { n: 2, grave: false }, theme));

export const statusIcon = (layer, status, theme) =>
  icon(layer, { mark: "plain", closed: status.closed }, status.closed ? 10 : 8, theme);
