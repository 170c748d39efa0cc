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
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.setLineDash(dash);
  ctx.stroke(path);
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}
