// What the search found, on the map: fly there, mark it, open its facts.

import { searchBox } from "./search.js";
import { toWorld } from "./world.js";

const NEAR_ZOOM = 16; // as near as symbols are told apart

export function finder(state, { map, scene, actions, facts }) {
  function goNear([lng, lat]) {
    map.setView([lat, lng], Math.max(map.getZoom(), NEAR_ZOOM));
  }

  // `found` = { x, y } of a place, { shape, name } of what bears a name, null.
  function mark(found) {
    scene.found = found;
    scene.paintMarks();
    scene.paintSpot();
  }

  // Whether there was anything to clear.
  function clear() {
    if (!scene.found) return false;
    mark(null);
    return true;
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

  function placeOf([lng, lat]) {
    const [x, y] = toWorld(lng, lat);
    return { x, y };
  }

  function show({ layer, number, point, bounds, shape, title }) {
    waiting = null;
    if (bounds) {
      const [west, south, east, north] = bounds;
      map.fitBounds([[south, west], [north, east]], { maxZoom: NEAR_ZOOM + 1 });
    } else if (point) goNear(point);
    if (shape) mark({ shape, name: title });
    else mark(point && !layer ? placeOf(point) : null);
    if (layer) open({ layer, number });
  }

  const { node } = searchBox(state, { show, clear });
  node.hidden = !state.view.readable;
  L.DomEvent.disableClickPropagation(node);
  L.DomEvent.disableScrollPropagation(node);
  return { node, goNear, arrived, clear };
}
