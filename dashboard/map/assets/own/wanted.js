// The record that a link or a table names.

import { toLngLat } from "./world.js";

// `near(lnglat)` brings a place into view.
export function wantedRecord(state, { scene, actions, facts, near }) {
  let wanted = state.view.pick;

  // Once its layer has come; one that has ended meanwhile or that the selection does not show is
  // not opened.
  function open() {
    const { text } = state.view;
    if (!wanted || !scene.columns(wanted.layer)) return null;
    const record = actions.recordOf(wanted);
    wanted = null;
    if (record && actions.isShown(record)) {
      facts.pick([record]);
      return record;
    }
    state.tell(record ? text.pick_hidden : text.pick_gone);
    return null;
  }

  // A row of a table: as near as symbols are told apart.
  function goTo(named) {
    wanted = named;
    const { x, y } = open() ?? {};
    if (!x && !y) return;
    near(toLngLat(x, y));
  }

  const arrived = (layer) => wanted?.layer === layer && open();

  return { arrived, goTo };
}
