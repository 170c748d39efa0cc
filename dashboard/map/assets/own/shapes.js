// Packed rings and lines onto a canvas: one path for all that share a style.

import { pixelsPerUnit } from "./world.js";

// Features of a block whose box meets the view.
export function inView(block, view, reach = 0) {
  const scale = pixelsPerUnit(view.zoom);
  const [west, north] = [(view.left - reach) / scale, (view.top - reach) / scale];
  const east = (view.left + view.width + reach) / scale;
  const south = (view.top + view.height + reach) / scale;
  const found = [];
  for (let f = 0; f < block.count; f++) {
    const b = 4 * f;
    if (block.boxes[b] > east || block.boxes[b + 2] < west) continue;
    if (block.boxes[b + 1] > south || block.boxes[b + 3] < north) continue;
    found.push(f);
  }
  return found;
}

function addRing(path, { x, y }, from, to, view, scale, closed) {
  let [lastX, lastY] = [NaN, NaN];
  for (let v = from; v < to; v++) {
    const px = x[v] * scale - view.left;
    const py = y[v] * scale - view.top;
    if (v === from) path.moveTo(px, py);
    // a vertex nearer than half a pixel to the one before cannot be seen
    else if (v === to - 1 || Math.abs(px - lastX) + Math.abs(py - lastY) > 0.5) path.lineTo(px, py);
    else continue;
    [lastX, lastY] = [px, py];
  }
  if (closed) path.closePath();
}

export function pathOf(block, features, view, { closed = true } = {}) {
  const scale = pixelsPerUnit(view.zoom);
  const { part_offsets: parts, ring_offsets: rings } = block.arrays;
  const path = new Path2D();
  for (const f of features) {
    for (let r = parts[f]; r < parts[f + 1]; r++) {
      addRing(path, block.arrays, rings[r], rings[r + 1], view, scale, closed);
    }
  }
  return path;
}

const RUN = 400;
const THIN_PX = 3;

// The same in runs: what a canvas needs for a path grows faster than its corners, and one of all
// streets or buildings of a city would take minutes.
export function pathsOf(block, features, view, how) {
  const runs = Array.from({ length: Math.ceil(features.length / RUN) }, (_, n) => n * RUN);
  return runs.map((n) => pathOf(block, features.slice(n, n + RUN), view, how));
}

// Two areas share their border: each edge once, or the dashes of one fill the gaps of the other.
export function edgesOnce(block) {
  const { part_offsets: parts, ring_offsets: rings, x, y } = block.arrays;
  const seen = new Set();
  const lines = [];
  const first = (v) => {
    const [a, b] = [x[v] * 4294967296 + y[v], x[v + 1] * 4294967296 + y[v + 1]];
    const key = a < b ? `${a}/${b}` : `${b}/${a}`;
    return !seen.has(key) && seen.add(key);
  };
  for (let r = 0; r < parts[block.count]; r++) {
    let line = null;
    for (let v = rings[r]; v + 1 < rings[r + 1]; v++) {
      if (!first(v)) line = null;
      else if (line) line.push(v + 1);
      else lines.push((line = [v, v + 1]));
    }
  }
  return lines;
}

export function pathOfLines({ arrays: { x, y } }, lines, view) {
  const scale = pixelsPerUnit(view.zoom);
  const path = new Path2D();
  for (const line of lines) {
    line.forEach((v, n) => {
      const at = [x[v] * scale - view.left, y[v] * scale - view.top];
      if (n === 0) path.moveTo(...at);
      else path.lineTo(...at);
    });
  }
  return path;
}

export function fill(ctx, path, colour, opacity = 1) {
  ctx.globalAlpha = opacity;
  ctx.fillStyle = colour;
  ctx.fill(path, "evenodd");
  ctx.globalAlpha = 1;
}

export function stroke(ctx, path, colour, width, { dash = [], opacity = 1 } = {}) {
  ctx.globalAlpha = opacity;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  // round ends of a thin line cannot be seen and take most of its time; dots are nothing but ends
  const isThin = width < THIN_PX && dash.length === 0;
  ctx.lineJoin = isThin ? "bevel" : "round";
  ctx.lineCap = isThin ? "butt" : "round";
  ctx.setLineDash(dash);
  ctx.stroke(path);
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}
