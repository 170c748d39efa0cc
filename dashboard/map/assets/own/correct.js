// The form that corrects a record: what is left as it was is not sent.

import { el } from "./dom.js";

function choice({ column, label, value, values }, text) {
  const options = values.map(({ id, text: name }) => el("option", { value: id, selected: id === value }, name));
  if (!value) options.unshift(el("option", { value: "", selected: true }, text.none));
  return el("label", {}, el("span", {}, label), el("select", { name: column }, ...options));
}

function placing({ text, movable }, actions) {
  if (!movable) return null;
  const said = el("span", { role: "status" });
  const place = el("input", { type: "hidden", name: "position" });
  const ask = () => {
    said.textContent = text.move_how;
    actions.place(([lng, lat]) => {
      place.value = `${lng.toFixed(7)},${lat.toFixed(7)}`;
      said.textContent = text.moved;
    });
  };
  return el("div", { class: "map-place" }, place, el("button", { type: "button", onclick: ask }, text.move), said);
}

function takenBack(standing, word) {
  return standing.map(({ column, label }) => el("label", { class: "map-check" },
    el("input", { type: "checkbox", name: "withdraw", value: column }), el("span", {}, `${word} · ${label}`)));
}

// What the form says, without the fields that say what the record says already.
function changesIn(form, { version, choices, end }) {
  const held = Object.fromEntries(choices.map(({ column, value }) => [column, value]));
  if (end) held.valid_to = end.value;
  const changes = new URLSearchParams({ version });
  for (const [name, value] of new FormData(form)) {
    if (value && value !== held[name]) changes.append(name, value);
  }
  return changes;
}

// `actions.save(changes)` resolves to what is to be said where nothing was saved, else to null.
export function correctionForm(asked, standing, actions) {
  const { text, choices, end, withdraw } = asked;
  const trouble = el("p", { class: "map-trouble", role: "alert", hidden: true });
  const save = async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    const told = await actions.save(changesIn(form, asked));
    button.disabled = false;
    trouble.textContent = told ?? "";
    trouble.hidden = !told;
  };
  return el("form", { class: "map-correct", "aria-label": text.open, onsubmit: save },
    el("h5", {}, text.open),
    ...choices.map((one) => choice(one, text)),
    end ? el("label", {}, el("span", {}, end.label), el("input", { type: "date", name: "valid_to", value: end.value })) : null,
    placing(asked, actions),
    ...takenBack(standing, withdraw),
    el("input", { name: "reason", required: true, maxlength: 200, autocomplete: "off", placeholder: text.reason, "aria-label": text.reason }),
    trouble,
    el("div", { class: "map-buttons" },
      el("button", { type: "submit", class: "map-primary" }, text.save),
      el("button", { type: "button", onclick: actions.cancel }, text.cancel)));
}
