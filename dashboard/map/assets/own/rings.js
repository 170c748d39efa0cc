// Distances around places: from a gate, from the boundary, from the position.

import { density } from "./density.js";
import { layerColour } from "./palette.js";
import { fill, pathOf, stroke } from "./shapes.js";
import { metresPerUnit, pixelsPerUnit } from "./world.js";

const LINES = {
  dashed: { width: 1.3, dash: [5, 4] },
  dotted: { width: 1.3, dash: [1, 4.5], opacity: 0.8 },
  thin: { width: 1, dash: [], opacity: 0.55 },
};
const LEAST_RADIUS_PX = 5;
const LEAST_LABELLED_PX = 28;

const radiusPx = (distance_m, y, zoom) => (distance_m / metresPerUnit(y)) * pixelsPerUnit(zoom);

// The shown records of a layer as a set of record numbers, for what hangs on them.
function shownNumbers({ block, mask }) {
  const shown = new Set();
  block.arrays.number.forEach((number, i) => mask[i] && shown.add(number));
  return shown;
}

function centresOf(zone, layer, sources) {
  const { block, mask } = layer;
  const { x, y, placed } = block.arrays;
  if (zone.measured_from === "gate") {
    const gates = sources.gates(zone.layer);
    if (!gates) return [];
    const shown = shownNumbers(layer);
    const { number } = gates.arrays;
    return Array.from(number, (_, g) => g)
      .filter((g) => shown.has(number[g]))
      .map((g) => [gates.arrays.x[g], gates.arrays.y[g]]);
  }
  const centres = [];
  for (let i = 0; i < block.count; i++) if (mask[i] && placed[i]) centres.push([x[i], y[i]]);
  return centres;
}

// Paints the circles and returns where the distance may be written: on top of a visible one.
function paintCircles(ctx, view, zone, centres, colour) {
  const scale = pixelsPerUnit(view.zoom);
  const tops = [];
  const path = new Path2D();
  for (const [x, y] of centres) {
    const r = radiusPx(zone.distance_m, y, view.zoom);
    const [px, py] = [x * scale - view.left, y * scale - view.top];
    if (r < LEAST_RADIUS_PX || px < -r || py < -r) continue;
    if (px > view.width + r || py > view.height + r) continue;
    path.moveTo(px + r, py);
    path.arc(px, py, r, 0, 2 * Math.PI);
    if (r >= LEAST_LABELLED_PX) tops.push([px, py - r]);
  }
  // non-zero winding: what two circles share is shaded once
  if (zone.fill) {
    ctx.globalAlpha = 0.07;
    ctx.fillStyle = colour;
    ctx.fill(path);
    ctx.globalAlpha = 1;
  }
  const { width, ...line } = LINES[zone.line];
  stroke(ctx, path, colour, width, line);
  return tops;
}

// The line at a distance from a boundary, exactly: a wide stroke less a narrower one.
function paintAround(ctx, view, zone, block, feature, colour) {
  const r = radiusPx(zone.distance_m, block.boxes[4 * feature + 1], view.zoom);
  if (r < LEAST_RADIUS_PX) return [];
  const dpr = density();
  const scale = pixelsPerUnit(view.zoom);
  const [west, north, east, south] = block.boxes.subarray(4 * feature, 4 * feature + 4);
  const edge = r + 4;
  const frame = {
    zoom: view.zoom, left: Math.floor(west * scale - edge), top: Math.floor(north * scale - edge),
    width: (east - west) * scale + 2 * edge, height: (south - north) * scale + 2 * edge,
  };
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height] = [Math.ceil(frame.width * dpr), Math.ceil(frame.height * dpr)];
  const pen = sheet.getContext("2d");
  pen.scale(dpr, dpr);
  const path = pathOf(block, [feature], frame);
  stroke(pen, path, colour, 2 * (r + LINES[zone.line].width));
  pen.globalCompositeOperation = "destination-out";
  stroke(pen, path, "#000", 2 * r);
  fill(pen, path, "#000");
  ctx.globalAlpha = LINES[zone.line].opacity ?? 1;
  const [left, top] = [frame.left - view.left, frame.top - view.top];
  ctx.drawImage(sheet, left, top, sheet.width / dpr, sheet.height / dpr);
  ctx.globalAlpha = 1;
  if (r < LEAST_LABELLED_PX) return [];
  return [[((west + east) / 2) * scale - view.left, north * scale - view.top - r]];
}

function near(block, feature, view, distance_m) {
  const [west, north, east, south] = block.boxes.subarray(4 * feature, 4 * feature + 4);
  const scale = pixelsPerUnit(view.zoom);
  const r = radiusPx(distance_m, north, view.zoom);
  return (
    east * scale - view.left > -r && west * scale - view.left < view.width + r &&
    south * scale - view.top > -r && north * scale - view.top < view.height + r
  );
}

// `layers` = shown layers with { layer, block, mask }; `sources` finds gates and boundaries.
// Returns [{ text, colour, tops }]: each distance is to be written once.
export function paintZones(ctx, view, zones, layers, sources, theme) {
  const rings = [];
  for (const zone of zones) {
    const layer = layers.find((one) => one.layer.id === zone.layer);
    if (!layer) continue;
    const colour = layerColour(layer.layer.symbol, theme);
    const boundaries = sources.boundaries(zone.layer);
    if (zone.measured_from !== "boundary" || !boundaries) {
      const tops = paintCircles(ctx, view, zone, centresOf(zone, layer, sources), colour);
      rings.push({ text: zone.name, colour, tops });
      continue;
    }
    const shown = shownNumbers(layer);
    const tops = [];
    for (let f = 0; f < boundaries.count; f++) {
      if (!shown.has(boundaries.arrays.number[f])) continue;
      if (near(boundaries, f, view, zone.distance_m)) {
        tops.push(...paintAround(ctx, view, zone, boundaries, f, colour));
      }
    }
    rings.push({ text: zone.name, colour, tops });
  }
  return rings;
}

export function paintGrounds(ctx, view, layers, sources, theme) {
  for (const { layer, block, mask } of layers) {
    const boundaries = sources.boundaries(layer.id);
    if (!boundaries || !layer.symbol.character) continue;
    const shown = shownNumbers({ block, mask });
    const features = Array.from({ length: boundaries.count }, (_, f) => f).filter(
      (f) => shown.has(boundaries.arrays.number[f]) && near(boundaries, f, view, 0),
    );
    const path = pathOf(boundaries, features, view);
    fill(ctx, path, layerColour(layer.symbol, theme), 0.16);
    stroke(ctx, path, layerColour(layer.symbol, theme), 0.9);
  }
}
