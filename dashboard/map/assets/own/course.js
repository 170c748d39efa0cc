// Names that follow a course: along a street, down a river.

import { FONT } from "./palette.js";

const STEEP = [50, 130]; // degrees between which characters stand upright, one below the other

// The runs of a line that lie in the view, in screen pixels.
function* runsInView(block, feature, { view, scale }) {
  const { part_offsets: parts, ring_offsets: rings, x, y } = block.arrays;
  const [mx, my] = view.margin;
  for (let r = parts[feature]; r < parts[feature + 1]; r++) {
    let run = [];
    for (let v = rings[r]; v < rings[r + 1]; v++) {
      const [px, py] = [x[v] * scale - view.left, y[v] * scale - view.top];
      if (px > mx && py > my && px < view.width - mx && py < view.height - my) run.push([px, py]);
      else if (run.length) {
        yield run;
        run = [];
      }
    }
    if (run.length > 1) yield run;
  }
}

function measure(run) {
  const along = [0];
  for (let i = 1; i < run.length; i++) {
    along.push(along[i - 1] + Math.hypot(run[i][0] - run[i - 1][0], run[i][1] - run[i - 1][1]));
  }
  return along;
}

function pointAt(run, along, distance) {
  let i = 1;
  while (i < run.length - 1 && along[i] < distance) i += 1;
  const share = (distance - along[i - 1]) / (along[i] - along[i - 1] || 1);
  return [0, 1].map((k) => run[i - 1][k] + share * (run[i][k] - run[i - 1][k]));
}

// Where each character of the text stands on the run, if it fits around `middle`.
function characters(ctx, run, along, text, middle, gap) {
  const widths = Array.from(text, (one) => ctx.measureText(one).width + gap);
  const length = widths.reduce((sum, width) => sum + width, 0);
  const [from, to] = [middle - length / 2, middle + length / 2];
  if (from < 0 || to > along.at(-1)) return null;
  const [a, b] = [pointAt(run, along, from), pointAt(run, along, to)];
  const degrees = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  const folded = (degrees + 360) % 180;
  const upright = folded > STEEP[0] && folded < STEEP[1];
  const backwards = upright ? b[1] < a[1] : b[0] < a[0];
  let at = backwards ? to : from;
  const step = backwards ? -1 : 1;
  const turn = upright ? 0 : ((backwards ? degrees + 180 : degrees) * Math.PI) / 180;
  return Array.from(text, (one, n) => {
    const [x, y] = pointAt(run, along, at + (step * widths[n]) / 2);
    at += step * widths[n];
    return { one, x, y, turn };
  });
}

function writeAll(pen, letters, style, write) {
  const half = style.size / 2;
  const boxes = letters.map(({ x, y }) => [x - half, y - half, x + half, y + half]);
  if (!boxes.every(pen.room.isFree)) return false;
  boxes.forEach(pen.room.take);
  for (const { one, x, y, turn } of letters) {
    pen.ctx.save();
    pen.ctx.translate(x, y);
    pen.ctx.rotate(turn);
    write(pen.ctx, one, -pen.ctx.measureText(one).width / 2, 0, style, pen.colours.halo);
    pen.ctx.restore();
  }
  return true;
}

const fontOf = (style) => `${style.weight} ${style.size}px ${FONT}`;

// One name per street: on its longest visible run, where there is room.
export function lineLabel(pen, block, features, text, style, write) {
  pen.ctx.font = fontOf(style);
  const runs = features
    .flatMap((f) => [...runsInView(block, f, pen)])
    .map((run) => ({ run, along: measure(run) }))
    .sort((a, b) => b.along.at(-1) - a.along.at(-1))
    .slice(0, 3);
  for (const { run, along } of runs) {
    for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const gap = along.at(-1) > 260 ? 10 : 1;
      const letters = characters(pen.ctx, run, along, text, share * along.at(-1), gap);
      if (letters && writeAll(pen, letters, style, write)) return;
    }
  }
}

// The middle of the widest stretch of a polygon on the line x = at (or y = at).
function middleAt(block, feature, at, { view, scale }, across) {
  const { part_offsets: parts, ring_offsets: rings, x, y } = block.arrays;
  const [u, v] = across ? [y, x] : [x, y];
  const [uCorner, vCorner] = across ? [view.top, view.left] : [view.left, view.top];
  const cuts = [];
  for (let r = parts[feature]; r < parts[feature + 1]; r++) {
    for (let i = rings[r]; i < rings[r + 1]; i++) {
      const next = i + 1 < rings[r + 1] ? i + 1 : rings[r];
      const [u0, u1] = [u[i] * scale - uCorner, u[next] * scale - uCorner];
      if (u0 > at === u1 > at) continue;
      const share = (at - u0) / (u1 - u0);
      cuts.push((v[i] + share * (v[next] - v[i])) * scale - vCorner);
    }
  }
  cuts.sort((a, b) => a - b);
  let best = null;
  for (let i = 0; i + 1 < cuts.length; i += 2) {
    const width = cuts[i + 1] - cuts[i];
    if (!best || width > best.width) best = { middle: (cuts[i] + cuts[i + 1]) / 2, width };
  }
  return best;
}

export function waterLabel(pen, block, feature, text, style, write) {
  const [west, north, east, south] = block.boxes.subarray(4 * feature, 4 * feature + 4);
  const across = south - north > east - west; // runs up and down: letters one below the other
  const [margin, length] = across
    ? [pen.view.margin[1], pen.view.height]
    : [pen.view.margin[0], pen.view.width];
  pen.ctx.font = fontOf(style);
  const step = 30;
  const size = step * text.length;
  for (const share of [0.35, 0.6, 0.2, 0.75, 0.48]) {
    const start = margin + share * (length - 2 * margin) - size / 2;
    const letters = Array.from(text, (one, n) => {
      const at = start + (n + 0.5) * step;
      const found = middleAt(block, feature, at, pen, across);
      if (!found || found.width < 9) return null;
      return across ? { one, x: found.middle, y: at, turn: 0 } : { one, x: at, y: found.middle, turn: 0 };
    });
    if (letters.every(Boolean) && writeAll(pen, letters, style, write)) return;
  }
}
