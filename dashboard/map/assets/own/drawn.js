// What was drawn on the map: the area that filters, and a drawing or measurement under way.

import { palette } from "./palette.js";
import { cornersOf } from "./sketch.js";
import { pixelsPerUnit, toWorld } from "./world.js";

function pathOf(ctx, points, view, isClosed) {
  const scale = pixelsPerUnit(view.zoom);
  ctx.beginPath();
  for (const [lng, lat] of points) {
    const [x, y] = toWorld(lng, lat);
    ctx.lineTo(x * scale - view.left, y * scale - view.top);
  }
  if (isClosed) ctx.closePath();
}

function strokeTwice(ctx, colours, dash) {
  for (const [colour, width] of [[colours.paper, 5], [colours.accent, 2.4]]) {
    ctx.setLineDash(colour === colours.paper ? [] : dash);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

// What lies outside the chosen area steps back.
function paintShape(ctx, shape, view, colours) {
  pathOf(ctx, shape, view, true);
  ctx.save();
  ctx.rect(view.width, 0, -view.width, view.height);
  ctx.globalAlpha = 0.38;
  ctx.fillStyle = colours.outside;
  ctx.fill("evenodd");
  ctx.restore();
  pathOf(ctx, shape, view, true);
  strokeTwice(ctx, colours, []);
}

function paintSketch(ctx, sketch, view, colours) {
  const isArea = sketch.kind !== "measure";
  pathOf(ctx, cornersOf(sketch), view, isArea);
  strokeTwice(ctx, colours, sketch.isDone ? [] : [7, 5]);
  const scale = pixelsPerUnit(view.zoom);
  for (const [lng, lat] of sketch.points) {
    const [x, y] = toWorld(lng, lat);
    ctx.beginPath();
    ctx.arc(x * scale - view.left, y * scale - view.top, 4.5, 0, 2 * Math.PI);
    ctx.fillStyle = colours.paper;
    ctx.fill();
    ctx.strokeStyle = colours.accent;
    ctx.lineWidth = 2.4;
    ctx.stroke();
  }
}

export function paintDrawn(ctx, view, { selection, sketch, theme }) {
  const colours = palette(theme);
  const isRedrawn = sketch && sketch.kind !== "measure";
  if (selection?.shape?.length && !isRedrawn) paintShape(ctx, selection.shape, view, colours);
  if (sketch) paintSketch(ctx, sketch, view, colours);
}
