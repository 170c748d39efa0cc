// Plain counts: squares of equal ground size shaded by how many records they hold, and, for
// places, one number per community. No smoothing, no statistics.

import { layerColour } from "./palette.js";
import { metresPerUnit, pixelsPerUnit } from "./world.js";

const SIDES_M = [100, 200, 500, 1000, 2000, 5000];
const LEAST_SIDE_PX = 5;
export const SHADES = [0.22, 0.4, 0.58, 0.78, 1];

// The least count of each shade: 1, 2, 5, 10, 20; tenfold but for the first where counts are
// higher, so that a full map does not become one dark sheet.
function stepsFor(counts) {
  const highest = counts.reduce((most, count) => Math.max(most, count), 0);
  let times = 1;
  while (highest >= 100 * times) times *= 10;
  return [1, 2 * times, 5 * times, 10 * times, 20 * times];
}

function shadeOf(count, steps) {
  let step = 0;
  while (step < steps.length - 1 && count >= steps[step + 1]) step += 1;
  return SHADES[step];
}

// The grid is fixed to the ground (world origin), so that panning never changes a count.
// `latitudeY` is one y of the town: its metre is used everywhere.
export function cellSide(zoom, latitudeY) {
  const pxPerM = pixelsPerUnit(zoom) / metresPerUnit(latitudeY);
  const side_m = SIDES_M.find((side) => side * pxPerM >= LEAST_SIDE_PX) ?? SIDES_M.at(-1);
  return { side_m, side: side_m / metresPerUnit(latitudeY) };
}

// Calls add(column, row, n) for what the plan counts in each square; records are one each.
function addSquares({ tiles, buckets, block }, side, add) {
  for (const { arrays: { square_column: column, square_row: row, square_count: n } } of tiles ?? []) {
    n?.forEach((_, k) => add(column[k], row[k], n[k]));
  }
  if (tiles) return;
  const { x, y } = block.arrays;
  // a count is of all records: those that are drawn besides are no fewer here
  for (const { rows } of buckets) {
    for (const i of rows) add(Math.floor(x[i] / side), Math.floor(y[i] / side), 1);
  }
}

export function countCells(plan, view, latitudeY) {
  const scale = pixelsPerUnit(view.zoom);
  const { side_m, side } = cellSide(view.zoom, latitudeY);
  const west = Math.floor(view.left / scale / side);
  const north = Math.floor(view.top / scale / side);
  const columns = Math.ceil((view.left + view.width) / scale / side) - west + 1;
  const rows = Math.ceil((view.top + view.height) / scale / side) - north + 1;
  const counts = new Uint32Array(columns * rows);
  addSquares(plan, side, (atColumn, atRow, n) => {
    const [column, row] = [atColumn - west, atRow - north];
    if (column >= 0 && row >= 0 && column < columns && row < rows) counts[row * columns + column] += n;
  });
  return { side_m, side, west, north, columns, rows, counts, steps: stepsFor(counts) };
}

export function paintCells(ctx, view, layer, cells, theme) {
  const scale = pixelsPerUnit(view.zoom);
  const px = cells.side * scale;
  ctx.fillStyle = layerColour(layer.symbol, theme);
  for (let at = 0; at < cells.counts.length; at++) {
    if (cells.counts[at] === 0) continue;
    const left = (cells.west + (at % cells.columns)) * px - view.left;
    const top = (cells.north + Math.floor(at / cells.columns)) * px - view.top;
    ctx.globalAlpha = shadeOf(cells.counts[at], cells.steps);
    ctx.fillRect(left + 0.4, top + 0.4, px - 0.8, px - 0.8);
  }
  ctx.globalAlpha = 1;
}

export function cellAt(cells, x, y) {
  const column = Math.floor(x / cells.side) - cells.west;
  const row = Math.floor(y / cells.side) - cells.north;
  if (column < 0 || row < 0 || column >= cells.columns || row >= cells.rows) return 0;
  return cells.counts[row * cells.columns + column];
}

// Placed records of each area of one level, in view or not, those that are drawn besides too: the
// smallest known area climbs to its ancestor.
export function countAreas({ block, mask, tiles, byArea }, parents, members) {
  const isMember = new Uint8Array(65536);
  for (const area of members) isMember[area] = 1;
  const ancestor = new Uint16Array(65536).fill(65535);
  parents.forEach((_, area) => {
    let at = area;
    for (let step = 0; at >= 0 && !isMember[at] && step < 8; step++) at = parents[at] ?? -1;
    if (at >= 0 && isMember[at]) ancestor[area] = at;
  });
  const counts = new Uint32Array(65536);
  const { areas, placed } = block.arrays;
  for (const [area, n] of Object.entries(byArea ?? {})) counts[ancestor[area]] += n;
  for (let i = 0; !tiles && i < block.count; i++) counts[ancestor[areas[i]]] += mask[i] & placed[i];
  return new Map(members.filter((area) => counts[area]).map((area) => [area, counts[area]]));
}
