// The quiet base map, from the records: land, blocks, parks, water, streets, buildings, borders.

import { paintBuildings } from "./buildings.js";
import { paintHot } from "./hot.js";
import { palette } from "./palette.js";
import { edgesOnce, fill, inView, pathOf, pathOfLines, pathsOf, stroke } from "./shapes.js";

const FILLS = ["block", "industry", "park", "water"];
const BUILDINGS_FROM_ZOOM = 13.75;
const LANES_FROM_ZOOM = 13.75;

// Widths in pixels at zoom 15, halved or doubled with the map but never a hair or a highway.
const widthAt = (zoom, at15, least, most) =>
  Math.min(most, Math.max(least, at15 * 2 ** (0.75 * (zoom - 15))));

function byClass(block, classes, features) {
  const groups = {};
  for (const f of features) (groups[classes[block.arrays.classes[f]]] ??= []).push(f);
  return groups;
}

function paintGround(ctx, view, source, colours) {
  const groups = byClass(source.block, source.classes, inView(source.block, view));
  for (const kind of FILLS) {
    for (const path of pathsOf(source.block, groups[kind] ?? [], view)) fill(ctx, path, colours.ground[kind]);
  }
  return groups;
}

function paintStreets(ctx, view, source, colours) {
  const groups = byClass(source.block, source.classes, inView(source.block, view, 12));
  const lines = (kind) => pathsOf(source.block, groups[kind], view, { closed: false });
  const { zoom } = view;
  const styles = {
    lane: [widthAt(zoom, 2.4, 1, 9), 0, colours.street.lane, null],
    local: [widthAt(zoom, 3.6, 1.2, 13), 0.9, colours.street.fill, colours.street.edge],
    collector: [widthAt(zoom, 5.6, 1.5, 19), 1.2, colours.street.fill, colours.street.edge],
    arterial: [widthAt(zoom, 10.4, 2.6, 30), 1.5, colours.street.arterial, colours.street.arterialEdge],
  };
  const drawn = Object.keys(groups)
    .filter((kind) => kind !== "lane" || zoom >= LANES_FROM_ZOOM)
    .map((kind) => [lines(kind), ...(styles[kind] ?? styles.local)])
    .sort((a, b) => a[1] - b[1]);
  // all edges first, so that streets join without a seam
  for (const [paths, width, edge, , colour] of drawn) {
    if (colour) for (const path of paths) stroke(ctx, path, colour, width + edge);
  }
  for (const [paths, width, , colour] of drawn) for (const path of paths) stroke(ctx, path, colour, width);
}

const BORDERS = {
  group: (colours) => [colours.group, 0.8, { dash: [2, 3] }],
  grid: (colours) => [colours.group, 0.8, { dash: [1, 3] }],
  community: (colours) => [colours.community, 1.5, { dash: [9, 4, 2, 4], opacity: 0.85 }],
  district: (colours) => [colours.district, 1.8, { opacity: 0.7 }],
};

const edges = new WeakMap(); // block -> its edges, each once

function borderOf(block) {
  if (!edges.has(block)) edges.set(block, edgesOnce(block));
  return edges.get(block);
}

function paintBorders(ctx, view, sources, levels, colours) {
  for (const level of levels) {
    for (const { block } of sources.filter((source) => source.level === level)) {
      stroke(ctx, pathOfLines(block, borderOf(block), view), ...BORDERS[level](colours));
    }
  }
}

// `sources` = [{ kind, level, classes, block }] of what has arrived. Without `filled` only the
// borders are drawn (another base map lies below, or none).
export function paintBase(ctx, view, sources, { theme, filled }) {
  const colours = palette(theme);
  const ofKind = (kind) => sources.filter((source) => source.kind === kind);
  const areas = ofKind("area");
  if (filled) {
    for (const { block } of areas.filter(({ level }) => level === "district")) {
      fill(ctx, pathOf(block, inView(block, view), view), colours.land);
    }
    const groups = ofKind("ground").map((source) => [source, paintGround(ctx, view, source, colours)]);
    for (const source of ofKind("street")) paintStreets(ctx, view, source, colours);
    for (const [{ block }, { building }] of groups) {
      if (building && view.zoom >= BUILDINGS_FROM_ZOOM) {
        paintBuildings(ctx, view, block, building, colours.ground.building);
      }
    }
  }
  paintHot(ctx, view, sources, colours);
  const near = view.zoom >= LANES_FROM_ZOOM ? ["grid", "group"] : [];
  paintBorders(ctx, view, areas, [...near, "community", "district"], colours);
}
