// Which times the map shows: the period of the page, a month played back, or two periods compared.

import { tellAhead } from "./ahead.js";
import { comparison } from "./compare.js";
import { playback } from "./playback.js";

// `tools` as comparison takes them; `changed()` filters and shows anew.
export function timesOf(parts, state, { changed, ...tools }) {
  const send = (value) => state.report?.setTriggerValue("time", value);
  const played = playback(parts.play, parts.month, state, {
    columns: tools.scene.columns, changed,
    choose: ({ start_day, end_day }) => send({ period: [start_day, end_day] }),
  });
  const compared = comparison(parts, state, { ...tools, changed, choose: send });

  // What is chosen, in the month that is played.
  function shown() {
    const { selection, moment } = state;
    if (!moment) return compared.shown(selection);
    return { ...selection, start_day: moment.start_day, end_day: moment.end_day };
  }

  // The rest of the page tells of another time or selection than the map.
  const isAhead = () => state.moment !== null || state.serial > state.view.serial;

  function leave() {
    played.stop();
    compared.leave();
    tellAhead(false);
  }

  return {
    shown, leave, adopt: played.adopt, beside: compared.beside,
    // the maps there are, each with what stands on it about the time
    frames() {
      const frames = [{ map: tools.map, scene: tools.scene, notes: [parts.month, parts.card] }];
      const other = compared.beside();
      if (other) frames.push({ map: other.second, scene: other.scene, notes: [other.name] });
      return frames;
    },
    show() {
      compared.show();
      tellAhead(isAhead());
    },
    // more records have come
    count() {
      played.render();
      compared.show();
    },
  };
}
