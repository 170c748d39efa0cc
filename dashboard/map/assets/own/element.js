// The map element: made once, kept over reruns; a rerun brings parameters, never data.

import { actionsOf } from "./actions.js";
import { basesOf } from "./bases.js";
import { addHome } from "./controls.js";
import { blockStore } from "./data.js";
import { finder } from "./find.js";
import { watchKeys } from "./keys.js";
import { follow } from "./offer.js";
import { markSpots } from "./twins.js";
import { style } from "./once.js";
import { factsPanel } from "./panel.js";
import { savePicture } from "./picture.js";
import { placing } from "./place.js";
import { watchPointer } from "./pointer.js";
import { teller } from "./said.js";
import { makeScene } from "./scene.js";
import { sidePanel } from "./side.js";
import { foliumMap, skeleton } from "./skeleton.js";
import { themeOf } from "./theme.js";
import { timesOf } from "./times.js";
import { drawingTools } from "./tools.js";
import { watchVersion } from "./version.js";
import { wantedRecord } from "./wanted.js";

const extentOf = ([west, south, east, north]) => [[south, west], [north, east]];

// A list of another month or kind is another one, though its layer has the same name.
const addressesOf = ({ layers }) => layers.map(({ address }) => address).join();

class MapElement {
  constructor(parent, view, parts, declared) {
    const { map, ground } = declared;
    const said = teller(parts);
    const isGroundShown = () => !ground || map.hasLayer(ground);
    const changed = () => this.filterAndShow();
    Object.assign(this, { parent, parts, map, said, failures: 0, wasBeside: false });
    const state = this.state = {
      view, selection: view.selection, serial: view.serial, open: new Set(),
      theme: themeOf(parent), moment: null, results: {}, plans: {}, celled: [], tell: said.tell,
    };
    const store = this.store = blockStore(view.api, (name, error) => this.arrived(name, error));
    const scene = this.scene = makeScene(map, store, isGroundShown);
    this.bases = basesOf(state, declared, {
      tell: said.tell,
      changed: () => {
        this.eachScene(({ paintBase }) => paintBase());
        this.showNote();
      },
    });
    const actions = this.actions = actionsOf(state, { map, scene, changed });
    Object.assign(this, placing(map, scene));
    const facts = this.facts = factsPanel(parts.facts, state, {
      onPick: this.picked, place: this.place, act: actions.act,
      recordOf: ({ layer, number, row }) => actions.recordOf({ layer: layer.id, number, row }),
    });
    this.finder = finder(state, { map, scene, actions, facts });
    this.wanted = wantedRecord(state, { scene, actions, facts, near: this.finder.goNear });
    this.tools = drawingTools(state, {
      map, scene, choose: actions.drawShape,
      save: () => savePicture({
        frames: this.times.frames(), state, actions, parent, bases: this.bases,
      }),
    });
    parts.box.append(this.finder.node, this.tools.bar);
    this.times = timesOf(parts, state, { map, scene, store, facts, changed, isGroundShown });
    this.side = sidePanel(parts, state, { map, scene, actions });
    this.adopt(view);
  }

  start() {
    const { map, scene, parts, state } = this;
    const { view } = state;
    parts.root.dataset.theme = state.theme;
    map.fitBounds(extentOf(view.extent ?? view.home), { animate: false });
    addHome(map, view.text, () => map.fitBounds(extentOf(state.view.home), { animate: true }));
    scene.onPainted = this.side.showDrawn;
    scene.add();
    this.bases.begin();
    const pickAt = watchPointer(map, scene, parts.tip, this.facts.name, this.facts.pick);
    watchKeys(map, parts.root, { tools: this.tools, pickAt, facts: this.facts, finder: this.finder });
    this.copy = () => this.actions.copyLink(
      scene.pick && { layer: scene.pick.layer.id, number: scene.pick.number },
    );
    this.row = ({ detail }) => this.wanted.goTo(detail);
    document.addEventListener("safety-map:copy-link", this.copy);
    document.addEventListener("safety-map:pick", this.row);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(parts.box);
    this.version = watchVersion(state, { retint: () => this.retint(), retry: () => this.ask() });
    this.side.show();
    this.ask();
    this.offered = follow(this, null);
    this.marked = markSpots(this, null);
  }

  // What is in the middle stays there; what the facts open beside stays where it is.
  resize() {
    const isBeside = this.facts.isOpen();
    this.map.invalidateSize({ pan: isBeside === this.wasBeside, animate: false });
    this.wasBeside = isBeside;
  }

  // A rerun of the page: `report` = { setStateValue, setTriggerValue }. Returns the element that
  // is now shown: another one where the page speaks another language.
  update(view, report) {
    if (view.base.module !== this.state.view.base.module) return this.retold(view, report);
    this.said.rest();
    this.state.report = report;
    const isOther = addressesOf(view) !== addressesOf(this.state.view);
    if (isOther || (view.presenting && !this.state.view.presenting)) this.facts.close();
    this.adopt(view);
    this.actions.reportWith(report, this.said.work);
    this.ask();
    this.retint();
    if (isOther || view.shapes.length !== this.shapesShown) this.scene.paintBase();
    this.shapesShown = view.shapes.length;
    this.filterAndShow();
    this.offered = follow(this, this.offered);
    this.marked = markSpots(this, this.marked);
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
    this.said.rest();
    this.times.leave();
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
    this.times.adopt();
    Object.assign(scene, { view, selection: this.times.shown(), theme: state.theme });
    Object.assign(state, { results: scene.results, countsOf: scene.countsOf });
    this.side.adopt(view.preview);
    this.showNote();
  }

  // Of each map there is: a second one stands beside the first while periods are compared.
  eachScene(act) {
    for (const { scene } of this.times.frames()) act(scene);
  }

  // Whose base map it is, and which areas have no outline on it.
  showNote() {
    this.parts.note.textContent = [this.bases.note(), this.state.view.note].filter(Boolean).join(" · ");
  }

  filterAndShow() {
    this.scene.selection = this.times.shown();
    this.scene.filter();
    this.scene.paintMarks();
    this.tools.show();
    this.scene.paintPreview();
    this.times.show();
    this.side.show();
    this.showOld();
    if (!this.state.moment) this.facts.follow(this.actions.isShown);
  }

  ask() {
    const { view } = this.state;
    for (const { id, address, gates, boundaries } of view.layers) {
      // what is seen meanwhile comes first
      this.store.wantColumns(id, view, address, view.tiled?.includes(id) ? "low" : "auto");
      for (const name of [gates, boundaries]) if (name) this.store.wantShapes(name, view);
    }
    for (const { name, address } of view.shapes) this.store.wantShapes(name, view, address);
  }

  // Records of data gone by are dimmed until those of now have come.
  showOld() {
    const { view: { layers }, selection } = this.state;
    const isOld = layers.some(({ id }) => selection.layers.includes(id) && this.store.isOld(id));
    this.parts.root.toggleAttribute("data-columns-due", isOld);
  }

  arrived(name, error) {
    if (error) {
      // once may be a version that has just been replaced; it is asked for again in a moment
      this.failures += 1;
      if (this.failures > 1) this.said.tell(this.state.view.text.load_failed);
      return;
    }
    const [kind, id] = name.split("/");
    if (kind === "columns") {
      this.scene.filter([id]);
      this.store.tiles.forget(id);
    } else if (kind === "shapes") this.eachScene(({ paintBase }) => paintBase());
    this.eachScene(({ paintMarks }) => paintMarks());
    this.side.show();
    if (kind !== "columns") return;
    this.showOld();
    this.times.count();
    this.facts.follow(this.actions.isShown);
    this.wanted.arrived(id);
    this.finder.arrived(id);
  }

  retint() {
    const theme = themeOf(this.parent);
    this.parts.root.dataset.theme = theme;
    if (theme === this.scene.theme) return;
    this.state.theme = theme;
    this.eachScene((scene) => {
      scene.theme = theme;
      scene.paintBase();
      scene.paintMarks();
      scene.paintSpot();
    });
    this.side.show();
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
