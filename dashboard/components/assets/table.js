// Rows behind the numbers: tabs per layer, sorting and paging by the server.
import { el, place, redraw } from "./dom.js";
import { takeaway } from "./takeaway.js";

const SHORT = 12; // characters of a date or an hour, which no line break parts

export function show({ data, parentElement, setTriggerValue }) {
  const root = place(parentElement, "table");
  const again = () => show({ data: root.shown, parentElement, setTriggerValue });
  root.shown = data;
  const [take, taking] = data.take ? takeaway(root, data.take, data.text, again) : [null, null];
  const tab = ({ id, label, count, current }) =>
    el("button", {
      type: "button", role: "tab", class: current ? "on" : "", "data-focus": `tab-${id}`,
      "aria-selected": String(current), onclick: () => setTriggerValue("tab", id),
    }, label, " ", el("span", {}, count));
  redraw(
    root,
    el("div", { class: "tabs" },
      data.tabs?.length
        ? el("div", { role: "tablist", "aria-label": data.label }, ...data.tabs.map(tab))
        : el("b", {}, data.label),
      el("span", { class: "about", title: data.about ?? "" }, data.about ?? ""), take),
    taking,
    data.definition ? definition(data, setTriggerValue) : null,
    data.problem ? el("p", { class: "problem", role: "alert" }, data.problem) : null,
    data.rows?.length ? rowsOf(root, data, setTriggerValue) : el("p", { class: "empty" }, data.empty),
    data.pages ? pager(data, setTriggerValue) : null,
  );
  // lines break only where they have to: long words of another language, a small screen
  const scroll = root.querySelector(".scroll");
  scroll?.classList.toggle("wraps", scroll.scrollWidth > scroll.clientWidth);
  if (data.scroll && data.scroll !== root.dataset.scroll) {
    root.dataset.scroll = data.scroll;
    root.scrollIntoView({ block: "nearest" });
  }
}

function definition(data, setTriggerValue) {
  return el("p", { class: "definition" }, el("b", {}, data.definition.name), data.definition.text,
    !data.definition.layer ? null : el("button", {
      type: "button", class: "quiet", "data-focus": "all-rows",
      onclick: () => setTriggerValue("tab", data.definition.layer),
    }, data.text.all_rows));
}

function rowsOf(root, data, setTriggerValue) {
  const { picked } = root.dataset;
  const heading = ({ id, label, right, sorted, sortable }) =>
    el("th", {
      class: right ? "right" : "", scope: "col",
      "aria-sort": sorted ? (sorted > 0 ? "ascending" : "descending") : null,
    }, sortable
      ? el("button", {
        type: "button", "data-focus": `sort-${id}`, onclick: () => setTriggerValue("sort", id),
      }, label, sorted ? (sorted > 0 ? " ▲" : " ▼") : "")
      : label);
  const row = ({ id, cells, chosen, parts = {}, heading: group }) => (group
    ? el("tr", { class: "group" }, el("th", { colSpan: data.columns.length, scope: "rowgroup" }, group))
    : el("tr", {
      class: chosen || id === picked ? "chosen" : "", "data-row": id,
      onclick: data.opens && (() => open(id)),
    },
      ...cells.map((cell, i) => el("td", { class: classOf(cell, data.columns[i]), title: cell },
        ...inside(id, cell, i, parts[data.columns[i].id])))));
  const classOf = (cell, { right }) => (right ? "right" : cell.length <= SHORT ? "short" : "");
  const inside = (id, cell, i, numbers) => {
    if (numbers) return numbers.flatMap((number, n) => [n ? " / " : "", opening(...number)]);
    return [i || !data.opens ? cell : first(id, cell)];
  };
  const opening = (id, label) => (!id ? label : el("button", {
    type: "button", class: "opens", title: data.text.opens_rows, "data-focus": `part-${id}`,
    onclick: (event) => {
      event.stopPropagation(); // the row flies to its place, the number opens its rows
      setTriggerValue("part", id);
    },
  }, label));
  const open = (id) => (data.opens === "map" ? pick(root, id) : setTriggerValue("row", id));
  const first = (id, cell) => el("button", { type: "button", "data-focus": `row-${id}` }, cell || "—");
  return el("div", { class: "scroll", tabIndex: -1 },
    el("table", {}, el("thead", {}, el("tr", {}, ...data.columns.map(heading))),
      el("tbody", {}, ...data.rows.map(row))));
}

// The map element listens: it flies there and opens the facts, without a rerun. It may lie above
// what is seen, so the page goes there too, and the row is marked for the way back.
function pick(root, id) {
  root.dataset.picked = id;
  for (const row of root.querySelectorAll("tr[data-row]")) {
    row.classList.toggle("chosen", row.dataset.row === id);
  }
  const [layer, number] = id.split(".");
  const detail = { layer, number: Number(number) };
  document.dispatchEvent(new CustomEvent("safety-map:pick", { detail }));
  document.querySelector(".st-key-map_row")?.scrollIntoView({ block: "nearest" });
}

function pager(data, setTriggerValue) {
  const step = (to, label, focus) =>
    el("button", {
      type: "button", class: "action", "data-focus": focus, disabled: to === null,
      onclick: () => setTriggerValue("page", to),
    }, label);
  return el("p", { class: "pager" }, data.pages.text,
    step(data.pages.previous, data.text.previous, "previous"),
    step(data.pages.next, data.text.next, "next"));
}
