// Symbols outside the map: in the legend, the facts, the hover box.

import { density } from "./density.js";
import { el } from "./dom.js";
import { drawStack } from "./stacks.js";
import { drawSymbol } from "./symbols.js";

const icon = (layer, look, size, theme) =>
  picture((ctx) => drawSymbol(ctx, layer, look, size, theme));

function picture(draw) {
  const dpr = density();
  const side = 24;
  const canvas = el("canvas", {
    class: "map-icon", width: side * dpr, height: side * dpr, "aria-hidden": "true",
  });
  const ctx = canvas.getContext("2d");
  ctx.scale(dpr, dpr);
  ctx.translate(side / 2, side / 2);
  draw(ctx);
  return canvas;
}

export const layerIcon = (layer, theme) =>
  icon(layer, { mark: "plain", closed: false }, layer.symbol.character ? 19 : 12, theme);

// The size a value has in the legend follows how strongly it is drawn.
const LEGEND_PX = { hot_a: 17, hot_b: 17, hot_c: 17, red: 13, orange: 11.5, yellow: 7, green: 7, blue: 11, death: 14, serious: 10 };

export const gradeIcon = (layer, grade, theme) =>
  icon(layer, { mark: grade.mark, closed: false }, LEGEND_PX[grade.mark] ?? 8, theme);

export const stackIcon = (layer, theme) =>
  picture((ctx) => drawStack(ctx, layer, { n: 2, grave: false }, theme));

export const statusIcon = (layer, status, theme) =>
  icon(layer, { mark: "plain", closed: status.closed }, status.closed ? 10 : 8, theme);
