// The map element: made once, kept over reruns; a rerun brings parameters, never data.

import { actionsOf } from "./actions.js";
import { addHome, overlay, speak } from "./controls.js";
import { blockStore } from "./data.js";
import { el, renew } from "./dom.js";
import { legend } from "./legend.js";
import { scripts, style } from "./once.js";
import { factsPanel } from "./panel.js";
import { watchPointer } from "./pointer.js";
import { makeScene } from "./scene.js";
import { themeOf } from "./theme.js";
import { watchVersion } from "./version.js";
import { toLngLat } from "./world.js";

const BUSY_AFTER_MS = 300;
const NEAR_ZOOM = 16;
const SAID_FOR_MS = 6000;

function skeleton(view) {
  const parts = {
    legend: el("div", { class: "map-panel map-legend", role: "group", "aria-label": view.text.legend }),
    box: el("div", { class: "map-box" }),
    facts: el("div", {
      class: "map-panel map-facts", role: "region", "aria-label": view.text.facts, hidden: true,
    }),
    ...overlay(view.text, view.sample),
  };
  const canvas = el("div", { id: view.base.id, class: "folium-map", "aria-label": view.text.title });
  parts.box.append(canvas, parts.corner, parts.note, parts.tip, parts.said, parts.busy);
  parts.root = el("div", { class: "map-root" }, parts.legend, parts.box, parts.facts);
  return parts;
}

async function foliumMap(view) {
  await scripts(view.base.scripts);
  speak(view.text);
  const { declare } = await import(view.base.module);
  const declared = declare();
  declared.map.attributionControl?.setPrefix(false);
  return declared;
}

const extentOf = ([west, south, east, north]) => [[south, west], [north, east]];

// Returns { update(view, report), leave() }. `report` = { setStateValue, setTriggerValue }.
export async function mount(parent, view) {
  await Promise.all(view.base.styles.map(style));
  const parts = skeleton(view);
  parent.replaceChildren(parts.root);
  const state = {
    view, selection: view.selection, serial: view.serial, open: new Set(), theme: themeOf(parent),
    results: {}, celled: [], tell,
  };
  let silence = 0;

  function tell(words) {
    clearTimeout(silence);
    parts.said.textContent = words;
    parts.said.hidden = false;
    silence = setTimeout(() => (parts.said.hidden = true), SAID_FOR_MS);
  }

  const { map, ground } = await foliumMap(view);
  const store = blockStore(view.api, arrived);
  const scene = makeScene(map, store, () => !ground || map.hasLayer(ground));
  const toHome = () => map.fitBounds(extentOf(state.view.home), { animate: true });
  const actions = actionsOf(state, { map, scene, changed: selectionChanged });
  const facts = factsPanel(parts.facts, state, { onPick, act: actions.act });

  function adopt(next) {
    state.view = next;
    // what was toggled here after Python last looked stands until Python has seen it
    if (next.serial >= state.serial) state.selection = next.selection;
    else state.selection = { ...next.selection, ...actions.toggles() };
    Object.assign(scene, { view: next, selection: state.selection, theme: state.theme });
    state.results = scene.results;
  }

  function show() {
    state.celled = scene.celled;
    renew(parts.legend, legend(state, actions));
  }

  function selectionChanged() {
    scene.selection = state.selection;
    scene.filter();
    scene.paintMarks();
    show();
  }

  function ask() {
    const { version, layers, shapes } = state.view;
    for (const layer of layers) {
      store.wantColumns(layer.id, version);
      for (const name of [layer.gates, layer.boundaries]) if (name) store.wantShapes(name, version);
    }
    for (const { name } of shapes) store.wantShapes(name, version);
  }

  function arrived(name, error) {
    if (error) {
      // once may be a version that has just been replaced; it is asked for again in a moment
      state.failures = (state.failures ?? 0) + 1;
      return state.failures > 1 ? tell(state.view.text.load_failed) : undefined;
    }
    const [kind, id] = name.split("/");
    if (kind === "columns") scene.filter([id]);
    else scene.paintBase();
    scene.paintMarks();
    show();
    if (kind === "columns") openPicked(id);
  }

  function openPicked(layerId) {
    const wanted = state.view.pick;
    if (!wanted || wanted.layer !== layerId || state.opened) return;
    const record = actions.recordOf(wanted);
    state.opened = true;
    if (record) facts.pick([record]);
  }

  // A row of a table was clicked: go there as near as symbols are told apart, and open its facts.
  function showPicked({ detail }) {
    const record = actions.recordOf(detail);
    if (!record) return;
    const [lng, lat] = toLngLat(record.x, record.y);
    if (record.x || record.y) map.setView([lat, lng], Math.max(map.getZoom(), NEAR_ZOOM));
    facts.pick([record]);
  }

  function onPick(record) {
    scene.pick = record;
    scene.paintSpot();
    requestAnimationFrame(() => map.invalidateSize({ pan: false }));
  }

  function retint() {
    const theme = themeOf(parent);
    parts.root.dataset.theme = theme;
    if (theme === scene.theme) return;
    state.theme = scene.theme = theme;
    scene.paintBase();
    scene.paintMarks();
    scene.paintSpot();
    show();
  }

  adopt(view);
  parts.root.dataset.theme = state.theme;
  map.fitBounds(extentOf(view.extent ?? view.home), { animate: false });
  addHome(map, view.text, toHome);
  scene.onPainted = () => {
    const cells = scene.celled.map(({ layer, side_m, steps }) => [layer.id, side_m, ...steps]).join();
    if (cells === state.cellsShown) return;
    state.cellsShown = cells;
    show();
  };
  scene.add();
  map.on("baselayerchange", () => scene.paintBase());
  watchPointer(map, scene, parts.tip, facts.name, facts.pick);
  const copy = () => actions.copyLink(scene.pick && { layer: scene.pick.layer.id, number: scene.pick.number });
  document.addEventListener("safety-map:copy-link", copy);
  document.addEventListener("safety-map:pick", showPicked);
  const sizes = new ResizeObserver(() => map.invalidateSize({ pan: false }));
  sizes.observe(parts.box);
  const version = watchVersion(state, { retint, retry: ask, known: store });
  show();
  ask();

  let busy = 0;
  return {
    map, scene, state,
    update(next, report) {
      clearTimeout(busy);
      parts.busy.hidden = true;
      state.report = report;
      const isNew = next.version !== state.view.version || next.api !== state.view.api;
      adopt(next);
      actions.reportWith(report, () => {
        busy = setTimeout(() => (parts.busy.hidden = false), BUSY_AFTER_MS);
      });
      if (isNew) ask();
      retint();
      selectionChanged();
    },
    leave() {
      version.stop();
      document.removeEventListener("safety-map:copy-link", copy);
      document.removeEventListener("safety-map:pick", showPicked);
      sizes.disconnect();
      map.remove();
    },
  };
}
