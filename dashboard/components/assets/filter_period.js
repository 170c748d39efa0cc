// A named period or two dates of one's own; the last day is counted.
import { el } from "./dom.js";

export function periodPanel(panel, filter, text, send, wrong) {
  const presets = filter.presets.map(({ id, label, chosen }) =>
    el("label", { class: "choice" },
      el("input", {
        type: "radio", name: "period", value: id, checked: chosen,
        onchange: () => send({ preset: id }),
      }), label));
  const date = (value, label) => {
    const input = el("input", { type: "date", value, min: filter.first, max: filter.last });
    return { input, label: el("label", { class: "date" }, label, input) };
  };
  const [from, to] = [date(filter.start, text.from), date(filter.end, text.to)];
  const apply = el("button", {
    type: "button", class: "primary",
    onclick: () => {
      wrong.textContent = objection(from.input, to.input, text);
      if (!wrong.textContent) send({ start: from.input.value, end: to.input.value });
    },
  }, text.apply);
  panel.append(
    el("fieldset", {}, ...presets),
    el("fieldset", {}, el("legend", {}, text.own_dates), from.label, to.label, apply, wrong),
  );
}

function objection(from, to, text) {
  const beyond = ({ validity }) => validity.rangeUnderflow || validity.rangeOverflow;
  if (beyond(from) || beyond(to)) return text.dates_beyond;
  return from.value && to.value && from.value <= to.value ? "" : text.dates_wrong;
}
