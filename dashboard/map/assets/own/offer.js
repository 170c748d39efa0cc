// A record that has no place yet: where it may lie, and the clicks that say where it lies.

import { looksOf } from "./points.js";
import { toWorld } from "./world.js";

const NEAR_ZOOM = 17;
const PAD_M = 250;

function show(element, record, { at, precision_m }) {
  const [lng, lat] = at;
  const [x, y] = toWorld(lng, lat);
  element.picked({ ...record, x, y });
  const { L } = window;
  const bounds = L.latLng(lat, lng).toBounds(2 * Math.max(precision_m ?? 0, PAD_M));
  element.map.fitBounds(bounds, { maxZoom: NEAR_ZOOM, animate: false });
  if (!precision_m) return null;
  const look = { radius: precision_m, interactive: false, weight: 1.5, className: "map-precision" };
  return L.circle([lat, lng], look).addTo(element.map);
}

// `shown` is what this returned the last time; each rerun waits for a click anew.
export function follow(element, shown) {
  const { offer, layers } = element.state.view;
  if (!offer && !shown) return null;
  const asked = JSON.stringify(offer);
  const isOther = asked !== shown?.asked;
  if (isOther) shown?.circle?.remove();
  element.parts.root.dataset.offer = asked;
  if (!offer) {
    element.place(null, null);
    element.picked(null);
    return null;
  }
  const layer = layers.find(({ id }) => id === offer.layer);
  const record = { layer, look: looksOf(layer)[0], number: offer.number };
  element.place(record, ([lng, lat]) => element.actions.put(record, lng, lat));
  if (!isOther) return shown;
  if (!offer.at) element.picked(null);
  return { asked, circle: offer.at ? show(element, record, offer) : null };
}
