// The shown records of a layer in the view, put into buckets of equal look.

import { closedRoleOf, roleOf } from "./sizes.js";
import { pixelsPerUnit } from "./world.js";

const NONE = 255;
// What lies under what: quiet things first, what needs action above, characters on top.
const ROLE_RANK = {
  quiet: 10, plain: 20, incident: 30, serious: 31, death: 32, orange: 40, red: 41, hot_c: 50, hot_b: 51, hot_a: 52, badge: 60,
};

// Every look a layer can have; a record's look is number (grade, closed).
export function looksOf(layer) {
  const grades = [...layer.grades, { mark: "plain" }];
  const looks = [];
  grades.forEach(({ mark }, g) => {
    for (const closed of [false, true]) {
      const role = closed ? closedRoleOf(layer) : roleOf(layer, mark);
      const rank = ROLE_RANK[role] + (closed ? 0 : 5) + layer.order / 1000;
      looks.push({ grade: g < layer.grades.length ? g : NONE, mark, closed, role, rank });
    }
  });
  return looks;
}

function lookTable(layer) {
  const closedOf = new Uint8Array(256);
  layer.statuses.forEach((status, s) => (closedOf[s] = status.closed ? 1 : 0));
  const firstOf = new Uint8Array(256).fill(2 * layer.grades.length);
  layer.grades.forEach((_, g) => (firstOf[g] = 2 * g));
  return { closedOf, firstOf };
}

// Returns { looks, starts, order, total }: `order` holds row numbers, those of look k from
// starts[k] to starts[k + 1].
export function inViewByLook(layer, block, mask, view) {
  const { x, y, grades, statuses, placed } = block.arrays;
  const scale = pixelsPerUnit(view.zoom);
  const edge = 16 / scale; // a symbol reaches into the view from outside
  const [west, north] = [view.left / scale - edge, view.top / scale - edge];
  const east = (view.left + view.width) / scale + edge;
  const south = (view.top + view.height) / scale + edge;
  const looks = looksOf(layer);
  const { closedOf, firstOf } = lookTable(layer);
  const counts = new Uint32Array(looks.length + 1);
  const found = new Uint32Array(block.count);
  let total = 0;
  for (let i = 0; i < block.count; i++) {
    if (mask[i] === 0 || placed[i] === 0) continue;
    if (x[i] < west || x[i] > east || y[i] < north || y[i] > south) continue;
    found[total++] = i;
    counts[firstOf[grades[i]] + closedOf[statuses[i]] + 1] += 1;
  }
  for (let k = 0; k < looks.length; k++) counts[k + 1] += counts[k];
  const next = counts.slice();
  const order = new Uint32Array(total);
  for (let n = 0; n < total; n++) {
    const i = found[n];
    order[next[firstOf[grades[i]] + closedOf[statuses[i]]]++] = i;
  }
  return { looks, starts: counts, order, total };
}
