// Which records of a layer the selection shows. The same meaning as the filter in Python.

import { toWorldCell } from "./world.js";

const NO_LIST = new Uint8Array(256).fill(1);

function chosen(indices) {
  if (!indices) return NO_LIST;
  const table = new Uint8Array(256);
  for (const index of indices) table[index] = 1;
  return table;
}

function chosenAreas(indices) {
  if (!indices) return null;
  const table = new Uint8Array(65536);
  for (const index of indices) table[index] = 1;
  return table;
}

function inPeriod(layer, arrays, { start_day: start, end_day: end }) {
  const { from_day: from, to_day: to } = arrays;
  if (layer.record === "incident") return (i) => from[i] >= start && from[i] < end;
  const last = end - 1; // a stock is what stands on the last day of the period
  return (i) => from[i] <= last && last < to[i];
}

// Even-odd rule: a ray to the east crosses the sides of the drawn polygon an odd number of times.
function insideOf(shape) {
  if (!shape || shape.length === 0) return null;
  const corners = shape.map(([lng, lat]) => toWorldCell(lng, lat));
  const [xs, ys] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return (x, y) => {
    if (x < west || x > east || y < north || y > south) return false; // most of a city, at once
    let odd = false;
    for (let n = 0, before = xs.length - 1; n < xs.length; before = n++) {
      const [y1, y2] = [ys[before], ys[n]];
      if (y1 === y2 || y1 > y === y2 > y) continue;
      const x1 = xs[before];
      if (x < ((xs[n] - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
    }
    return odd;
  };
}

// Returns the mask of the shown records and, for the legend, how many of the placed ones each
// value has; those without a value stand at 255.
export function applySelection(layer, block, selection) {
  const { arrays, count } = block;
  const { classes, grades, statuses, placed, areas, projects_lo: lo, projects_hi: hi, x, y } = arrays;
  const standing = inPeriod(layer, arrays, selection);
  const [projectsLo, projectsHi] = selection.projects;
  const anyProject = (projectsLo | projectsHi) === 0;
  const areaTable = chosenAreas(selection.areas);
  const classTable = chosen(selection.classes[layer.id]);
  const gradeTable = chosen(selection.grades[layer.id]);
  const statusTable = chosen(selection.statuses[layer.id]);
  const inShape = insideOf(selection.shape);
  const result = {
    mask: new Uint8Array(count),
    total: 0,
    placed: 0,
    classes: new Uint32Array(256),
    grades: new Uint32Array(256),
    statuses: new Uint32Array(256),
  };
  for (let i = 0; i < count; i++) {
    if (!standing(i)) continue;
    if (!anyProject && ((lo[i] & projectsLo) | (hi[i] & projectsHi)) === 0) continue;
    if (areaTable !== null && areaTable[areas[i]] === 0) continue;
    if (inShape !== null && !(placed[i] && inShape(x[i], y[i]))) continue;
    if (!(classTable[classes[i]] & gradeTable[grades[i]] & statusTable[statuses[i]])) continue;
    const here = placed[i];
    result.mask[i] = 1;
    result.total += 1;
    result.placed += here;
    result.classes[classes[i]] += here;
    result.grades[grades[i]] += here;
    result.statuses[statuses[i]] += here;
  }
  return result;
}

// What a click in the legend makes of a list of values: undefined means all; the last one stays.
// A value that stands for those below it goes with the first of them and comes with the last.
export function toggled(indices, index, values) {
  const now = new Set(indices ?? values.keys());
  const below = (of) => [...values.keys()].filter((n) => values[n].parent === of);
  const isOn = !now.has(index);
  const change = isOn ? (n) => now.add(n) : (n) => now.delete(n);
  change(index);
  below(index).forEach(change);
  for (let up = values[index].parent; up >= 0; up = values[up].parent) {
    if (!isOn) now.delete(up);
    else if (below(up).every((n) => now.has(n))) now.add(up);
  }
  if (now.size === 0) return indices;
  return now.size === values.length ? undefined : [...now].sort((a, b) => a - b);
}
