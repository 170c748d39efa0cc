// A second map beside the first, moved with it, over the same blocks: the period compared with.

import { el } from "./dom.js";
import { openMiddle } from "./keys.js";
import { watchPointer } from "./pointer.js";
import { makeScene } from "./scene.js";

// `names` and `onPick` as for the first map. Returns { scene, box, leave }.
export function mapBeside(first, store, isGroundShown, { names, onPick }) {
  const place = el("div", { class: "map-second-map" });
  const tip = el("div", { class: "map-tip", hidden: true });
  const name = el("div", { class: "map-month map-card" });
  const box = el("div", { class: "map-second" }, place, name, tip);
  first.getContainer().after(box);
  first.getContainer().parentElement.classList.add("map-halved");
  const second = L.map(place, {
    zoomControl: false, attributionControl: false, zoomSnap: first.options.zoomSnap,
    minZoom: first.getMinZoom(), maxZoom: first.getMaxZoom(),
  });
  const scene = makeScene(second, store, isGroundShown);
  let following = false;

  // Whichever is moved, the other shows the same ground.
  function follow(leader, other) {
    if (following) return;
    following = true;
    other.setView(leader.getCenter(), leader.getZoom(), { animate: false });
    following = false;
  }

  const lead = () => follow(first, second);
  const back = () => follow(second, first);

  function add() {
    first.invalidateSize({ animate: false });
    follow(first, second);
    scene.add();
    first.on("move zoomend", lead);
    second.on("move zoomend", back);
    const pickAt = watchPointer(second, scene, tip, names, onPick);
    place.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== place) return;
      event.preventDefault();
      openMiddle(second, pickAt);
    });
  }

  function leave() {
    first.off("move zoomend", lead);
    second.remove();
    box.remove();
    first.getContainer().parentElement.classList.remove("map-halved");
    first.invalidateSize({ animate: false });
  }

  return { scene, second, name, add, leave };
}
