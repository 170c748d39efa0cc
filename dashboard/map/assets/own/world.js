// World coordinates: Web Mercator scaled to 32 bits, y downward from the north edge.
// At zoom z the world is 256 * 2^z pixels wide, so a pixel is 2^(24 - z) world units.

const WORLD = 2 ** 32;
const EQUATOR_M = 40075016.686;

export const pixelsPerUnit = (zoom) => 2 ** (zoom - 24);

export function toWorld(lng, lat) {
  return [
    ((lng + 180) / 360) * WORLD,
    (0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * WORLD,
  ];
}

export function toLngLat(x, y) {
  const north = Math.PI * (1 - (2 * y) / WORLD);
  return [(x / WORLD) * 360 - 180, (Math.atan(Math.sinh(north)) * 180) / Math.PI];
}

// Metres that one world unit measures on the ground at this height of the map.
export function metresPerUnit(y) {
  const north = Math.PI * (1 - (2 * y) / WORLD);
  return EQUATOR_M / WORLD / Math.cosh(north);
}

// The step a point takes, as records have them: the nearest one.
export function toWorldCell(lng, lat) {
  const [x, y] = toWorld(lng, lat);
  return [Math.round(x) % WORLD, Math.round(y)];
}
