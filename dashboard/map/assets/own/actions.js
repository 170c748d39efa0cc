// What clicks in the legend and the facts do: first here, then reported to Python.

import { rowOf } from "./decode.js";
import { toggled } from "./filter.js";
import { copyText, linkTo, pictureOf } from "./link.js";
import { looksOf } from "./points.js";

export function actionsOf(state, { map, scene, changed }) {
  let report = { setStateValue() {}, setTriggerValue() {} };
  let onReport = () => {};

  const toggles = () => {
    const { layers, classes, grades, statuses, shape } = state.selection;
    return { layers, classes, grades, statuses, shape };
  };

  function change(part) {
    state.selection = { ...state.selection, ...part };
    state.serial += 1;
    changed();
    onReport();
    report.setStateValue("toggled", { serial: state.serial, ...toggles() });
  }

  // Nothing here waits for the answer: it may change the page, and leave the map as it is.
  function tell(name, value) {
    report.setTriggerValue(name, value);
  }

  async function copyLink(pick) {
    const link = linkTo({ query: state.view.query, bounds: map.getBounds(), pick });
    const { text } = state.view;
    state.tell((await copyText(link)) ? text.link_copied : `${text.link_shown} ${link}`);
  }

  // The server notes it first, as it does of a picture of the map; the page needs not note it again.
  async function printFacts({ layer, number }) {
    const asked = `${pictureOf(state.view)}&pick=${layer}.${number}`;
    const answer = await fetch(asked, { method: "POST" }).catch(() => null);
    if (!answer?.ok) return state.tell(state.view.text.print_failed);
    document.documentElement.toggleAttribute("data-print-noted", true);
    window.print();
    document.documentElement.toggleAttribute("data-print-noted", false);
  }

  return {
    toggles,
    reportWith(to, before) {
      report = to;
      onReport = before;
    },
    toggleLayer(id) {
      const on = state.selection.layers;
      const layers = state.view.layers.map((layer) => layer.id);
      change({ layers: layers.filter((one) => on.includes(one) !== (one === id)) });
    },
    toggleValue(kind, layer, index) {
      const lists = { ...state.selection[kind] };
      const next = toggled(lists[layer.id], index, layer[kind]);
      if (next === undefined) delete lists[layer.id];
      else lists[layer.id] = next;
      change({ [kind]: lists });
    },
    showAll() {
      const layers = state.view.layers.map((layer) => layer.id);
      change({ layers, classes: {}, grades: {}, statuses: {} });
    },
    toggleOpen(id) {
      if (!state.open.delete(id)) state.open.add(id);
      changed();
    },
    drawShape: (shape) => change({ shape }),
    unplaced: (layer) => tell("unplaced", { layer }),
    put: ({ layer, number }, lng, lat) => tell("put", { layer: layer.id, number, lng, lat }),
    copyLink,
    act(id, record) {
      const pick = { layer: record.layer.id, number: record.number };
      if (id === "link") copyLink(pick);
      else if (id === "print") printFacts(pick);
      else tell("action", { id, ...pick });
    },
    // Whether the selection now shows a record; one whose layer has not come yet is not hidden.
    isShown(record) {
      const { id } = record.layer;
      const result = state.results[id];
      if (!result) return true;
      const row = rowOf(scene.columns(id).arrays, record);
      return state.selection.layers.includes(id) && result.mask[row] === 1;
    },
    // The record a link names, as the pointer would have found it; null while it has not come.
    recordOf({ layer: id, number, row: before }) {
      const layer = state.view.layers.find((one) => one.id === id);
      const arrays = scene.columns(id)?.arrays;
      const row = arrays ? rowOf(arrays, { number, row: before }) : -1;
      if (row < 0) return null;
      const grade = layer.grades[arrays.grades[row]] ? arrays.grades[row] : 255;
      const closed = Boolean(layer.statuses[arrays.statuses[row]]?.closed);
      const look = looksOf(layer).find((one) => one.grade === grade && one.closed === closed);
      return { layer, look, number, row, x: arrays.x[row], y: arrays.y[row] };
    },
  };
}
