// Records as symbols, as pixels where symbols would be a smear, as counts on a far map.

import { blitter, pixelOf, sheetOf } from "./blit.js";
import { density } from "./density.js";
import { paintFootprints } from "./footprints.js";
import { layerColour, palette } from "./palette.js";
import { inViewByLook } from "./points.js";
import { COUNTS_BELOW_ZOOM, FOOTPRINTS_FROM_ZOOM, isCounted, sizeOf } from "./sizes.js";
import { stackItems, stacksOf } from "./stacks.js";
import { sprite, tagWidth, TAG_READ_FROM_PX } from "./symbols.js";
import { pixelsPerUnit } from "./world.js";

const MOST_SPRITES = 20000;

function drawSprites(pen, view, { layer, block, moved }, { look, rows }, theme, turns) {
  const { x, y } = block.arrays;
  const scale = pixelsPerUnit(view.zoom);
  const straight = sprite(layer, look, view.zoom, theme);
  const turned = new Map();
  for (const i of rows) {
    const turn = turns ? turns[i] : 0;
    let picture = block.badges ? sprite(layer, look, view.zoom, theme, 0, block.badges[i]) : straight;
    if (turn) {
      picture = turned.get(turn) ?? sprite(layer, look, view.zoom, theme, turn);
      turned.set(turn, picture);
    }
    const shift = moved.size ? (moved.get(i) ?? 0) : 0;
    const half = picture.side / 2;
    pen.put(picture, x[i] * scale - view.left - half + shift, y[i] * scale - view.top - half);
  }
}

// One point = two by two screen pixels of its colour, written straight into the picture.
function drawPixels(ctx, view, layer, block, buckets, theme) {
  const colours = palette(theme);
  const dpr = density();
  const { columns: width, rows: height, pixels, flush } = sheetOf(view);
  const scale = pixelsPerUnit(view.zoom) * dpr;
  const { x, y } = block.arrays;
  for (const { look, rows } of buckets) {
    const colour = pixelOf(
      look.closed ? colours.closed : (colours.marks[look.mark] ?? layerColour(layer.symbol, theme)),
    );
    for (const i of rows) {
      const px = (x[i] * scale - view.left * dpr) | 0;
      const py = (y[i] * scale - view.top * dpr) | 0;
      if (px < 0 || py < 0 || px >= width - 1 || py >= height - 1) continue;
      const at = py * width + px;
      pixels[at] = pixels[at + 1] = pixels[at + width] = pixels[at + width + 1] = colour;
    }
  }
  flush(ctx);
}

// What a layer gives to this view: buckets to draw, and whether the rest is counted. `known.far`
// = whether the map is far for them, where the block is not all there is.
export function planLayer(layer, block, mask, view, known = {}) {
  const { looks, starts, order, total } = inViewByLook(layer, block, mask, view);
  const buckets = looks
    .map((look, k) => ({ look, rows: order.subarray(starts[k], starts[k + 1]) }))
    .filter(({ rows }) => rows.length > 0);
  // many small symbols only smear on a far map; a few are still read as what they are
  const far = known.far ?? (view.zoom < COUNTS_BELOW_ZOOM && total > 150);
  const counts = (role) => far && isCounted(role, view.zoom);
  const counted = buckets.filter(({ look }) => counts(look.role));
  const drawn = buckets.filter((bucket) => !counted.includes(bucket));
  const dense = drawn.reduce((sum, { rows }) => sum + rows.length, 0) > MOST_SPRITES;
  const stacks = dense ? [] : stacksOf(layer, block, drawn, view);
  return { layer, block, mask, buckets, counts, counted, drawn, dense, stacks, moved: new Map() };
}

// A shelter in a school stands on the school, two hotspots at one junction: badges and tags that
// would hide each other stand side by side, the first in rank where it belongs. `plan.moved` =
// row -> pixels to the right.
export function spreadBadges(plans, view) {
  const scale = pixelsPerUnit(view.zoom);
  const taken = [];
  for (const { layer, block, drawn, moved } of plans) {
    for (const { look, rows } of drawn.filter(({ look }) => isSpread(layer, look, view.zoom))) {
      const height = sizeOf(look.role, view.zoom);
      for (const i of rows) {
        const width = widthOf(layer, block.badges?.[i], height);
        const [x, y] = [block.arrays.x[i] * scale, block.arrays.y[i] * scale];
        const isTaken = (to) => taken.some((one) => (
          Math.abs(one.x - to) < 0.425 * (one.width + width) && Math.abs(one.y - y) < 0.425 * (one.height + height)
        ));
        const steps = [0, 1, -1, 2, -2].find((n) => !isTaken(x + n * width)) ?? 0;
        if (steps) moved.set(i, steps * width);
        taken.push({ x: x + steps * width, y, width, height });
      }
    }
  }
}

const isTag = (layer) => layer.symbol.shape === "tag";

function isSpread(layer, { role }, zoom) {
  return role === "badge" || (isTag(layer) && sizeOf(role, zoom) >= TAG_READ_FROM_PX);
}

function widthOf(layer, text, height) {
  return isTag(layer) ? tagWidth(text ?? "", height) : height;
}

export function paintMarks(ctx, view, plans, theme, footprints) {
  for (const { layer, block, drawn, dense } of plans) {
    if (dense) drawPixels(ctx, view, layer, block, drawn, theme);
  }
  const pen = blitter(view);
  const bucketItem = (plan, bucket) => {
    const isQuiet = bucket.look.role === "quiet" && !bucket.look.closed;
    const buildings = isQuiet ? footprints(plan.block, bucket.rows) : null;
    const { rank } = bucket.look;
    if (buildings && view.zoom >= FOOTPRINTS_FROM_ZOOM) {
      return { rank, paint: () => paintFootprints(ctx, view, plan, bucket, buildings, theme) };
    }
    return { rank, put: () => drawSprites(pen, view, plan, bucket, theme, buildings?.turns) };
  };
  plans
    .filter(({ dense }) => !dense)
    .flatMap((plan) => [
      ...plan.drawn.map((bucket) => bucketItem(plan, bucket)), ...stackItems(plan, view, theme),
    ])
    .sort((a, b) => a.rank - b.rank)
    .forEach(({ put, paint }) => {
      put?.();
      if (!paint) return;
      pen.flush(ctx); // what is painted lies over the sprites put so far
      paint(ctx);
    });
  pen.flush(ctx);
}
