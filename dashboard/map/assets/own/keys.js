// The map by keyboard: arrows move it (Leaflet), Enter opens what the cross in its middle points
// at or draws there, Escape closes, then takes off the mark of what was looked for.

// What lies under the cross; the keyboard goes to it.
export async function openMiddle(map, pickAt) {
  const box = map.getContainer();
  await pickAt(map.getSize().divideBy(2));
  // a list has taken the keyboard to its row; facts leave it on the map
  if (document.activeElement !== box) return;
  box.closest(".map-root").querySelector(".map-facts button")?.focus({ preventScroll: true });
}

export function watchKeys(map, root, { tools, pickAt, facts, finder }) {
  const box = map.getContainer();

  function escape() {
    if (!facts.isOpen()) return finder.clear();
    facts.close();
    box.focus({ preventScroll: true });
    return true;
  }

  function press(event) {
    const onMap = event.target === box;
    const isDone = (onMap && tools.press(event)) || (event.key === "Escape" && escape());
    if (!isDone && onMap && event.key === "Enter") openMiddle(map, pickAt);
    else if (!isDone) return;
    event.preventDefault();
  }

  root.addEventListener("keydown", press);
}
