// What a ledger's coordinates may be: one set of points for each reading, and the choice.

import { el } from "./dom.js";
import { palette } from "./palette.js";
import { pixelsPerUnit, toWorld } from "./world.js";

const SHAPES = ["circle", "square", "triangle", "diamond"];
const COLOURS = {
  light: ["#1F5A99", "#E48200", "#7F4468", "#3B8F6E"],
  dark: ["#8DBBF2", "#F39330", "#BFB5E3", "#81D4B9"],
};
const CHOSEN_PX = 5.5;
const OTHER_PX = 4;
const RING_PX = 11;

function trace(ctx, shape, x, y, half) {
  ctx.beginPath();
  if (shape === "circle") ctx.arc(x, y, half, 0, 2 * Math.PI);
  else if (shape === "square") ctx.rect(x - half, y - half, 2 * half, 2 * half);
  else if (shape === "triangle") {
    ctx.moveTo(x, y - half * 1.2);
    ctx.lineTo(x + half * 1.15, y + half);
    ctx.lineTo(x - half * 1.15, y + half);
  } else {
    ctx.moveTo(x, y - half * 1.3);
    ctx.lineTo(x + half * 1.3, y);
    ctx.lineTo(x, y + half * 1.3);
    ctx.lineTo(x - half * 1.3, y);
  }
  ctx.closePath();
}

// The chosen set is filled and outlined in ink, the others are pale outlines below it.
function drawOne(ctx, n, [x, y], chosen, theme) {
  trace(ctx, SHAPES[n % SHAPES.length], x, y, chosen ? CHOSEN_PX : OTHER_PX);
  ctx.globalAlpha = chosen ? 1 : 0.75;
  ctx.fillStyle = chosen ? COLOURS[theme][n % SHAPES.length] : palette(theme).paper;
  ctx.fill();
  ctx.strokeStyle = chosen ? palette(theme).outline : COLOURS[theme][n % SHAPES.length];
  ctx.lineWidth = chosen ? 1 : 1.6;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

// Where a reading puts the row whose true place is asked for.
function ringOne(ctx, n, [x, y], theme) {
  for (const [colour, width] of [[palette(theme).paper, 6], [COLOURS[theme][n % SHAPES.length], 2.6]]) {
    trace(ctx, "circle", x, y, RING_PX);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

// A place somebody clicked: a numbered pin whose tip is the place.
function pinOne(ctx, n, [x, y], theme) {
  const { paper, accent } = palette(theme);
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - 8, y - 15);
  ctx.arc(x, y - 21, 10, 0.8 * Math.PI, 0.2 * Math.PI);
  ctx.closePath();
  ctx.fillStyle = accent;
  ctx.fill();
  ctx.strokeStyle = paper;
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.fillStyle = paper;
  ctx.font = "700 13px sans-serif";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(String(n + 1), x, y - 20);
}

export function paintPreview(ctx, view, { preview, theme }) {
  if (!preview) return;
  const scale = pixelsPerUnit(view.zoom);
  const at = ([lng, lat]) => {
    const [x, y] = toWorld(lng, lat);
    return [x * scale - view.left, y * scale - view.top];
  };
  const order = preview.sets.map((_, n) => n).sort((a) => (a === preview.chosen ? 1 : -1));
  const shown = order.filter((one) => !preview.hidden.has(one));
  for (const n of shown) {
    for (const place of preview.sets[n].points) drawOne(ctx, n, at(place), n === preview.chosen, theme);
  }
  for (const n of shown.filter((one) => preview.sets[one].asked)) {
    ringOne(ctx, n, at(preview.sets[n].asked), theme);
  }
  preview.anchors.forEach((place, n) => pinOne(ctx, n, at(place), theme));
}

function swatch(n, chosen, theme) {
  const canvas = el("canvas", { width: 36, height: 36, class: "map-swatch", "aria-hidden": "true" });
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  drawOne(ctx, n, [9, 9], chosen, theme);
  return canvas;
}

// `take(n)` chooses a reading, `toggle(n)` shows or hides its points.
export function previewPanel({ preview, theme, text }, { take, toggle }) {
  const card = ({ name, why, refused }, n) => {
    const [chosen, shown] = [n === preview.chosen, !preview.hidden.has(n)];
    const state = `${chosen ? " map-taken" : ""}${refused ? " map-refused" : ""}`;
    return el("div", { class: `map-reading${state}`, "data-reading": n },
      el("label", {},
        el("input", {
          type: "radio", name: "reading", checked: chosen, disabled: refused,
          "data-key": `reading-${n}`,
          onchange: () => take(n),
        }),
        swatch(n, chosen, theme), el("b", {}, name)),
      ...why.map((line) => el("p", {}, line)),
      el("button", {
        type: "button", class: "map-link", "aria-pressed": String(shown), "data-key": `show-${n}`,
        onclick: () => toggle(n),
      }, shown ? text.preview_hide : text.preview_show));
  };
  return [
    el("div", { class: "map-head" }, el("h3", {}, text.preview)),
    el("p", { class: "map-how" }, preview.sets.length > 1 ? text.preview_how : text.preview_one),
    ...preview.sets.map(card),
  ];
}
