// A named period or two dates of one's own; the last day is counted.
import { el } from "./dom.js";

export function periodPanel(panel, filter, text, send) {
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
  const wrong = el("p", { class: "wrong", role: "alert" });
  const apply = el("button", {
    type: "button", class: "primary",
    onclick: () => {
      const ordered = from.input.value && to.input.value && from.input.value <= to.input.value;
      wrong.textContent = ordered ? "" : text.dates_wrong;
      if (ordered) send({ start: from.input.value, end: to.input.value });
    },
  }, text.apply);
  panel.append(
    el("fieldset", {}, ...presets),
    el("fieldset", {}, el("legend", {}, text.own_dates), from.label, to.label, apply, wrong),
  );
}
