// The map element: made once, kept over reruns; a rerun brings parameters, never data.

import { actionsOf } from "./actions.js";
import { tellAhead } from "./ahead.js";
import { comparison } from "./compare.js";
import { addHome, overlay, speak } from "./controls.js";
import { blockStore } from "./data.js";
import { el, renew } from "./dom.js";
import { finder } from "./find.js";
import { watchKeys } from "./keys.js";
import { legend } from "./legend.js";
import { follow } from "./offer.js";
import { scripts, style } from "./once.js";
import { factsPanel } from "./panel.js";
import { savePicture } from "./picture.js";
import { playback } from "./playback.js";
import { previewPanel } from "./preview.js";
import { watchPointer } from "./pointer.js";
import { makeScene } from "./scene.js";
import { themeOf } from "./theme.js";
import { drawingTools } from "./tools.js";
import { watchVersion } from "./version.js";
import { toLngLat, toWorld } from "./world.js";

const BUSY_AFTER_MS = 300;
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
  parts.box.append(canvas, parts.corner, parts.note, parts.tip, parts.said, parts.busy, parts.month, parts.card,
    el("div", { class: "map-times" }, parts.play, parts.compare));
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

// A list of another month or kind is another one, though its layer has the same name.
const addressesOf = ({ layers }) => layers.map(({ address }) => address).join();

class MapElement {
  constructor(parent, view, parts, { map, ground }) {
    Object.assign(this, { parent, parts, map, wanted: view.pick, failures: 0, silence: 0, busy: 0 });
    this.state = {
      view, selection: view.selection, serial: view.serial, open: new Set(),
      theme: themeOf(parent), moment: null, results: {}, plans: {}, celled: [], tell: (words) => this.tell(words),
    };
    this.store = blockStore(view.api, (name, error) => this.arrived(name, error));
    this.scene = makeScene(map, this.store, () => !ground || map.hasLayer(ground));
    this.actions = actionsOf(this.state, { map, scene: this.scene, changed: () => this.filterAndShow() });
    this.facts = factsPanel(parts.facts, this.state, {
      onPick: (record) => this.picked(record), act: this.actions.act,
      place: (record, then) => this.place(record, then),
      recordOf: ({ layer, number }) => this.actions.recordOf({ layer: layer.id, number }),
    });
    this.finder = finder(this.state, { map, scene: this.scene, actions: this.actions, facts: this.facts });
    this.tools = drawingTools(this.state, {
      map, scene: this.scene, choose: this.actions.drawShape,
      save: () => savePicture({
        map, scene: this.scene, state: this.state, actions: this.actions, parent, month: parts.month,
      }),
    });
    parts.box.append(this.finder.node, this.tools.bar);
    this.playback = playback(parts.play, parts.month, this.state, {
      columns: this.scene.columns, changed: () => this.filterAndShow(),
      choose: ({ start_day, end_day }) =>
        this.state.report?.setTriggerValue("time", { period: [start_day, end_day] }),
    });
    this.comparison = comparison(parts, this.state, {
      map, scene: this.scene, store: this.store, facts: this.facts, changed: () => this.filterAndShow(),
      isGroundShown: () => !ground || map.hasLayer(ground),
      choose: (against) => this.state.report?.setTriggerValue("time", { against }),
    });
    this.adopt(view);
  }

  start() {
    const { map, scene, parts, state } = this;
    const { view } = state;
    parts.root.dataset.theme = state.theme;
    map.fitBounds(extentOf(view.extent ?? view.home), { animate: false });
    addHome(map, view.text, () => map.fitBounds(extentOf(state.view.home), { animate: true }));
    scene.onPainted = () => this.showDrawn();
    scene.add();
    map.on("baselayerchange", () => scene.paintBase());
    const pickAt = watchPointer(map, scene, parts.tip, this.facts.name, this.facts.pick);
    watchKeys(map, parts.root, { tools: this.tools, pickAt, facts: this.facts });
    this.copy = () => this.actions.copyLink(
      scene.pick && { layer: scene.pick.layer.id, number: scene.pick.number },
    );
    this.row = ({ detail }) => this.goTo(detail);
    document.addEventListener("safety-map:copy-link", this.copy);
    document.addEventListener("safety-map:pick", this.row);
    this.sizes = new ResizeObserver(() => map.invalidateSize({ pan: false }));
    this.sizes.observe(parts.box);
    this.version = watchVersion(state, { retint: () => this.retint(), retry: () => this.ask() });
    this.show();
    this.ask();
    this.offered = follow(this, null);
  }

  // A rerun of the page: `report` = { setStateValue, setTriggerValue }. Returns the element that
  // is now shown: another one where the page speaks another language.
  update(view, report) {
    if (view.base.module !== this.state.view.base.module) return this.retold(view, report);
    clearTimeout(this.busy);
    this.parts.busy.hidden = true;
    this.state.report = report;
    const isOther = addressesOf(view) !== addressesOf(this.state.view);
    if (isOther || (view.presenting && !this.state.view.presenting)) this.facts.close();
    this.adopt(view);
    this.actions.reportWith(report, () => {
      this.busy = setTimeout(() => (this.parts.busy.hidden = false), BUSY_AFTER_MS);
    });
    this.ask();
    this.retint();
    if (isOther || view.shapes.length !== this.shapesShown) this.scene.paintBase();
    this.shapesShown = view.shapes.length;
    this.filterAndShow();
    this.offered = follow(this, this.offered);
    return this;
  }

  // All words anew, folium's too; what is looked at stays.
  async retold(view, report) {
    const { map, scene: { pick }, state: { open } } = this;
    // the corner, not the middle: with the facts open the map is narrower than it begins
    const [corner, centre, zoom] = [map.containerPointToLatLng([0, 0]), map.getCenter(), map.getZoom()];
    this.leave();
    const next = await mount(this.parent, {
      ...view, pick: pick && { layer: pick.layer.id, number: pick.number },
    });
    next.map.setView(centre, zoom, { animate: false });
    next.map.panBy(next.map.latLngToContainerPoint(corner), { animate: false });
    next.state.open = open;
    return next.update(view, report);
  }

  leave() {
    clearTimeout(this.busy);
    this.playback.stop();
    this.comparison.leave();
    tellAhead(false);
    this.version.stop();
    this.sizes.disconnect();
    document.removeEventListener("safety-map:copy-link", this.copy);
    document.removeEventListener("safety-map:pick", this.row);
    this.map.remove();
  }

  adopt(view) {
    const { state, scene } = this;
    state.view = view;
    // what was toggled here after Python last looked stands until Python has seen it
    const isSeen = view.serial >= state.serial;
    state.selection = isSeen ? view.selection : { ...view.selection, ...this.actions.toggles() };
    this.playback.adopt();
    Object.assign(scene, { view, selection: this.shownSelection(), theme: state.theme });
    state.results = scene.results;
    this.adoptPreview(view.preview);
  }

  // Which sets of points are hidden is the reader's alone, as long as it is the same preview.
  adoptPreview(preview) {
    const { scene } = this;
    const hidden = scene.preview?.id === preview?.id ? scene.preview?.hidden : null;
    scene.preview = preview ? { ...preview, hidden: hidden ?? new Set() } : null;
    this.parts.root.classList.toggle("map-previewing", Boolean(preview));
    if (!preview) return;
    scene.onPlace = preview.placing
      ? (place) => this.state.report.setTriggerValue("place", { preview: preview.id, place })
      : null;
    this.map.getContainer().classList.toggle("map-placing", preview.placing);
  }

  takeReading(n) {
    const { scene, state } = this;
    scene.preview.chosen = n;
    scene.preview.hidden.delete(n);
    state.report.setStateValue("reading", { preview: scene.preview.id, n });
    this.showPreview();
  }

  toggleReading(n) {
    const { hidden } = this.scene.preview;
    if (!hidden.delete(n)) hidden.add(n);
    this.showPreview();
  }

  showPreview() {
    this.scene.paintPreview();
    this.show();
  }

  show() {
    this.state.celled = this.scene.celled;
    this.state.plans = Object.fromEntries(this.scene.plans.map((plan) => [plan.layer.id, plan]));
    renew(this.parts.legend, this.scene.preview ? this.previewShown() : legend(this.state, this.actions));
  }

  previewShown() {
    const { scene: { preview }, state: { theme, view: { text } } } = this;
    return previewPanel({ preview, theme, text }, {
      take: (n) => this.takeReading(n), toggle: (n) => this.toggleReading(n),
    });
  }

  // What is chosen, in the month that is played.
  shownSelection() {
    const { selection, moment } = this.state;
    if (!moment) return this.comparison.shown(selection);
    return { ...selection, start_day: moment.start_day, end_day: moment.end_day };
  }

  filterAndShow() {
    this.scene.selection = this.shownSelection();
    this.scene.filter();
    this.scene.paintMarks();
    this.tools.show();
    this.scene.paintPreview();
    this.comparison.show();
    this.show();
    tellAhead(this.state.moment !== null || this.state.serial > this.state.view.serial);
    if (!this.state.moment) this.facts.follow(this.actions.isShown);
  }

  // The legend names squares, symbols and circles as they are now drawn.
  showDrawn() {
    const { celled, plans } = this.scene;
    const drawn = [
      ...celled.map(({ layer, side_m, steps }) => [layer.id, side_m, ...steps]),
      ...plans.map(({ layer, counted, stacks }) => [layer.id, counted.length > 0, stacks.length > 0]),
    ].join();
    if (drawn === this.drawnShown) return;
    this.drawnShown = drawn;
    this.show();
  }

  ask() {
    const { version, layers, shapes } = this.state.view;
    for (const { id, address, gates, boundaries } of layers) {
      this.store.wantColumns(id, version, address);
      for (const name of [gates, boundaries]) if (name) this.store.wantShapes(name, version);
    }
    for (const { name, address } of shapes) this.store.wantShapes(name, version, address);
  }

  arrived(name, error) {
    if (error) {
      // once may be a version that has just been replaced; it is asked for again in a moment
      this.failures += 1;
      if (this.failures > 1) this.tell(this.state.view.text.load_failed);
      return;
    }
    const [kind, id] = name.split("/");
    if (kind === "columns") this.scene.filter([id]);
    else this.scene.paintBase();
    this.scene.paintMarks();
    this.show();
    if (kind !== "columns") return;
    this.playback.render();
    this.comparison.show();
    this.facts.follow(this.actions.isShown);
    if (this.wanted?.layer === id) this.openWanted();
  }

  // The record a link or a table names, once its layer has come; one that has ended meanwhile or
  // that the selection does not show is not opened.
  openWanted() {
    const { wanted, state: { view: { text } } } = this;
    if (!wanted || !this.scene.columns(wanted.layer)) return null;
    this.wanted = null;
    const record = this.actions.recordOf(wanted);
    if (record && this.actions.isShown(record)) {
      this.facts.pick([record]);
      return record;
    }
    this.tell(record ? text.pick_hidden : text.pick_gone);
    return null;
  }

  // A row of a table: as near as symbols are told apart.
  goTo(wanted) {
    this.wanted = wanted;
    const { x, y } = this.openWanted() ?? {};
    if (!x && !y) return;
    this.finder.goNear(toLngLat(x, y));
  }

  picked(record) {
    this.scene.pick = record;
    this.scene.paintSpot();
  }

  // The next click on the map is a new place for a record: its ring goes there.
  place(record, then) {
    const { scene, map } = this;
    scene.onPlace = then && (([lng, lat]) => {
      scene.onPlace = null;
      map.getContainer().classList.remove("map-placing");
      const [x, y] = toWorld(lng, lat);
      this.picked({ ...record, x, y });
      then([lng, lat]);
    });
    map.getContainer().classList.toggle("map-placing", Boolean(then));
  }

  retint() {
    const theme = themeOf(this.parent);
    this.parts.root.dataset.theme = theme;
    if (theme === this.scene.theme) return;
    this.state.theme = this.scene.theme = theme;
    this.scene.paintBase();
    this.scene.paintMarks();
    this.scene.paintSpot();
    this.show();
  }

  tell(words) {
    clearTimeout(this.silence);
    this.parts.said.textContent = words;
    this.parts.said.hidden = false;
    this.silence = setTimeout(() => (this.parts.said.hidden = true), SAID_FOR_MS);
  }
}

export async function mount(parent, view) {
  await Promise.all(view.base.styles.map(style));
  const parts = skeleton(view);
  parent.replaceChildren(parts.root);
  const element = new MapElement(parent, view, parts, await foliumMap(view));
  element.start();
  return element;
}
