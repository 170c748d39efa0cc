// The record under the pointer, a quarter larger; the chosen one, in a square ring.

import { paintDrawn } from "./drawn.js";
import { palette } from "./palette.js";
import { sizeOf } from "./sizes.js";
import { drawStack, STACK_PX, stackAt } from "./stacks.js";
import { drawSymbol } from "./symbols.js";
import { pixelsPerUnit } from "./world.js";

function at({ x, y }, view) {
  const scale = pixelsPerUnit(view.zoom);
  return [x * scale - view.left, y * scale - view.top];
}

function paintRing(ctx, pick, view, colours) {
  const [x, y] = at(pick, view);
  const half = Math.max(11, sizeOf(pick.look.role, view.zoom) / 2 + 4);
  for (const [colour, width] of [[colours.paper, 5.6], [colours.accent, 2.6]]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.beginPath();
    if (ctx.roundRect) ctx.roundRect(x - half, y - half, 2 * half, 2 * half, 4);
    else ctx.rect(x - half, y - half, 2 * half, 2 * half);
    ctx.stroke();
  }
}

// A place that was looked for and is no record: a cross in a ring.
function paintFound(ctx, place, view, colours) {
  const [x, y] = at(place, view);
  for (const [colour, width] of [[colours.paper, 6], [colours.accent, 2.6]]) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.arc(x, y, 12, 0, 2 * Math.PI);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      ctx.moveTo(x + 5 * dx, y + 5 * dy);
      ctx.lineTo(x + 18 * dx, y + 18 * dy);
    }
    ctx.stroke();
  }
}

export function paintSpot(ctx, view, scene) {
  const { hover, pick, found, plans, theme } = scene;
  paintDrawn(ctx, view, scene);
  const colours = palette(theme);
  if (hover) {
    ctx.save();
    ctx.translate(...at(hover, view));
    const stack = stackAt(plans, hover);
    if (stack) drawStack(ctx, hover.layer, stack, theme, 1.25 * STACK_PX);
    else {
      const badges = plans.find(({ layer }) => layer === hover.layer)?.block.badges;
      const size = 1.25 * Math.max(6, sizeOf(hover.look.role, view.zoom));
      drawSymbol(ctx, hover.layer, hover.look, size, theme, badges?.[hover.row]);
    }
    ctx.restore();
  }
  if (found && !found.name) paintFound(ctx, found, view, colours);
  if (pick) paintRing(ctx, pick, view, colours);
}
