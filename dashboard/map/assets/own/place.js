// The ring around the record that is open, in place of what was looked for before, and the click
// that gives it another place.

import { toWorld } from "./world.js";

export function placing(map, scene) {
  function picked(record) {
    scene.pick = record;
    if (record && scene.found) {
      scene.found = null;
      scene.paintMarks();
    }
    scene.paintSpot();
  }

  // The next click on the map is a new place for a record: its ring goes there.
  function place(record, then) {
    scene.onPlace = then && (([lng, lat]) => {
      scene.onPlace = null;
      map.getContainer().classList.remove("map-placing");
      const [x, y] = toWorld(lng, lat);
      picked({ ...record, x, y });
      then([lng, lat]);
    });
    map.getContainer().classList.toggle("map-placing", Boolean(then));
  }

  return { picked, place };
}
