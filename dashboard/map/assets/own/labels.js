// Names on the map: each has a halo, none overlaps another or a symbol; one that finds no room
// is left out. Names are public ones (areas, streets, water, schools), painted, never markup.

import { FONT, layerColour, palette } from "./palette.js";
import { lineLabel, waterLabel } from "./course.js";
import { NAMES_FROM_ZOOM, sizeOf } from "./sizes.js";
import { inView } from "./shapes.js";
import { STACK_PX } from "./stacks.js";
import { pixelsPerUnit } from "./world.js";

const GRID_PX = 6;
// While the screen is shown to others names grow as the page does: by its width, for nobody comes nearer.
const presented = () => Math.max(1.3, window.innerWidth / 1050);
const STREETS_FROM_ZOOM = { arterial: 13, collector: 14.5, local: 15.5, lane: 16.5 };

// Which parts of the picture are taken, in squares of a few pixels.
export function occupancy(width, height) {
  const columns = Math.ceil(width / GRID_PX);
  const rows = Math.ceil(height / GRID_PX);
  const taken = new Uint8Array(columns * rows);
  const some = ([west, north, east, south], each) => {
    const [c0, c1] = [west, east].map((px) => Math.min(columns - 1, Math.max(0, (px / GRID_PX) | 0)));
    const [r0, r1] = [north, south].map((px) => Math.min(rows - 1, Math.max(0, (px / GRID_PX) | 0)));
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) if (each(r * columns + c)) return true;
    }
    return false;
  };
  return {
    take: (box) => some(box, (at) => ((taken[at] = 1), false)),
    isFree: (box) => !some(box, (at) => taken[at]),
  };
}

// Draws a text that stands still: centred on (x, y) if there is room.
function place(pen, text, x, y, style) {
  const { ctx, room } = pen;
  ctx.font = `${style.weight} ${style.size}px ${FONT}`;
  const spacing = style.spacing ?? 0;
  const width = ctx.measureText(text).width + spacing * (text.length - 1);
  const box = [x - width / 2 - 2, y - style.size / 2 - 2, x + width / 2 + 2, y + style.size / 2 + 2 + (style.below ?? 0)];
  if (!room.isFree(box) || (style.whole && !isWhole(box, pen.view))) return false;
  room.take(box);
  let at = x - width / 2;
  for (const part of spacing ? text : [text]) {
    write(ctx, part, at, y, style, pen.colours.halo);
    at += ctx.measureText(part).width + spacing;
  }
  return true;
}

// Not cut by the edge of what is seen.
function isWhole([west, north, east, south], { width, height, margin: [mx, my] }) {
  return west > mx && north > my && east < width - mx && south < height - my;
}

function write(ctx, text, x, y, style, halo) {
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.strokeStyle = halo;
  ctx.lineWidth = style.halo ?? 3;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = style.colour;
  ctx.fillText(text, x, y);
}

function labelPlaces(pen, plans, theme) {
  const { view, scale } = pen;
  for (const { layer, block, drawn, moved } of plans) {
    const isNamed = layer.symbol.character || layer.symbol.shape === "tag";
    if (!isNamed || !block.names || view.zoom < NAMES_FROM_ZOOM) continue;
    const style = { weight: 500, size: 12 * pen.larger, colour: layerColour(layer.symbol, theme) };
    for (const { look, rows } of drawn) {
      const below = sizeOf(look.role, view.zoom) / 2 + 14; // clear of the symbol by one square of the grid
      for (const i of rows) {
        const x = block.arrays.x[i] * scale - view.left + (moved.get(i) ?? 0);
        const y = block.arrays.y[i] * scale - view.top;
        place(pen, block.names[i], x, y + below, style) || place(pen, block.names[i], x, y - below, style);
      }
    }
  }
}

function labelRings(pen, rings) {
  for (const { text, colour, tops } of rings) {
    tops.some(([x, y]) => place(pen, text, x, y, { weight: 400, size: 12 * pen.larger, colour }));
  }
}

const AREA_STYLES = {
  district: { from: 0, below: 12.25, size: 19, weight: 600, spacing: 4, halo: 4 },
  community: { from: 12, below: 24, size: 19, weight: 600, spacing: 4, halo: 4 },
  group: { from: 15.25, below: 24, size: 12, weight: 400, spacing: 1 },
};

// A point well inside the visible part of an area: the middle of its box, cut to the view.
function anchor(block, feature, { view, scale }) {
  const [west, north, east, south] = block.boxes.subarray(4 * feature, 4 * feature + 4);
  const [mx, my] = view.margin;
  const clip = (low, high, corner, margin, length) => {
    const from = Math.max(low * scale - corner, margin);
    const to = Math.min(high * scale - corner, length - margin);
    return [(from + to) / 2, to - from];
  };
  const [x, width] = clip(west, east, view.left, mx, view.width);
  const [y, height] = clip(north, south, view.top, my, view.height);
  return { x, y, fits: width > 60 && height > 24 };
}

// Where else a name may stand, nearest first.
const SHIFTS = [0, -60, 60].flatMap((dx) => [0, -26, 26, -52, 52, -80, 80].map((dy) => [dx, dy]))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

function labelAreas(pen, sources, level, counts) {
  const style = { ...AREA_STYLES[level], whole: true, colour: pen.colours.areaLabel };
  style.size *= pen.larger;
  const step = 22 * pen.larger;
  if (pen.view.zoom < style.from || pen.view.zoom >= style.below) return;
  for (const { block } of sources.filter((source) => source.level === level && source.block.names)) {
    for (const f of inView(block, pen.view)) {
      const { x, y, fits } = anchor(block, f, pen);
      if (!fits) continue;
      const counted = counts.some(({ byArea }) => byArea.get(block.arrays.areas[f]));
      style.below = counted ? step : 0;
      const at = SHIFTS.find(([dx, dy]) => place(pen, block.names[f], x + dx, y + dy, style));
      if (at) countsBelow(pen, counts, block.arrays.areas[f], x + at[0], y + at[1] + step);
    }
  }
}

// On a far map: each counted layer's symbol and number under the name of the area.
function countsBelow(pen, counts, area, x, y) {
  const { ctx, larger } = pen;
  const items = counts.filter(({ byArea }) => byArea.get(area));
  if (items.length === 0) return;
  ctx.font = `600 ${13 * larger}px ${FONT}`;
  const texts = items.map(({ byArea }) => byArea.get(area).toLocaleString("en-US"));
  const widths = texts.map((text) => 16 + ctx.measureText(text).width + 8);
  let left = x - widths.reduce((sum, width) => sum + width, 0) / 2;
  items.forEach(({ icon }, n) => {
    ctx.drawImage(icon.image, left + 7 - icon.side / 2, y - icon.side / 2, icon.side, icon.side);
    write(ctx, texts[n], left + 16, y, { colour: pen.colours.areaLabel }, pen.colours.halo);
    left += widths[n];
  });
}

function labelStreets(pen, sources) {
  const style = { weight: 400, size: 12 * pen.larger, colour: pen.colours.streetLabel };
  for (const { block, classes } of sources.filter(({ kind, block }) => kind === "street" && block.names)) {
    const named = new Map();
    for (const f of inView(block, pen.view)) {
      const from = STREETS_FROM_ZOOM[classes[block.arrays.classes[f]]] ?? 15.5;
      if (block.names[f] && pen.view.zoom >= from) {
        named.set(block.names[f], [...(named.get(block.names[f]) ?? []), f]);
      }
    }
    for (const [name, features] of named) lineLabel(pen, block, features, name, style, write);
  }
}

function labelWater(pen, sources) {
  const style = { weight: 400, size: 12 * pen.larger, colour: pen.colours.waterLabel };
  for (const { block, classes } of sources.filter(({ kind, block }) => kind === "ground" && block.names)) {
    for (const f of inView(block, pen.view)) {
      if (block.names[f] && classes[block.arrays.classes[f]] === "water") {
        waterLabel(pen, block, f, block.names[f], style, write);
      }
    }
  }
}

function takeSymbols({ view, scale, room }, plans) {
  const takeRound = (x, y, r) => room.take([x - r, y - r, x + r, y + r]);
  for (const { block, drawn, dense, stacks, moved } of plans) {
    for (const { x, y } of stacks) takeRound(x * scale - view.left, y * scale - view.top, STACK_PX / 2);
    for (const { look, rows } of dense ? [] : drawn) {
      const r = sizeOf(look.role, view.zoom) / 2;
      if (r < 3.5) continue;
      for (const i of rows) {
        const x = block.arrays.x[i] * scale - view.left + (moved.get(i) ?? 0);
        const y = block.arrays.y[i] * scale - view.top;
        takeRound(x, y, r);
      }
    }
  }
}

export function paintLabels(ctx, view, { sources, plans, counts, rings, reserved, theme, presenting }) {
  const room = occupancy(view.width, view.height);
  const pen = {
    ctx, view, room, scale: pixelsPerUnit(view.zoom), colours: palette(theme), larger: presenting ? presented() : 1,
  };
  reserved.forEach((box) => room.take(box));
  takeSymbols(pen, plans);
  labelPlaces(pen, plans, theme);
  labelRings(pen, rings);
  labelAreas(pen, sources, "community", counts);
  labelAreas(pen, sources, "district", []);
  labelStreets(pen, sources);
  labelWater(pen, sources);
  labelAreas(pen, sources, "group", []);
}
