// What is painted: the base map below, records above it, hover and selection on top.

import { canvasLayer } from "./canvas.js";
import { countAreas, countCells, paintCells } from "./cells.js";
import { applySelection } from "./filter.js";
import { paintDrawn } from "./drawn.js";
import { paintBase } from "./ground.js";
import { paintLabels } from "./labels.js";
import { footprintsOf } from "./footprints.js";
import { paintMarks, planLayer, spreadBadges } from "./marks.js";
import { paintNamed } from "./named.js";
import { paintGrounds, paintZones } from "./rings.js";
import { paintPreview } from "./preview.js";
import { paintSpot } from "./spot.js";
import { sprite } from "./symbols.js";
import { boxesOf } from "./twins.js";
import { toWorld } from "./world.js";

const ON_MAP = ".leaflet-control, .map-search input, .map-corner, .map-note, .map-time, .map-month";
const ROOM_PX = 4;
const COUNTED = { mark: "plain", closed: false, role: "plain" };

export function makeScene(map, store, isGroundShown) {
  const scene = {
    view: null, selection: null, theme: "light", results: {}, plans: [], celled: [],
    hover: null, pick: null, found: null, sketch: null, preview: null,
  };
  const base = canvasLayer((ctx, view) => paintBase(ctx, view, sources(), {
    theme: scene.theme, filled: isGroundShown(),
  }), "map-base");
  const marks = canvasLayer(paintRecords, "map-marks");
  const preview = canvasLayer((ctx, view) => paintPreview(ctx, view, scene), "map-preview");
  const spot = canvasLayer((ctx, view) => paintSpot(ctx, view, scene), "map-spot");

  function sources() {
    return scene.view.shapes
      .map((shape) => ({ ...shape, block: store.shapes(shape.name) }))
      .filter(({ block }) => block);
  }

  const hung = {
    gates: (layer) => store.shapes(scene.view.layers.find(({ id }) => id === layer)?.gates),
    boundaries: (layer) => store.shapes(scene.view.layers.find(({ id }) => id === layer)?.boundaries),
  };

  function middleY() {
    const [west, south, east, north] = scene.view.home;
    return toWorld((west + east) / 2, (south + north) / 2)[1];
  }

  const isSquared = (layer, areas) => layer.record === "incident" || areas.length === 0;

  // Large layers whose columns have not come yet.
  const tiledPlans = (view, areas) => scene.view.layers
    .filter(({ id }) => scene.isTiled(id) && scene.selection.layers.includes(id))
    .map((layer) => store.tiles.plan(scene, layer, view, isSquared(layer, areas) ? middleY() : null));

  // Places are counted per community where communities are known, incidents per square.
  function countFar(view, areas) {
    const counts = [];
    for (const plan of scene.plans.filter(({ counted, tiles, far }) => (tiles ? far : counted.length > 0))) {
      if (isSquared(plan.layer, areas)) {
        scene.celled.push({ layer: plan.layer, ...countCells(plan, view, middleY()) });
      } else {
        counts.push({
          byArea: countAreas(plan, scene.view.parents, areas),
          icon: sprite(plan.layer, COUNTED, 16, scene.theme),
        });
      }
    }
    return counts;
  }

  function paintRecords(ctx, view) {
    const layers = scene.view.layers
      .filter(({ id }) => scene.selection.layers.includes(id) && scene.results[id])
      .map((layer) => ({ layer, block: store.columns(layer.id), mask: scene.results[layer.id].mask }));
    const found = sources();
    const communities = found.filter(({ level, block }) => level === "community" && block.names);
    const areas = communities.flatMap(({ block }) => [...block.arrays.areas]);
    scene.celled = [];
    scene.plans = [
      ...tiledPlans(view, areas),
      ...layers.map(({ layer, block, mask }) => planLayer(layer, block, mask, view)),
    ];
    spreadBadges(scene.plans, view);
    const counts = countFar(view, areas);
    if (scene.found?.name) {
      paintNamed(ctx, view, scene.found, found.find(({ name }) => name === scene.found.shape), scene.theme);
    }
    const rings = paintZones(ctx, view, scene.view.zones, layers, hung, scene.theme);
    paintGrounds(ctx, view, layers, hung, scene.theme);
    for (const cells of scene.celled) paintCells(ctx, view, cells.layer, cells, scene.theme);
    const ground = found.find(({ kind }) => kind === "ground");
    paintMarks(ctx, view, scene.plans, scene.theme, (block, rows) => footprintsOf(block, rows, ground));
    paintLabels(ctx, view, {
      sources: found, plans: scene.plans, counts, rings, theme: scene.theme, reserved: reserved(view),
      presenting: scene.view.presenting && !view.isPrint,
    });
    scene.onPainted?.();
  }

  // Where buttons, scale, note, sample mark and signs lie on the map, as large as they are here.
  function reserved(view) {
    const { margin: [mx, my], isPrint } = view;
    if (isPrint) return [];
    const corner = map.getContainer().getBoundingClientRect();
    const overlaid = map.getContainer().parentElement.querySelectorAll(ON_MAP);
    const boxes = [...overlaid].map((node) => node.getBoundingClientRect()).map((box) => [
      mx + box.left - corner.left - ROOM_PX, my + box.top - corner.top - ROOM_PX,
      mx + box.right - corner.left + ROOM_PX, my + box.bottom - corner.top + ROOM_PX,
    ]);
    return [...boxes, ...boxesOf(scene.view.spots, view)];
  }

  // Chosen layers of which not all that lies in the view has come.
  function missing() {
    const there = scene.plans.filter(({ lacks }) => !lacks).map(({ layer }) => layer.id);
    return scene.view.layers.filter(({ id }) => scene.selection.layers.includes(id) && !there.includes(id));
  }

  // Onto another canvas, light; `tell({ plans, celled, missing })` hears what of it was drawn how,
  // before the screen is as it was.
  function paintPicture(ctx, view, tell) {
    const { theme, plans, celled, onPainted, sketch, found } = scene;
    Object.assign(scene, { theme: "light", onPainted: null, sketch: null, found: null });
    try {
      paintBase(ctx, view, sources(), { theme: "light", filled: isGroundShown() });
      paintRecords(ctx, view);
      scene.paintOver?.(ctx, view, "light");
      paintDrawn(ctx, view, scene);
      tell({ plans: Object.fromEntries(scene.plans.map((plan) => [plan.layer.id, plan])), celled: scene.celled, missing: missing() });
    } finally {
      Object.assign(scene, { theme, plans, celled, onPainted, sketch, found });
    }
  }

  function filter(ids) {
    for (const layer of scene.view.layers) {
      const block = store.columns(layer.id);
      if (!block || (ids && !ids.includes(layer.id))) continue;
      scene.results[layer.id] = applySelection(layer, block, scene.selection);
    }
  }

  return Object.assign(scene, {
    filter,
    paintPicture,
    columns: store.columns,
    isTiled: (id) => !scene.results[id] && Boolean(scene.view.tiled?.includes(id)),
    // what the legend counts of a layer; undefined while nothing is known of it
    countsOf: (layer) => scene.results[layer.id]
      ?? (scene.isTiled(layer.id) ? store.tiles.tally(scene, layer) ?? undefined : undefined),
    add: () => [base, marks, preview, spot].forEach((layer) => layer.addTo(map)),
    paintBase: () => base.repaint(),
    paintMarks: () => marks.paintNow(),
    paintPreview: () => preview.paintNow(),
    paintSpot: () => spot.paintNow(),
    viewNow: () => marks._view,
  });
}
