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

export function paintPreview(ctx, view, { preview, theme }) {
  if (!preview) return;
  const scale = pixelsPerUnit(view.zoom);
  const order = preview.sets.map((_, n) => n).sort((a) => (a === preview.chosen ? 1 : -1));
  for (const n of order.filter((one) => !preview.hidden.has(one))) {
    for (const [lng, lat] of preview.sets[n].points) {
      const [x, y] = toWorld(lng, lat);
      drawOne(ctx, n, [x * scale - view.left, y * scale - view.top], n === preview.chosen, theme);
    }
  }
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
  const card = ({ name, why }, n) => {
    const [chosen, shown] = [n === preview.chosen, !preview.hidden.has(n)];
    return el("div", { class: `map-reading${chosen ? " map-taken" : ""}`, "data-reading": n },
      el("label", {},
        el("input", {
          type: "radio", name: "reading", checked: chosen, "data-key": `reading-${n}`,
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
