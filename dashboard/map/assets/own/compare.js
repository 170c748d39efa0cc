// Two periods on the map: the change by square or street, or one map beside the other.

import { queryOf } from "./asked.js";
import { mapBeside } from "./beside.js";
import { canvasLayer } from "./canvas.js";
import { changeAt, glyph, paintChange } from "./change.js";
import { el, renew, say } from "./dom.js";
import { latestAnswer } from "./latest.js";

const UNITS = ["squares", "streets"];
const MODES = [...UNITS, "beside"];
const AGAINST = ["previous", "last_year"];
const USUAL = "last_year";

// `parts` = { compare, card, box }; `choose(told)` asks Python for other periods, `{ against }`, or
// tells it how they are shown, `{ mode }`.
export function comparison(parts, state, { map, scene, store, isGroundShown, facts, changed, choose }) {
  let ownMode = null; // chosen here; until then it is as Python says
  let other = null;
  let [change, isDue] = [null, false];
  const answers = latestAnswer(() => show());
  const sheet = canvasLayer((ctx, view) => paintOn(ctx, view, state.theme), "map-change");

  const told = () => state.view.compared;
  const mode = () => ownMode ?? told()?.mode ?? MODES[0];
  const isOn = (...which) => Boolean(told()?.now) && !state.moment && which.includes(mode());
  const isByUnit = () => isOn(...UNITS) && !told().silence;
  const streets = () => store.shapes(state.view.shapes.find(({ kind }) => kind === "street")?.name);
  const paintOn = (ctx, view, theme) => change && paintChange(ctx, view, change, theme, streets());

  // What the first map shows: single records would hide the change.
  function shown(selection) {
    if (isByUnit()) return { ...selection, layers: [] };
    if (!isOn("beside")) return selection;
    const { start_day, end_day } = told().now;
    return { ...selection, start_day, end_day };
  }

  // Counted by the server, as for the table and its file: one answer for all of them.
  function lookUp() {
    const layers = state.view.layers.filter(({ record }) => record === "incident");
    const query = queryOf(state, layers);
    query.set("layers", layers.map(({ id }) => id).filter((id) => state.selection.layers.includes(id)).join());
    query.delete("compare"); // the unit is part of the path
    const unit = mode();
    const found = answers.to(`${state.view.api}/compared/${unit}?${query}`);
    isDue = found.isDue;
    if (!isDue) change = found.answer && { unit, ...found.answer };
  }

  function showChange() {
    state.isByUnit = isByUnit();
    if (isByUnit()) lookUp();
    else {
      answers.forget();
      [change, isDue] = [null, false];
    }
    if (change && !map.hasLayer(sheet)) sheet.addTo(map);
    if (!change && map.hasLayer(sheet)) sheet.remove();
    sheet.repaint();
    parts.box.toggleAttribute("data-compare-due", isDue);
    scene.paintOver = change && paintOn;
    scene.tellAt = change && ((x, y, scale) => {
      const unit = changeAt(change, x, y, scale, streets());
      return unit && wordsOf(unit);
    });
  }

  function wordsOf(unit) {
    const { text } = state.view;
    const words = say(text[`compare_unit_${unit.arrow}`], unit);
    return change.unit === "streets" ? say(text.compare_street, { name: unit.at, told: words }) : words;
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
    ownMode = next;
    changed();
    choose({ mode: next });
  }

  function controls() {
    const { text } = state.view;
    if (!told()) return [button("compare", text.compare, () => choose({ against: USUAL }))];
    const against = el("select", {
      "data-key": "against", "aria-label": text.compare, onchange: ({ target }) => choose({ against: target.value }),
    }, ...AGAINST.map((id) => el("option", { value: id, selected: id === told().against }, text[`against_${id}`])));
    return [
      against,
      ...MODES.map((id) => button(`mode-${id}`, text[`compare_${id}`], () => setMode(id), id === mode())),
      button("end-compare", "×", () => choose({ against: null })),
    ];
  }

  const count = (arrow) => change.units.filter((unit) => unit.arrow === arrow).length;

  function verdict() {
    const { text } = state.view;
    if (!change) return [el("span", {}, isDue ? text.compare_waiting : text.compare_failed)];
    const { unit, elsewhere } = change;
    return [
      el("span", { class: "map-verdict" }, ...[1, -1, 0].flatMap((arrow) => [" ", el("strong", {},
        say(text[`compare_count_${unit}_${arrow}`], { glyph: glyph(arrow), n: count(arrow) }))])),
      el("span", {}, text[`compare_how_${unit}`]),
      elsewhere.now || elsewhere.before ? el("span", {}, say(text.compare_elsewhere, elsewhere)) : null,
    ];
  }

  function card() {
    const { text } = state.view;
    const { now, before, silence } = told();
    const heading = now ? el("b", {}, say(text.compare_periods, { now: now.name, before: before.name })) : null;
    if (silence) return [heading, el("em", {}, silence)];
    if (isOn("beside")) return [el("b", {}, now.name), el("span", {}, text.compare_left)];
    return [heading, ...verdict()];
  }

  // After every filter, toggle and rerun, and when the server has answered.
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
