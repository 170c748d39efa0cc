// Where incidents gather: streets (or cells) coloured by multiples of the average, and the stretches
// that meet an official rule. Colours are those of the base map's painting, below all records.

import { el } from "./dom.js";
import { palette } from "./palette.js";
import { fill, inView, pathOf, stroke } from "./shapes.js";

const STEPS = ["hot_c", "hot_b", "hot_a"]; // the least first; a shape's class is its step, from 1
const WIDTHS = { hot_c: [3.2, 5, 6], hot_b: [4, 7, 8], hot_a: [5, 9, 11] }; // at zoom 12, 15, 17
const EDGE_PX = 2.4;
const CELL_OPACITY = 0.62;
const RULE_WIDTHS = [0.8, 2, 2.6];
const RULE_DASH = [2, 5];

export function widthAt([far, middle, near], zoom) {
  if (zoom <= 15) return far + ((middle - far) * Math.max(0, zoom - 12)) / 3;
  return middle + ((near - middle) * Math.min(2, zoom - 15)) / 2;
}

function bySteps(block, features) {
  const found = STEPS.map(() => []);
  for (const f of features) found[block.arrays.classes[f] - 1]?.push(f);
  return found;
}

function paintPieces(ctx, view, { block }, colours) {
  const steps = bySteps(block, inView(block, view, 12))
    .map((features, n) => [STEPS[n], pathOf(block, features, view, { closed: false })]);
  for (const [step, path] of steps) {
    stroke(ctx, path, colours.land, widthAt(WIDTHS[step], view.zoom) + EDGE_PX);
  }
  for (const [step, path] of steps) {
    stroke(ctx, path, colours.hot[step], widthAt(WIDTHS[step], view.zoom));
  }
}

function paintCells(ctx, view, { block }, colours) {
  bySteps(block, inView(block, view)).forEach((features, n) => {
    const path = pathOf(block, features, view);
    fill(ctx, path, colours.hot[STEPS[n]], CELL_OPACITY);
    stroke(ctx, path, colours.hot[STEPS[n]], 1);
  });
}

function paintRule(ctx, view, { block }, colours) {
  const path = pathOf(block, inView(block, view), view, { closed: false });
  stroke(ctx, path, colours.areaLabel, widthAt(RULE_WIDTHS, view.zoom), { dash: RULE_DASH });
}

const PAINTERS = { hot_pieces: paintPieces, hot_cells: paintCells, hot_rule: paintRule };

export function paintHot(ctx, view, sources, colours) {
  for (const source of sources) PAINTERS[source.kind]?.(ctx, view, source, colours);
}

// `shape.legend` = { title, steps: [words of each step, the least first] }, words only for a rule.
export function hotLegend({ kind, legend }, theme) {
  if (!(kind in PAINTERS)) return [];
  if (kind === "hot_rule") {
    const line = el("i", { class: "map-line map-dotted" });
    line.style.borderColor = palette(theme).areaLabel;
    return [el("div", { class: "map-lines" }, el("div", { class: "map-wide" }, line, legend.title))];
  }
  const colours = palette(theme).hot;
  return [
    el("h4", {}, legend.title),
    el("div", { class: "map-steps" }, ...legend.steps.map((words, n) => {
      const bar = el("i");
      bar.style.background = colours[STEPS[n]];
      return el("div", {}, bar, words);
    }).reverse()),
  ];
}
