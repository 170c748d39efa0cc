// The building a record stands in: a quiet record is drawn as its building, turned with the street.

import { palette, layerColour } from "./palette.js";
import { fill, pathOf, stroke } from "./shapes.js";
import { sizeOf } from "./sizes.js";
import { drawSymbol } from "./symbols.js";
import { pixelsPerUnit } from "./world.js";

const CELL_BITS = 13; // squares of 8192 world units, about 75 m, to look a building up
const NONE = 0xffffffff;
const UNASKED = 0xfffffffe;
const TURN_STEP = Math.PI / 24;

function isInside({ part_offsets: parts, ring_offsets: rings, x, y }, feature, px, py) {
  let inside = false;
  for (let r = parts[feature]; r < parts[feature + 1]; r++) {
    for (let i = rings[r], j = rings[r + 1] - 1; i < rings[r + 1]; j = i++) {
      if (y[i] > py === y[j] > py) continue;
      if (px < x[i] + ((py - y[i]) / (y[j] - y[i])) * (x[j] - x[i])) inside = !inside;
    }
  }
  return inside;
}

// The direction of the longest edge.
function turnOf({ part_offsets: parts, ring_offsets: rings, x, y }, feature) {
  let [longest, turn] = [0, 0];
  for (let i = rings[parts[feature]]; i + 1 < rings[parts[feature] + 1]; i++) {
    const length = Math.hypot(x[i + 1] - x[i], y[i + 1] - y[i]);
    if (length > longest) [longest, turn] = [length, Math.atan2(y[i + 1] - y[i], x[i + 1] - x[i])];
  }
  return turn;
}

const cellOf = (x, y) => (x >>> CELL_BITS) * 524288 + (y >>> CELL_BITS);

function buildingsByCell(block, isBuilding) {
  const cells = new Map();
  for (let f = 0; f < block.count; f++) {
    if (!isBuilding(f)) continue;
    const [west, north, east, south] = block.boxes.subarray(4 * f, 4 * f + 4);
    for (let x = west >>> CELL_BITS; x <= east >>> CELL_BITS; x++) {
      for (let y = north >>> CELL_BITS; y <= south >>> CELL_BITS; y++) {
        const key = x * 524288 + y;
        if (cells.has(key)) cells.get(key).push(f);
        else cells.set(key, [f]);
      }
    }
  }
  return cells;
}

const celled = new WeakMap(); // block of ground -> its buildings by cell

function buildingsOf({ block, classes }) {
  if (!celled.has(block)) {
    const building = classes.indexOf("building");
    celled.set(block, buildingsByCell(block, (f) => block.arrays.classes[f] === building));
  }
  return celled.get(block);
}

function matching(records, ground) {
  const { block } = ground;
  const { x, y } = records.arrays;
  const features = new Uint32Array(records.count).fill(UNASKED);
  const turns = new Float32Array(records.count);

  // Finds the buildings of some records: of a million only those that are drawn.
  function find(rows) {
    const cells = buildingsOf(ground);
    for (const i of rows) {
      if (features[i] !== UNASKED) continue;
      const found = cells.get(cellOf(x[i], y[i]))?.find((f) => isInside(block.arrays, f, x[i], y[i]));
      features[i] = found ?? NONE;
      if (found === undefined) continue;
      // a square looks the same after a quarter: twelve sprites do for all directions
      turns[i] = ((Math.round(turnOf(block.arrays, found) / TURN_STEP) + 48) % 12) * TURN_STEP;
    }
    return { block, features, turns };
  }

  return { block, find };
}

const matched = new WeakMap(); // block of records -> what matches it, for one block of ground

// Buildings of some rows of a block; null while the ground has not come or has no buildings.
export function footprintsOf(records, rows, ground) {
  if (!ground || !ground.classes.includes("building")) return null;
  if (matched.get(records)?.block !== ground.block) matched.set(records, matching(records, ground));
  return matched.get(records).find(rows);
}

// Near: the building itself with the symbol in it.
export function paintFootprints(ctx, view, plan, bucket, { block, features }, theme) {
  const colours = palette(theme);
  const { look, rows } = bucket;
  const colour = colours.quiet[look.mark] ?? layerColour(plan.layer.symbol, theme);
  const path = pathOf(block, Array.from(rows, (i) => features[i]).filter((f) => f !== NONE), view);
  fill(ctx, path, colour, 0.75);
  stroke(ctx, path, colours.marks[look.mark] ?? colour, 1);
  const scale = pixelsPerUnit(view.zoom);
  for (const i of rows) {
    ctx.save();
    ctx.translate(plan.block.arrays.x[i] * scale - view.left, plan.block.arrays.y[i] * scale - view.top);
    drawSymbol(ctx, plan.layer, look, sizeOf(look.role, view.zoom), theme);
    ctx.restore();
  }
}
