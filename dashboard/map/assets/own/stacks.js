// Incidents on one and the same point would hide each other: a white circle tells how many.

import { FONT, layerColour, palette } from "./palette.js";
import { pixelsPerUnit } from "./world.js";

export const STACK_PX = 18;
const STACK_RANK = 38; // above the dots of incidents, below what is graded orange and red
const FROM_ZOOM = 14;
// Keeps a pair of coordinates in one exact number: no two points of one view with the same x are
// so many steps (19 km) apart.
const STEPS = 2 ** 21;

// The points of a layer where several of its drawn records lie: { x, y, n, grave }.
export function stacksOf(layer, block, drawn, view) {
  if (layer.record !== "incident" || view.zoom < FROM_ZOOM) return [];
  const { x, y } = block.arrays;
  const found = new Map();
  for (const { look, rows } of drawn) {
    for (const i of rows) {
      const key = x[i] * STEPS + (y[i] % STEPS);
      const stack = found.get(key) ?? { x: x[i], y: y[i], n: 0, grave: false };
      stack.n += 1;
      stack.grave ||= look.mark === "death";
      found.set(key, stack);
    }
  }
  return [...found.values()].filter(({ n }) => n > 1);
}

// Around (0, 0); inverted where a death is among them.
export function drawStack(ctx, layer, { n, grave }, theme, size = STACK_PX) {
  const { paper } = palette(theme);
  const colour = layerColour(layer.symbol, theme);
  ctx.font = `700 12px ${FONT}`;
  const text = n > 99 ? "99+" : String(n);
  const half = Math.max(size / 2, ctx.measureText(text).width / 2 + 4);
  ctx.beginPath();
  ctx.roundRect(-half, -size / 2, 2 * half, size, size / 2);
  ctx.fillStyle = grave ? colour : paper;
  ctx.strokeStyle = grave ? paper : colour;
  ctx.lineWidth = 1.5;
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = grave ? paper : colour;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, 0, 0.5);
}

export function stackItems(plan, view, theme) {
  if (plan.stacks.length === 0) return [];
  const scale = pixelsPerUnit(view.zoom);
  const paint = (ctx) => plan.stacks.forEach((stack) => {
    ctx.save();
    ctx.translate(stack.x * scale - view.left, stack.y * scale - view.top);
    drawStack(ctx, plan.layer, stack, theme);
    ctx.restore();
  });
  return [{ rank: STACK_RANK, paint }];
}

export const stackAt = (plans, { layer, x, y }) => plans
  .find((plan) => plan.layer === layer)?.stacks.find((stack) => stack.x === x && stack.y === y);
