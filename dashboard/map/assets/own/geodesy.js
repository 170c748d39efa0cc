// Lengths and areas on the ellipsoid GRS 80, the one of CGCS2000.

const AXIS_M = 6378137;
const FLATTENING = 1 / 298.257222101;
const POLE_M = AXIS_M * (1 - FLATTENING);
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);
const MOST_ROUNDS = 50;
const CIRCLE_CORNERS = 64; // within 0.12 % of the radius

const radians = (degrees) => (degrees * Math.PI) / 180;
const degrees = (angle) => (angle * 180) / Math.PI;

// Metres between two points [lng, lat]: the inverse problem after Vincenty (1975), to a millimetre;
// it does not converge for points nearly opposite on the globe, which no map of ours shows.
export function distance_m([lng1, lat1], [lng2, lat2]) {
  const [u1, u2] = [lat1, lat2].map((lat) => Math.atan((1 - FLATTENING) * Math.tan(radians(lat))));
  const [sin1, cos1, sin2, cos2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const apart = radians(lng2 - lng1);
  let [lambda, before, round] = [apart, Infinity, 0];
  let sinS, cosS, sigma, cosA2, cosM;
  while (Math.abs(lambda - before) > 1e-12 && round++ < MOST_ROUNDS) {
    const across = cos1 * sin2 - sin1 * cos2 * Math.cos(lambda);
    sinS = Math.hypot(cos2 * Math.sin(lambda), across);
    if (sinS === 0) return 0;
    cosS = sin1 * sin2 + cos1 * cos2 * Math.cos(lambda);
    sigma = Math.atan2(sinS, cosS);
    const sinA = (cos1 * cos2 * Math.sin(lambda)) / sinS;
    cosA2 = 1 - sinA ** 2;
    cosM = cosA2 === 0 ? 0 : cosS - (2 * sin1 * sin2) / cosA2;
    const c = (FLATTENING / 16) * cosA2 * (4 + FLATTENING * (4 - 3 * cosA2));
    before = lambda;
    lambda = apart + (1 - c) * FLATTENING * sinA
      * (sigma + c * sinS * (cosM + c * cosS * (2 * cosM ** 2 - 1)));
  }
  const u = (cosA2 * (AXIS_M ** 2 - POLE_M ** 2)) / POLE_M ** 2;
  const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
  const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
  const last = cosS * (2 * cosM ** 2 - 1) - (b / 6) * cosM * (4 * sinS ** 2 - 3) * (4 * cosM ** 2 - 3);
  return POLE_M * a * (sigma - b * sinS * (cosM + (b / 4) * last));
}

export const length_m = (points) =>
  points.slice(1).reduce((sum, point, n) => sum + distance_m(points[n], point), 0);

// Snyder (1987), equation 3-12: proportional to the area between the equator and a latitude.
function authalic(lat) {
  const sin = Math.sin(radians(lat));
  return (1 - E2) * (sin / (1 - E2 * sin * sin) - Math.log((1 - E * sin) / (1 + E * sin)) / (2 * E));
}

// Square metres within corners [lng, lat], of sides that are straight in the equal-area cylinder:
// the same as with geodesic sides to 1e-5 at the size of a sub-district.
export function area_m2(corners) {
  const twice = corners.reduce((sum, [lng, lat], n) => {
    const [lngNext, latNext] = corners[(n + 1) % corners.length];
    return sum + radians(lngNext - lng) * (authalic(lat) + authalic(latNext));
  }, 0);
  return Math.abs(twice * AXIS_M ** 2) / 4;
}

// The corners of a circle around a point, up to some 100 km.
export function circle([lng, lat], radius_m) {
  const bend = 1 - E2 * Math.sin(radians(lat)) ** 2;
  const across_m = (AXIS_M / Math.sqrt(bend)) * Math.cos(radians(lat));
  const along_m = (AXIS_M * (1 - E2)) / bend ** 1.5;
  return Array.from({ length: CIRCLE_CORNERS }, (_, n) => {
    const angle = (2 * Math.PI * n) / CIRCLE_CORNERS;
    return [
      lng + degrees((radius_m * Math.sin(angle)) / across_m),
      lat + degrees((radius_m * Math.cos(angle)) / along_m),
    ];
  });
}
