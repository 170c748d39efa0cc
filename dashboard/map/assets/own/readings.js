// The readings of a ledger's coordinates on the map: which is chosen, which sets are shown.

import { previewPanel } from "./preview.js";

// `shown()` shows the panel anew.
export function readingsOf(root, state, { map, scene, shown }) {
  // Which sets of points are hidden is the reader's alone, as long as it is the same preview.
  function adopt(preview) {
    const hidden = scene.preview?.id === preview?.id ? scene.preview?.hidden : null;
    scene.preview = preview ? { ...preview, hidden: hidden ?? new Set() } : null;
    root.classList.toggle("map-previewing", Boolean(preview));
    if (!preview) return;
    scene.onPlace = preview.placing
      ? (place) => state.report.setTriggerValue("place", { preview: preview.id, place })
      : null;
    map.getContainer().classList.toggle("map-placing", preview.placing);
  }

  function paint() {
    scene.paintPreview();
    shown();
  }

  function take(n) {
    scene.preview.chosen = n;
    scene.preview.hidden.delete(n);
    state.report.setStateValue("reading", { preview: scene.preview.id, n });
    paint();
  }

  function toggle(n) {
    const { hidden } = scene.preview;
    if (!hidden.delete(n)) hidden.add(n);
    paint();
  }

  const panel = () =>
    previewPanel({ preview: scene.preview, theme: state.theme, text: state.view.text }, { take, toggle });

  return { adopt, panel };
}
