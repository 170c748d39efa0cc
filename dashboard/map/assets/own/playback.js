// Play-back by month: incidents of the month, places standing at its end. Nothing moves by itself
// before somebody presses play, and it ends with the last month.

import { el, renew, say } from "./dom.js";
import { countMonths } from "./months.js";

const SPEEDS_MS = { slow: 1600, usual: 800, fast: 300 };

// `state.moment` is the month the map shows instead of the period, null while nothing is played.
// `changed()` shows it; `choose(month)` makes it the period of the page.
export function playback(bar, label, state, { columns, changed, choose }) {
  let [at, speed, timer, isOpen] = [0, "usual", 0, false];

  const months = () => state.view.months;
  const isPlaying = () => timer !== 0;

  function stop() {
    clearTimeout(timer);
    timer = 0;
  }

  function goTo(index) {
    at = Math.min(Math.max(index, 0), months().length - 1);
    state.moment = months()[at];
    changed();
    render();
  }

  // The next month is due a step after this one was painted, however long that took.
  function tick() {
    timer = setTimeout(() => {
      goTo(at + 1);
      if (at < months().length - 1) tick();
      else stop();
      render();
    }, SPEEDS_MS[speed]);
  }

  function toggle() {
    if (isPlaying()) stop();
    else {
      if (at === months().length - 1) goTo(0);
      tick();
    }
    render();
  }

  function open() {
    isOpen = true;
    goTo(months().length - 1);
    bar.querySelector("[data-key='play']").focus();
  }

  function close() {
    stop();
    isOpen = false;
    state.moment = null;
    changed();
    render();
  }

  const button = (key, words, onclick, attributes = {}) =>
    el("button", { class: "map-step", "data-key": key, onclick, ...attributes }, words);

  function bars(counts) {
    if (!counts) return null;
    const most = Math.max(...counts, 1);
    return el("div", { class: "map-bars", "aria-hidden": "true" }, ...counts.map((n, month) => {
      const one = el("i", { class: month === at ? "map-now" : "" });
      one.style.height = `${n ? Math.max(2, (22 * n) / most) : 0}px`;
      return one;
    }));
  }

  function slider(counts) {
    const { text } = state.view;
    const n = counts?.[at];
    const told = n === undefined ? months()[at].name : say(text.month_count, { month: months()[at].name, n });
    const input = el("input", {
      type: "range", min: 0, max: months().length - 1, step: 1, "data-key": "month",
      "aria-label": text.month, "aria-valuetext": told,
      oninput: ({ target }) => {
        stop();
        goTo(Number(target.value));
      },
      onkeydown: (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        toggle();
      },
    });
    input.value = at;
    return el("div", { class: "map-slide" }, bars(counts), input);
  }

  function speeds() {
    const { text } = state.view;
    const choice = el("select", {
      "data-key": "speed", "aria-label": text.speed, onchange: ({ target }) => (speed = target.value),
    }, ...Object.keys(SPEEDS_MS).map((id) => el("option", { value: id, selected: id === speed }, text[`speed_${id}`])));
    return choice;
  }

  function opened() {
    const { text, layers } = state.view;
    const counts = countMonths(layers, columns, state.selection, months());
    const last = months().length - 1;
    return [
      button("play", isPlaying() ? text.pause : text.play, toggle),
      button("earlier", "‹", () => (stop(), goTo(at - 1)), { "aria-label": text.month_before, disabled: at === 0 }),
      slider(counts),
      button("later", "›", () => (stop(), goTo(at + 1)), { "aria-label": text.month_after, disabled: at === last }),
      speeds(),
      button("use-month", text.use_month, () => {
        const month = months()[at];
        close();
        choose(month);
      }),
      button("end-play", "×", close, { "aria-label": text.end_play, title: text.end_play }),
    ];
  }

  function written() {
    const { text } = state.view;
    const notes = Object.entries(state.moment.notes)
      .filter(([layer]) => state.selection.layers.includes(layer)).map(([, words]) => words);
    return [
      el("b", {}, state.moment.name), el("span", {}, text.month_means),
      ...notes.map((words) => el("em", {}, words)),
    ];
  }

  function render() {
    bar.hidden = months().length === 0;
    bar.classList.toggle("map-playing", isOpen);
    renew(bar, isOpen ? opened() : [button("open-play", state.view.text.play_months, open)]);
    label.hidden = !isOpen;
    label.replaceChildren(...(isOpen ? written() : []));
  }

  // A rerun may have changed the period: the same month goes on if it is still there.
  function adopt() {
    if (isOpen) {
      const same = months().findIndex(({ start_day }) => start_day === state.moment.start_day);
      if (months().length === 0) isOpen = false;
      at = same < 0 ? months().length - 1 : same;
      if (same < 0) stop();
      state.moment = isOpen ? months()[at] : null;
    }
    render();
  }

  return { adopt, render, stop };
}
