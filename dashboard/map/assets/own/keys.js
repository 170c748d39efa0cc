// The map by keyboard: arrows move it (Leaflet), Enter opens what the cross in its middle points
// at or draws there, Escape closes.

export function watchKeys(map, root, { tools, pickAt, facts }) {
  const box = map.getContainer();

  async function open() {
    const size = map.getSize();
    await pickAt(size.divideBy(2));
    // a list has taken the keyboard to its row; facts leave it on the map
    if (document.activeElement !== box) return;
    root.querySelector(".map-facts button")?.focus({ preventScroll: true });
  }

  function escape() {
    if (!facts.isOpen()) return false;
    facts.close();
    box.focus({ preventScroll: true });
    return true;
  }

  function press(event) {
    const onMap = event.target === box;
    const isDone = (onMap && tools.press(event)) || (event.key === "Escape" && escape());
    if (!isDone && onMap && event.key === "Enter") open();
    else if (!isDone) return;
    event.preventDefault();
  }

  root.addEventListener("keydown", press);
}
