// Symbols: shape says what it is, fill says how serious, a slash says closed.
// Every symbol is drawn once into a small canvas (a sprite) and copied from there.

import { inkOf } from "./blit.js";
import { density } from "./density.js";
import { FONT, layerColour, palette } from "./palette.js";
import { INNER_MARK_FROM_PX, sizeOf } from "./sizes.js";

export const TAG_READ_FROM_PX = 14;

const polygon = (...corners) => (path, r) => {
  corners.forEach(([x, y], i) => (i ? path.lineTo(x * r, y * r) : path.moveTo(x * r, y * r)));
  path.closePath();
};

const SHAPES = {
  square: polygon([-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]),
  triangle: polygon([0, -1.08], [1.06, 0.82], [-1.06, 0.82]),
  diamond: polygon([0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]),
  hexagon: polygon([-0.5, -0.9], [0.5, -0.9], [1.02, 0], [0.5, 0.9], [-0.5, 0.9], [-1.02, 0]),
  plus: polygon(
    [-0.36, -1], [0.36, -1], [0.36, -0.36], [1, -0.36], [1, 0.36], [0.36, 0.36],
    [0.36, 1], [-0.36, 1], [-0.36, 0.36], [-1, 0.36], [-1, -0.36], [-0.36, -0.36],
  ),
  pentagon: polygon([0, -1], [0.94, -0.26], [0.72, 0.9], [-0.72, 0.9], [-0.94, -0.26]),
  circle(path, r) {
    path.arc(0, 0, r, 0, 2 * Math.PI);
  },
  shield(path, r) {
    path.moveTo(0, -r);
    path.lineTo(0.9 * r, -0.65 * r);
    path.lineTo(0.9 * r, 0.16 * r);
    path.bezierCurveTo(0.9 * r, 0.68 * r, 0.4 * r, 0.9 * r, 0, 1.08 * r);
    path.bezierCurveTo(-0.4 * r, 0.9 * r, -0.9 * r, 0.68 * r, -0.9 * r, 0.16 * r);
    path.lineTo(-0.9 * r, -0.65 * r);
    path.closePath();
  },
};

function outlineOf(shape, r) {
  const path = new Path2D();
  (SHAPES[shape] ?? SHAPES.circle)(path, r);
  return path;
}

function dot(ctx, r, colour) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.arc(0, 0, r, 0, 2 * Math.PI);
  ctx.fill();
}

function drawClosed(ctx, path, size, colours) {
  const r = 0.44 * size;
  ctx.fillStyle = colours.paper;
  ctx.strokeStyle = colours.closed;
  ctx.lineWidth = r < 3 ? 1 : 1.3;
  ctx.fill(path);
  ctx.stroke(path);
  if (size < INNER_MARK_FROM_PX) return;
  ctx.beginPath();
  ctx.moveTo(-1.2 * r, 1.2 * r);
  ctx.lineTo(1.2 * r, -1.2 * r);
  ctx.stroke();
}

// Fill drains with the grade: full, full with a hole, lower half, dot in outline, empty outline.
function drawGraded(ctx, path, r, mark, colours) {
  const colour = colours.marks[mark];
  const solid = mark === "red" || mark === "orange";
  ctx.fillStyle = solid ? colour : colours.hollow;
  ctx.fill(path);
  if (mark === "yellow") {
    ctx.save();
    ctx.clip(path);
    ctx.fillStyle = colour;
    ctx.fillRect(-2 * r, 0.1 * r, 4 * r, 2 * r);
    ctx.restore();
  }
  const drained = mark === "blue" || mark === "green";
  ctx.strokeStyle = drained ? colour : colours.outline;
  ctx.lineWidth = drained ? Math.max(1, 0.28 * r) : r < 4 ? 0.7 : 1;
  ctx.stroke(path);
  if (2 * r < INNER_MARK_FROM_PX - 1) return;
  if (mark === "orange") dot(ctx, 0.36 * r, colours.paper);
  if (mark === "blue") dot(ctx, 0.36 * r, colour);
}

function drawPlain(ctx, path, r, colour, colours) {
  ctx.fillStyle = colour;
  ctx.strokeStyle = colours.paper;
  ctx.lineWidth = r < 4 ? 0.5 : 1;
  ctx.fill(path);
  ctx.stroke(path);
}

function drawCharacter(ctx, r, character, colours) {
  ctx.fillStyle = colours.paper;
  ctx.font = `700 ${Math.round(1.1 * r)}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(character, 0, 0.12 * r);
}

function drawCross(ctx, r, colours) {
  ctx.strokeStyle = colours.paper;
  ctx.lineWidth = Math.max(1.2, 0.24 * r);
  ctx.lineCap = "round";
  ctx.beginPath();
  for (const side of [-1, 1]) {
    ctx.moveTo(-0.42 * r, -0.42 * r * side);
    ctx.lineTo(0.42 * r, 0.42 * r * side);
  }
  ctx.stroke();
}

const ruler = document.createElement("canvas").getContext("2d");
const tagFont = (size) => `700 ${Math.max(12, Math.round(0.62 * size))}px ${FONT}`;

// Pixels a tag is wide that is large enough to be read.
export function tagWidth(text, size) {
  ruler.font = tagFont(size);
  return Math.max(size, ruler.measureText(text).width + 8);
}

// A place in a list: band by colour, band and number as text where there is room for it.
function drawTag(ctx, mark, text, size, colours) {
  const isRead = size >= TAG_READ_FROM_PX;
  ctx.font = tagFont(size);
  const half = isRead ? tagWidth(text, size) / 2 : size / 2;
  ctx.beginPath();
  ctx.roundRect(-half, -size / 2, 2 * half, size, Math.min(4, size / 3));
  ctx.fillStyle = colours.hot[mark];
  ctx.strokeStyle = colours.paper;
  ctx.lineWidth = isRead ? 1.5 : 1;
  ctx.fill();
  ctx.stroke();
  if (!isRead) return;
  ctx.fillStyle = colours.hotInk[mark];
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, 0, 0.06 * size);
}

// Draws one symbol around (0, 0). `look` = { mark, closed }; `text` stands on a tag.
export function drawSymbol(ctx, layer, look, size, theme, text) {
  const colours = palette(theme);
  const { shape, character } = layer.symbol;
  if (shape === "tag") {
    const mark = look.mark in colours.hot ? look.mark : "hot_a";
    return drawTag(ctx, mark, text ?? mark.at(-1).toUpperCase(), size, colours);
  }
  const r = size / 2;
  const path = outlineOf(shape, r);
  if (look.closed) return drawClosed(ctx, path, size, colours);
  if (look.mark in colours.marks) {
    const quiet = r < 4 && colours.quiet[look.mark];
    if (!quiet) return drawGraded(ctx, path, r, look.mark, colours);
    if (shape === "square") {
      ctx.fillStyle = quiet;
      return ctx.fill(path);
    }
  }
  drawPlain(ctx, path, r, layerColour(layer.symbol, theme), colours);
  if (look.mark === "serious") dot(ctx, 0.36 * r, colours.paper);
  if (look.mark === "death") drawCross(ctx, r, colours);
  if (character) drawCharacter(ctx, r, character, colours);
}

const sprites = new Map();

// A picture holding the symbol in its middle, `side` pixels of the screen wide; `turn` in radians.
export function sprite(layer, look, zoom, theme, turn = 0, text = undefined) {
  const size = Math.round(2 * sizeOf(look.role, zoom)) / 2;
  const dpr = density();
  const key = [layer.id, look.mark, look.closed, size, theme, dpr, turn, text].join();
  if (!sprites.has(key)) {
    const side = Math.ceil((text ? 2.4 : 1.35) * size + 4);
    const image = document.createElement("canvas");
    image.width = image.height = Math.ceil(side * dpr);
    const ctx = image.getContext("2d");
    ctx.scale(dpr, dpr);
    ctx.translate(side / 2, side / 2);
    ctx.rotate(turn);
    drawSymbol(ctx, layer, look, size, theme, text);
    sprites.set(key, { image, side, size, ...inkOf(image) });
  }
  return sprites.get(key);
}
