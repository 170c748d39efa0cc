// Which record a pointer means.

import { sizeOf } from "./sizes.js";
import { pixelsPerUnit } from "./world.js";

const MOST_FOUND = 5000; // a list of more is no list; what is drawn above others comes first

// Records whose symbol, grown by `slack_px`, holds the point (canvas pixels), best first: those
// drawn above others and nearer. Several symbols over the point are all returned; if the point
// only grazes symbols, the nearest one and what is stacked exactly under it.
export function recordsAt(plans, view, [px, py], slack_px) {
  const scale = pixelsPerUnit(view.zoom);
  const found = [];
  for (const { layer, block, drawn, dense, moved, isCut } of plans) {
    if (isCut) continue; // cells that hold records, which have not come
    const { x, y, number } = block.arrays;
    for (const { look, rows } of drawn) {
      const radius = (dense ? 2 : sizeOf(look.role, view.zoom)) / 2;
      const reach = (radius + slack_px) / scale;
      const [wx, wy] = [(px + view.left) / scale, (py + view.top) / scale];
      for (const i of rows) {
        const dy = y[i] - wy;
        if (dy > reach || dy < -reach) continue;
        const shift = moved.size ? (moved.get(i) ?? 0) : 0;
        const dx = x[i] + shift / scale - wx;
        if (dx > reach || dx < -reach) continue;
        const beyond = Math.max(0, Math.hypot(dx, dy) * scale - radius);
        if (beyond <= slack_px) {
          found.push({ layer, look, beyond, number: number[i], row: i, x: x[i] + shift / scale, y: y[i] });
        }
      }
    }
  }
  found.sort((a, b) => a.beyond - b.beyond || b.look.rank - a.look.rank);
  if (found.length === 0) return [];
  const [first] = found;
  const meant = first.beyond === 0
    ? found.filter(({ beyond }) => beyond === 0)
    : found.filter(({ x, y }) => x === first.x && y === first.y);
  return meant.slice(0, MOST_FOUND);
}
