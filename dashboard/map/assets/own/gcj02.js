// The offset of the approved public maps of China, there and back, for tiles that are cut in it.
// The same formulas as geodata/coordinates/gcj02.py, which says where they come from and where they apply.

const AXIS_M = 6378245;
const ECCENTRICITY2 = 0.00669342162296594323;
const [WEST, SOUTH, EAST, NORTH] = [72.004, 0.8293, 137.8347, 55.8271];
const ENOUGH = 1e-9; // degrees, a tenth of a millimetre
const MOST_STEPS = 20;

const wave = (share, weight, angle) => weight * Math.sin(share * angle * Math.PI);
const short = (x) => wave(6, 20, x) + wave(2, 20, x);
const middle = (angle) => wave(1, 20, angle) + wave(1 / 3, 40, angle);

export function toGcj02([lng, lat]) {
  if (lng < WEST || lng > EAST || lat < SOUTH || lat > NORTH) return [lng, lat];
  const [x, y] = [lng - 105, lat - 35];
  const root = Math.sqrt(Math.abs(x));
  const east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    + ((short(x) + middle(x) + wave(1 / 12, 150, x) + wave(1 / 30, 300, x)) * 2) / 3;
  const north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    + ((short(x) + middle(y) + wave(1 / 12, 160, y) + wave(1 / 30, 320, y)) * 2) / 3;
  const phi = (lat * Math.PI) / 180;
  const bend = 1 - ECCENTRICITY2 * Math.sin(phi) ** 2;
  const across_m = AXIS_M / Math.sqrt(bend);
  const along_m = (across_m * (1 - ECCENTRICITY2)) / bend;
  const degrees = 180 / Math.PI;
  return [lng + (east_m / (across_m * Math.cos(phi))) * degrees, lat + (north_m / along_m) * degrees];
}

export function fromGcj02([lng, lat]) {
  let found = [lng, lat];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const [offLng, offLat] = toGcj02(found);
    const miss = [lng - offLng, lat - offLat];
    found = [found[0] + miss[0], found[1] + miss[1]];
    if (Math.hypot(...miss) < ENOUGH) break;
  }
  return found;
}
