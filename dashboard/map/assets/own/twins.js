// Places to be looked at together: a lettered sign beside each, and how far off it may be.

import { el } from "./dom.js";
import { pixelsPerUnit, toWorld } from "./world.js";

const NEAR_ZOOM = 18;
const PAD_M = 40;
const SIGN_PX = 22;

// The first has its sign to the left, the other to the right: two at one place stay readable.
function sign({ nth: n, mark, at: [lng, lat], precision_m }) {
  const { L } = window;
  const at = [lat, lng];
  const icon = L.divIcon({
    className: `map-twin map-twin-${n}`, html: el("b", {}, mark),
    iconSize: [SIGN_PX, SIGN_PX], iconAnchor: [n === 0 ? SIGN_PX + 6 : -6, SIGN_PX / 2],
  });
  const dot = { radius: 4, interactive: false, weight: 2, className: `map-twin-dot map-twin-dot-${n}` };
  const ring = { radius: precision_m, interactive: false, weight: 1.5, className: "map-precision" };
  return [
    ...(precision_m ? [L.circle(at, ring)] : []),
    L.circleMarker(at, dot),
    L.marker(at, { icon, interactive: false, keyboard: false }),
  ];
}

// Where the signs of spots lie in a view: [west, north, east, south], whichever side each is on.
export function boxesOf(spots, view) {
  const scale = pixelsPerUnit(view.zoom);
  const reach = SIGN_PX + 8;
  return spots.map(({ at }) => {
    const [x, y] = toWorld(...at).map((n, axis) => n * scale - [view.left, view.top][axis]);
    return [x - reach, y - SIGN_PX / 2, x + reach, y + SIGN_PX / 2];
  });
}

// `marked` is what this returned the last time.
export function markSpots(element, marked) {
  const { spots } = element.state.view;
  const asked = JSON.stringify(spots);
  if (asked === (marked?.asked ?? "[]")) return marked;
  marked?.group.remove();
  element.parts.root.dataset.spots = asked;
  const { L } = window;
  const group = L.layerGroup(spots.flatMap(sign)).addTo(element.map);
  if (spots.length > 0) {
    const around = spots.map(({ at: [lng, lat], precision_m }) =>
      L.latLng(lat, lng).toBounds(2 * Math.max(precision_m ?? 0, PAD_M)));
    const bounds = around.reduce((all, one) => all.extend(one), L.latLngBounds([]));
    element.map.fitBounds(bounds, { maxZoom: NEAR_ZOOM, animate: false });
  }
  return { asked, group };
}
