// Change of incidents by square or by street, coloured only where the counts give evidence for it.

import { widthAt } from "./hot.js";
import { occupancy } from "./labels.js";
import { FONT, palette } from "./palette.js";
import { inView, pathOf, stroke } from "./shapes.js";
import { pixelsPerUnit } from "./world.js";

const RISE = { light: "#D9622B", dark: "#E07B30" };
const FALL = { light: "#1D6CA6", dark: "#6C91D4" };
const REACH_PX = 8;
const PLAIN_WIDTHS = [1, 1.8, 2.4];
const TOLD_WIDTHS = [4, 7, 8];
const EDGE_PX = 2.4;
const FALL_DASH = [10, 9]; // told apart without colours too
const CHIP_PX = 20;

export const glyph = (arrow) => (arrow > 0 ? "▲" : arrow < 0 ? "▼" : "≈");
const colourOf = (arrow, theme) => (arrow > 0 ? RISE : FALL)[theme];

// Squares without evident change are outlines: counted, and nothing to be read into them.
function paintSquares(ctx, view, { side, units }, theme) {
  const px = side * pixelsPerUnit(view.zoom);
  ctx.lineWidth = 1;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const { at: [column, row], now, before, arrow } of units) {
    const [left, top] = [column * px - view.left, row * px - view.top];
    if (left + px < 0 || top + px < 0 || left > view.width || top > view.height) continue;
    ctx.strokeStyle = palette(theme).closed;
    ctx.globalAlpha = arrow ? 1 : 0.45;
    ctx.strokeRect(left + 1, top + 1, px - 2, px - 2);
    if (!arrow) continue;
    ctx.globalAlpha = 0.8;
    ctx.fillStyle = colourOf(arrow, theme);
    ctx.fillRect(left + 1, top + 1, px - 2, px - 2);
    ctx.globalAlpha = 1;
    ctx.fillStyle = theme === "dark" || arrow > 0 ? "#14171B" : "#FFFFFF";
    ctx.font = `700 ${Math.min(22, Math.max(9, px / 3))}px ${FONT}`;
    ctx.fillText(glyph(arrow), left + px / 2, top + px * (px < 44 ? 0.5 : 0.36));
    if (px < 44) continue;
    ctx.font = `600 12px ${FONT}`;
    ctx.fillText(`${before} → ${now}`, left + px / 2, top + px * 0.7);
  }
  ctx.globalAlpha = 1;
}

const named = new WeakMap();

// The lines of each name; one name is one street.
function linesByName(block) {
  if (!named.has(block)) {
    const lines = new Map();
    block.names.forEach((name, f) => {
      if (!lines.has(name)) lines.set(name, []);
      lines.get(name).push(f);
    });
    named.set(block, lines);
  }
  return named.get(block);
}

// The part of each unit's street that lies in the view, the greatest change first.
function streetsInView(units, block, view) {
  const [lines, seen] = [linesByName(block), new Set(inView(block, view, REACH_PX))];
  return units
    .map((unit) => ({ unit, features: (lines.get(unit.at) ?? []).filter((f) => seen.has(f)) }))
    .filter(({ features }) => features.length)
    .sort((a, b) => Math.abs(b.unit.now - b.unit.before) - Math.abs(a.unit.now - a.unit.before));
}

function paintStreets(ctx, view, { units }, theme, block) {
  const streets = streetsInView(units, block, view);
  const colours = palette(theme);
  const path = (arrow) => pathOf(
    block, streets.flatMap(({ unit, features }) => (unit.arrow === arrow ? features : [])), view, { closed: false },
  );
  stroke(ctx, path(0), colours.closed, widthAt(PLAIN_WIDTHS, view.zoom), { opacity: 0.5 });
  for (const arrow of [-1, 1]) {
    const line = path(arrow);
    stroke(ctx, line, colours.land, widthAt(TOLD_WIDTHS, view.zoom) + EDGE_PX);
    const dash = arrow < 0 ? FALL_DASH : [];
    stroke(ctx, line, colourOf(arrow, theme), widthAt(TOLD_WIDTHS, view.zoom), { dash });
  }
  const room = occupancy(view.width, view.height);
  for (const { unit, features } of streets) if (unit.arrow) paintChip(ctx, view, unit, middleOf(block, features, view), theme, room);
}

// The vertex in view that is nearest to its middle: there is room around it.
function middleOf(block, features, view) {
  const { part_offsets: parts, ring_offsets: rings, x, y } = block.arrays;
  const scale = pixelsPerUnit(view.zoom);
  let [best, found] = [Infinity, null];
  for (const f of features) {
    for (let v = rings[parts[f]]; v < rings[parts[f + 1]]; v++) {
      const at = [x[v] * scale - view.left, y[v] * scale - view.top];
      const far = Math.hypot(at[0] - view.width / 2, at[1] - view.height / 2);
      if (far < best) [best, found] = [far, at];
    }
  }
  return found;
}

// Name, glyph and both counts, where nothing else is written.
function paintChip(ctx, view, { at: name, now, before, arrow }, [x, y], theme, room) {
  const colours = palette(theme);
  const text = `${name} ${glyph(arrow)} ${before} → ${now}`;
  ctx.font = `600 12px ${FONT}`;
  const wide = ctx.measureText(text).width + 14;
  const box = [x - wide / 2, y - CHIP_PX / 2, x + wide / 2, y + CHIP_PX / 2];
  if (!room.isFree(box)) return;
  room.take(box);
  ctx.beginPath();
  ctx.roundRect(box[0], box[1], wide, CHIP_PX, 4);
  ctx.fillStyle = colours.paper;
  ctx.fill();
  ctx.strokeStyle = colourOf(arrow, theme);
  ctx.lineWidth = 1.5;
  ctx.stroke();
  ctx.fillStyle = theme === "dark" ? "#E9ECEF" : "#1F2731";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y);
}

// `streets` is the block of the streets, for changes by street.
export function paintChange(ctx, view, change, theme, streets) {
  if (change.unit === "squares") paintSquares(ctx, view, change, theme);
  else if (streets) paintStreets(ctx, view, change, theme, streets);
}

function squareAt({ side, units }, x, y) {
  const [column, row] = [Math.floor(x / side), Math.floor(y / side)];
  return units.find(({ at }) => at[0] === column && at[1] === row);
}

// How far a point is from a side of a line.
function distance(x, y, [x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const long = dx * dx + dy * dy;
  const share = long ? Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / long)) : 0;
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}

function streetAt({ units }, x, y, scale, block) {
  const { part_offsets: parts, ring_offsets: rings, x: xs, y: ys } = block.arrays;
  const lines = linesByName(block);
  let [best, found] = [REACH_PX / scale, null];
  const spot = { zoom: Math.log2(scale) + 24, left: x * scale, top: y * scale, width: 0, height: 0 };
  const near = new Set(inView(block, spot, REACH_PX));
  for (const unit of units) {
    for (const f of lines.get(unit.at) ?? []) {
      if (!near.has(f)) continue;
      for (let r = parts[f]; r < parts[f + 1]; r++) {
        for (let v = rings[r] + 1; v < rings[r + 1]; v++) {
          const far = distance(x, y, [xs[v - 1], ys[v - 1]], [xs[v], ys[v]]);
          if (far < best) [best, found] = [far, unit];
        }
      }
    }
  }
  return found;
}

// The square or street a point (world coordinates) lies in; `scale` = pixels of a world unit.
export function changeAt(change, x, y, scale, streets) {
  if (change.unit === "squares") return squareAt(change, x, y);
  return streets ? streetAt(change, x, y, scale, streets) : null;
}
