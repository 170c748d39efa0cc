// The panel beside the map: the legend, or the readings of a ledger that is to be imported.

import { renew } from "./dom.js";
import { legend } from "./legend.js";
import { readingsOf } from "./readings.js";

export function sidePanel({ legend: panel, root }, state, { map, scene, actions }) {
  let drawnShown = "";
  const readings = readingsOf(root, state, { map, scene, shown: show });

  function show() {
    state.celled = scene.celled;
    state.plans = Object.fromEntries(scene.plans.map((plan) => [plan.layer.id, plan]));
    renew(panel, scene.preview ? readings.panel() : legend(state, actions));
  }

  // The legend names squares, symbols and circles as they are now drawn.
  function showDrawn() {
    const { celled, plans } = scene;
    const drawn = [
      ...celled.map(({ layer, side_m, steps }) => [layer.id, side_m, ...steps]),
      ...plans.map(({ layer, counted, stacks }) => [layer.id, counted.length > 0, stacks.length > 0]),
    ].join();
    if (drawn === drawnShown) return;
    drawnShown = drawn;
    show();
  }

  return { show, showDrawn, adopt: readings.adopt };
}
