// What the search found, on the map: fly there, mark it, open its facts.

import { searchBox } from "./search.js";
import { toWorld } from "./world.js";

const NEAR_ZOOM = 16; // as near as symbols are told apart

export function finder(state, { map, scene, actions, facts }) {
  function goNear([lng, lat]) {
    map.setView([lat, lng], Math.max(map.getZoom(), NEAR_ZOOM));
  }

  function mark(point) {
    scene.found = point ? { x: point[0], y: point[1] } : null;
    scene.paintSpot();
  }

  let waiting = null; // chosen before its layer has come

  // Records are opened also where the filter hides them: then that is said.
  function open(wanted) {
    const record = actions.recordOf(wanted);
    waiting = record ? null : wanted;
    if (!record) return;
    facts.pick([record]);
    if (!actions.isShown(record)) state.tell(state.view.text.outside_filter);
  }

  const arrived = (layer) => waiting?.layer === layer && !facts.isOpen() && open(waiting);

  function show({ layer, number, point, bounds }) {
    waiting = null;
    if (bounds) {
      const [west, south, east, north] = bounds;
      map.fitBounds([[south, west], [north, east]], { maxZoom: NEAR_ZOOM + 1 });
    } else if (point) goNear(point);
    mark(point && !layer ? toWorld(...point) : null);
    if (layer) open({ layer, number });
  }

  const { node } = searchBox(state, { show, clear: () => mark(null) });
  node.hidden = !state.view.readable;
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  return { node, goNear, arrived };
}
