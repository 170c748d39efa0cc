// A drawing under way: points by click, touch or keyboard. A polygon or a circle becomes the
// filter; a measurement stays until the next one.

import { area_m2, circle, distance_m, length_m } from "./geodesy.js";

const MOST_CORNERS = 200; // as many as a link may carry
const CLOSE_PX = 10;
const PAUSE_MS = 300;
const FEWEST = { polygon: 3, circle: 2, measure: 2 };

// What a sketch measures so far: { length_m, area_m2, radius_m }, null for what it has not.
export function measured({ kind, points, cursor }) {
  const all = cursor ? [...points, cursor] : points;
  if (kind === "circle") {
    const radius_m = all.length > 1 ? distance_m(all[0], all[1]) : null;
    return { length_m: null, radius_m, area_m2: radius_m && area_m2(circle(all[0], radius_m)) };
  }
  return {
    radius_m: null,
    length_m: all.length > 1 ? length_m(all) : null,
    area_m2: all.length > 2 ? area_m2(all) : null,
  };
}

// The corners of what is drawn, without the first again at the end.
export const cornersOf = ({ kind, points, cursor }) => {
  const all = cursor ? [...points, cursor] : points;
  return kind === "circle" && all.length > 1 ? circle(all[0], distance_m(all[0], all[1])) : all;
};

// `changed()` after every point and move, `done(sketch)` at the end.
export function sketching(map, scene, { changed, done }) {
  const box = map.getContainer();

  function begin(kind) {
    stop();
    scene.sketch = { kind, points: [], cursor: null, isDone: false };
    scene.onPlace = add;
    map.doubleClickZoom.disable();
    map.on("mousemove", move).on("dblclick", finish);
    box.classList.add("map-placing");
    changed();
  }

  function stop() {
    map.off("mousemove", move).off("dblclick", finish);
    if (scene.onPlace === add) {
      scene.onPlace = null;
      box.classList.remove("map-placing");
    }
    setTimeout(() => map.doubleClickZoom.enable(), PAUSE_MS); // the click that ends may be a double one
  }

  function cancel() {
    stop();
    scene.sketch = null;
    changed();
  }

  const isActive = () => Boolean(scene.sketch && !scene.sketch.isDone);
  const pixels = ([lng, lat]) => map.latLngToContainerPoint([lat, lng]);

  // A click on the first point closes a polygon, one on the last ends any drawing.
  function add(point) {
    const { kind, points } = scene.sketch;
    const closes = (other) => other && pixels(other).distanceTo(pixels(point)) < CLOSE_PX;
    if (closes(points.at(-1)) || (kind !== "circle" && points.length > 2 && closes(points[0]))) return finish();
    points.push(point);
    if ((kind === "circle" && points.length === 2) || points.length === MOST_CORNERS) return finish();
    changed();
  }

  function move({ latlng }) {
    if (scene.onPlace !== add) return cancel(); // something else is being placed
    scene.sketch.cursor = [latlng.lng, latlng.lat];
    changed();
  }

  function finish() {
    const { sketch } = scene;
    if (!isActive() || sketch.points.length < FEWEST[sketch.kind]) return;
    sketch.cursor = null;
    sketch.isDone = true;
    stop();
    done(sketch);
    changed();
  }

  function back() {
    scene.sketch.points.pop();
    changed();
  }

  return { begin, cancel, finish, back, isActive };
}
