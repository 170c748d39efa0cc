// Which records of a layer the selection shows. The same meaning as the filter in Python.

const NO_LIST = new Uint8Array(256).fill(1);

function chosen(indices) {
  if (!indices || indices.length === 0) return NO_LIST;
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

// Returns the mask of the shown records and, for the legend, how many of the placed ones each
// value has (counted as if its own list were not filtered, so that a value switched off keeps
// its number).
export function applySelection(layer, block, selection) {
  const { arrays, count } = block;
  const { classes, grades, statuses, placed, areas, projects_lo: lo, projects_hi: hi } = arrays;
  const standing = inPeriod(layer, arrays, selection);
  const [projectsLo, projectsHi] = selection.projects;
  const anyProject = (projectsLo | projectsHi) === 0;
  const areaTable = chosenAreas(selection.areas);
  const classTable = chosen(selection.classes[layer.id]);
  const gradeTable = chosen(selection.grades[layer.id]);
  const statusTable = chosen(selection.statuses[layer.id]);
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
    const isClass = classTable[classes[i]];
    const isGrade = gradeTable[grades[i]];
    const isStatus = statusTable[statuses[i]];
    const here = placed[i];
    if (isGrade & isStatus) result.classes[classes[i]] += here;
    if (isClass & isStatus) result.grades[grades[i]] += here;
    if (isClass & isGrade) result.statuses[statuses[i]] += here;
    if (isClass & isGrade & isStatus) {
      result.mask[i] = 1;
      result.total += 1;
      result.placed += here;
    }
  }
  return result;
}

// What a click in the legend makes of a list: absent means all; the last one stays.
export function toggled(indices, index, length) {
  const all = Array.from({ length }, (_, i) => i);
  const now = new Set(indices && indices.length ? indices : all);
  if (now.has(index)) now.delete(index);
  else now.add(index);
  if (now.size === 0) return indices;
  return now.size === length ? undefined : [...now].sort((a, b) => a - b);
}
