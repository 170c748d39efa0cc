// All that bears a name that was looked for: a street along its course, an area along its border.

import { palette } from "./palette.js";
import { fill, inView, pathOf, stroke } from "./shapes.js";

const WIDTHS = { street: [9, 5.5], other: [6, 3] }; // of the edge and the line, in pixels
const TINT = 0.08;

// `found` = { shape, name }; `source` is the shape with its block, undefined while it has not come.
export function paintNamed(ctx, view, { name }, source, theme) {
  if (!source) return;
  const { kind, block } = source;
  const isLine = kind === "street";
  const [edge, line] = isLine ? WIDTHS.street : WIDTHS.other;
  const bearers = inView(block, view, edge).filter((f) => block.names[f] === name);
  const path = pathOf(block, bearers, view, { closed: !isLine });
  const { paper, accent } = palette(theme);
  if (!isLine) fill(ctx, path, accent, TINT);
  stroke(ctx, path, paper, edge);
  stroke(ctx, path, accent, line);
}
