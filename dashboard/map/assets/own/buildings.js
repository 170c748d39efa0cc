// Buildings, of a street or of a whole city. A canvas takes some ten microseconds for each outline:
// small ones, of which there are many in view, are written straight into a picture, the smallest as
// their box; the edges of what is pale on pale need no smoothing there.

import { pixelOf, sheetOf } from "./blit.js";
import { density } from "./density.js";
import { fill, pathsOf } from "./shapes.js";
import { pixelsPerUnit } from "./world.js";

const BOX_PX = 2.5;
const SMALL_PX = 16;

// A pen for a picture: box(west, north, east, south) and outline(...) in pixels of it.
function penOf({ columns, rows, pixels }, pixel) {
  const within = (at, most) => Math.min(most, Math.max(0, at));
  const line = (row, from, to) => {
    pixels.fill(pixel, row * columns + within(from, columns), row * columns + within(to, columns));
  };
  return {
    box(west, north, east, south) {
      const [from, top] = [Math.round(west), Math.round(north)];
      const to = Math.max(from + 1, Math.round(east)); // never without a pixel
      const end = within(Math.max(top + 1, Math.round(south)), rows);
      for (let row = within(top, rows); row < end; row++) line(row, from, to);
    },

    // Rings of x, y by the even-odd rule: what has its middle inside.
    outline(rings, north, south) {
      for (let row = within(Math.round(north), rows); row < within(Math.round(south), rows); row++) {
        const cuts = [];
        for (const ring of rings) {
          for (let n = 2; n < ring.length; n += 2) {
            const [x0, y0, x1, y1] = [ring[n - 2], ring[n - 1], ring[n], ring[n + 1]];
            if (y0 > row + 0.5 === y1 > row + 0.5) continue;
            cuts.push(x0 + ((row + 0.5 - y0) / (y1 - y0)) * (x1 - x0));
          }
        }
        cuts.sort((a, b) => a - b);
        for (let n = 0; n + 1 < cuts.length; n += 2) line(row, Math.round(cuts[n]), Math.round(cuts[n + 1]));
      }
    },
  };
}

function paintSmall(ctx, view, { boxes, arrays }, features, colour) {
  const sheet = sheetOf(view);
  const pen = penOf(sheet, pixelOf(colour));
  const dpr = density();
  const scale = pixelsPerUnit(view.zoom) * dpr;
  const [left, top] = [view.left * dpr, view.top * dpr];
  const { part_offsets: parts, ring_offsets: offsets, x, y } = arrays;
  for (const f of features) {
    const [west, east] = [boxes[4 * f] * scale - left, boxes[4 * f + 2] * scale - left];
    const [north, south] = [boxes[4 * f + 1] * scale - top, boxes[4 * f + 3] * scale - top];
    if (Math.max(east - west, south - north) < BOX_PX * dpr) {
      pen.box(west, north, east, south);
      continue;
    }
    const rings = [];
    for (let r = parts[f]; r < parts[f + 1]; r++) {
      const ring = [];
      for (let v = offsets[r]; v < offsets[r + 1]; v++) ring.push(x[v] * scale - left, y[v] * scale - top);
      rings.push(ring);
    }
    pen.outline(rings, north, south);
  }
  sheet.flush(ctx);
}

export function paintBuildings(ctx, view, block, features, colour) {
  const least = SMALL_PX / pixelsPerUnit(view.zoom);
  const { boxes } = block;
  const isSmall = (f) => Math.max(boxes[4 * f + 2] - boxes[4 * f], boxes[4 * f + 3] - boxes[4 * f + 1]) < least;
  const [small, large] = [[], []];
  for (const f of features) (isSmall(f) ? small : large).push(f);
  if (small.length) paintSmall(ctx, view, block, small, colour);
  for (const path of pathsOf(block, large, view)) fill(ctx, path, colour);
}
