// Two periods on the map: the change by square, or one map beside the other.

import { mapBeside } from "./beside.js";
import { canvasLayer } from "./canvas.js";
import { changeAt, changeOf, glyph, paintChange, SIDE_M } from "./change.js";
import { el, renew, say } from "./dom.js";
import { toWorld } from "./world.js";

const MODES = ["change", "beside"];
const AGAINST = ["previous", "last_year"];
const USUAL = "last_year";

// `parts` = { compare, card, box }; `choose(against)` asks Python for other periods.
export function comparison(parts, state, { map, scene, store, isGroundShown, facts, changed, choose }) {
  let mode = MODES[0];
  let other = null;
  let change = null;
  const sheet = canvasLayer((ctx, view) => change && paintChange(ctx, view, change, state.theme), "map-change");

  const told = () => state.view.compared;
  const isOn = (which) => Boolean(told()?.now) && !state.moment && mode === which;

  // What the first map shows: single records would hide the squares.
  function shown(selection) {
    if (isOn("change") && !told().silence) return { ...selection, layers: [] };
    if (!isOn("beside")) return selection;
    const { start_day, end_day } = told().now;
    return { ...selection, start_day, end_day };
  }

  function showChange() {
    const layers = state.view.layers
      .filter(({ id, record }) => record === "incident" && state.selection.layers.includes(id))
      .map((layer) => ({ layer, block: store.columns(layer.id) })).filter(({ block }) => block);
    const [west, south, east, north] = state.view.home;
    const [, middle] = toWorld((west + east) / 2, (south + north) / 2);
    change = isOn("change") && !told().silence ? changeOf(layers, state.selection, told(), middle) : null;
    if (change && !map.hasLayer(sheet)) sheet.addTo(map);
    if (!change && map.hasLayer(sheet)) sheet.remove();
    sheet.repaint();
    scene.tellAt = change && ((x, y) => {
      const cell = changeAt(change, x, y);
      return cell && say(state.view.text[`compare_cell_${cell.arrow}`], cell);
    });
  }

  function showBeside() {
    if (!isOn("beside")) {
      other?.leave();
      other = null;
      return;
    }
    if (!other) {
      other = mapBeside(map, store, isGroundShown, { names: facts.name, onPick: facts.pick });
      Object.assign(other.scene, secondScene());
      other.scene.filter();
      other.add();
    } else {
      Object.assign(other.scene, secondScene());
      other.scene.filter();
      other.scene.paintBase();
      other.scene.paintMarks();
    }
    other.name.replaceChildren(el("b", {}, told().before.name), el("span", {}, state.view.text.compare_right));
  }

  function secondScene() {
    const { start_day, end_day } = told().before;
    const selection = { ...state.selection, start_day, end_day };
    return { view: state.view, theme: state.theme, selection };
  }

  const button = (key, words, onclick, pressed) => el("button", {
    class: "map-step", "data-key": key, onclick, "aria-pressed": pressed === undefined ? null : String(pressed),
  }, words);

  function setMode(next) {
    mode = next;
    changed();
  }

  function controls() {
    const { text } = state.view;
    if (!told()) return [button("compare", text.compare, () => choose(USUAL))];
    const against = el("select", {
      "data-key": "against", "aria-label": text.compare, onchange: ({ target }) => choose(target.value),
    }, ...AGAINST.map((id) => el("option", { value: id, selected: id === told().against }, text[`against_${id}`])));
    return [
      against,
      ...MODES.map((id) => button(`mode-${id}`, text[`compare_${id}`], () => setMode(id), id === mode)),
      button("end-compare", "×", () => choose(null)),
    ];
  }

  const count = (arrow) => change.cells.filter((cell) => cell.arrow === arrow).length;

  function card() {
    const { text } = state.view;
    const { now, before, silence } = told();
    const heading = now ? el("b", {}, say(text.compare_periods, { now: now.name, before: before.name })) : null;
    if (silence) return [heading, el("em", {}, silence)];
    if (isOn("beside")) return [el("b", {}, now.name), el("span", {}, text.compare_left)];
    return [
      heading,
      el("span", { class: "map-verdict" }, ...[1, -1, 0].map((arrow) => el("strong", {},
        say(text[`compare_count_${arrow}`], { glyph: glyph(arrow), n: count(arrow) })))),
      el("span", {}, say(text.compare_how, { m: SIDE_M })),
    ];
  }

  // After every filter, toggle and rerun.
  function show() {
    showChange();
    showBeside();
    parts.compare.hidden = Boolean(state.moment) || state.view.compared === undefined || state.view.months.length === 0;
    renew(parts.compare, controls());
    parts.card.hidden = !told() || Boolean(state.moment);
    parts.card.replaceChildren(...(parts.card.hidden ? [] : card().filter(Boolean)));
  }

  return { shown, show, beside: () => other, leave: () => other?.leave() };
}
