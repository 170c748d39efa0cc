// Names that follow a course: along a street, down a river.

import { FONT } from "./palette.js";

const STEEP = [50, 130]; // degrees between which characters stand upright, one below the other

const LEAST_STRAIGHT = 0.7; // from end to end, of the way along

// The runs of a line that lie in the view, in screen pixels.
function* runsInView(block, feature, { view, scale }) {
  const { part_offsets: parts, ring_offsets: rings, x, y } = block.arrays;
  const [mx, my] = view.margin;
  for (let r = parts[feature]; r < parts[feature + 1]; r++) {
    let run = [];
    for (let v = rings[r]; v < rings[r + 1]; v++) {
      const [px, py] = [x[v] * scale - view.left, y[v] * scale - view.top];
      if (px > mx && py > my && px < view.width - mx && py < view.height - my) run.push([px, py]);
      else {
        if (run.length > 1) yield run;
        run = [];
      }
    }
    if (run.length > 1) yield run;
  }
}

// Whether two runs go on in each other, rather than turning back or off.
function goesOn(before, after) {
  const [[x0, y0], [x1, y1]] = before.slice(-2);
  const [, [x2, y2]] = after;
  const along = (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1);
  return along > 0.7 * Math.hypot(x1 - x0, y1 - y0) * Math.hypot(x2 - x1, y2 - y1);
}

const keyOf = (point) => point.join();

// A piece for each direction, or two lanes between the same crossings, bear one name.
function onceEach(runs) {
  const seen = new Map(runs.map((run) => [[run[0], run.at(-1)].map(keyOf).sort().join("/"), run]));
  return [...seen.values()];
}

// Pieces of one street, which end at every crossing, joined where one goes on in another.
function joined(runs) {
  const [whole, ending] = [new Set(), new Map()]; // all there are; an end -> which has it
  const from = (point, run) => (keyOf(run[0]) === keyOf(point) ? run : [...run].reverse());
  const join = (run) => {
    const other = ending.get(keyOf(run.at(-1)));
    const after = other && from(run.at(-1), other);
    if (!after || !goesOn(run, after)) return run;
    for (const end of [other[0], other.at(-1)]) ending.delete(keyOf(end));
    whole.delete(other);
    return [...run, ...after.slice(1)];
  };
  for (const piece of onceEach(runs)) {
    const run = join(join(piece).reverse());
    whole.add(run);
    for (const end of [run[0], run.at(-1)]) ending.set(keyOf(end), run);
  }
  return [...whole];
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
  // along a street that turns back letters would stand on each other
  if (Math.hypot(b[0] - a[0], b[1] - a[1]) < LEAST_STRAIGHT * length) return null;
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
  const runs = joined(features.flatMap((f) => [...runsInView(block, f, pen)]))
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
