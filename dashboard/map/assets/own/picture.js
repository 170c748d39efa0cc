// A picture of the map for print: A4 across at 250 pixels per inch, with its legend, scale, north,
// filter, dates and sources. Light, whatever the screen is.

import { atDensity } from "./density.js";
import { el, say } from "./dom.js";
import { legend } from "./legend.js";
import { pictureOf } from "./link.js";
import { FONT, palette } from "./palette.js";
import { paintElement } from "./print_dom.js";
import { metresPerUnit, pixelsPerUnit } from "./world.js";

const DENSITY = 2.5;
const SHEET = { width: 1170, height: 827 }; // at 100 to the inch
const EDGE = 28;
const MAP = { left: EDGE, top: 96, width: SHEET.width - 2 * EDGE - 244, height: SHEET.height - 96 - 66 };
const MARGIN = 40; // painted beyond the frame, so that symbols on it are whole
const SCALE_PX = 130;
const WAITS_MS = 20_000; // for what is on its way; then the sheet says what it lacks
const LOOKS_EVERY_MS = 150;
const GAP = 10; // between two maps side by side

// What the screen shows of the sub-district, as large as a frame `wide` across allows.
function viewOf(map, [west, south, east, north], wide) {
  const home = L.latLngBounds([south, west], [north, east]).pad(0.04);
  const seen = map.getBounds();
  const shown = seen.intersects(home) ? L.latLngBounds(
    [Math.max(seen.getSouth(), home.getSouth()), Math.max(seen.getWest(), home.getWest())],
    [Math.min(seen.getNorth(), home.getNorth()), Math.min(seen.getEast(), home.getEast())],
  ) : seen;
  const [topLeft, bottomRight] = [shown.getNorthWest(), shown.getSouthEast()].map((at) => map.project(at, 0));
  const size = bottomRight.subtract(topLeft);
  const zoom = Math.log2(Math.min(wide / size.x, MAP.height / size.y));
  const centre = topLeft.add(bottomRight).divideBy(2).multiplyBy(2 ** zoom);
  const [width, height] = [wide + 2 * MARGIN, MAP.height + 2 * MARGIN];
  return { zoom, width, height, left: centre.x - width / 2, top: centre.y - height / 2, margin: [MARGIN, MARGIN], isPrint: true };
}

function canvasOf(width, height) {
  const canvas = el("canvas", { width: Math.round(width * DENSITY), height: Math.round(height * DENSITY) });
  const ctx = canvas.getContext("2d");
  ctx.scale(DENSITY, DENSITY);
  return [canvas, ctx];
}

function write(ctx, text, x, y, size, { weight = 400, colour = "#1f2731", align = "left", most } = {}) {
  ctx.font = `${weight} ${size}px ${FONT}`;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.textBaseline = "alphabetic";
  ctx.fillText(text, x, y, most);
}

// The longest round length that fits, as surveyors' scales have it.
function paintScale(ctx, view, text, left) {
  const metre = metresPerUnit((view.top + view.height / 2) / pixelsPerUnit(view.zoom));
  const perPixel_m = metre / pixelsPerUnit(view.zoom);
  const most_m = SCALE_PX * perPixel_m;
  const ten = 10 ** Math.floor(Math.log10(most_m));
  const round_m = [5, 2, 1].map((n) => n * ten).find((m) => m <= most_m);
  const long = round_m / perPixel_m;
  const [x, y] = [left + 14, MAP.top + MAP.height - 14];
  ctx.strokeStyle = "#1f2731";
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  ctx.moveTo(x, y - 6);
  ctx.lineTo(x, y);
  ctx.lineTo(x + long, y);
  ctx.lineTo(x + long, y - 6);
  ctx.stroke();
  const said = round_m < 1000 ? say(text.metres, { n: round_m }) : say(text.kilometres, { n: round_m / 1000 });
  write(ctx, said, x + long / 2, y - 7, 12, { align: "center" });
}

function paintNorth(ctx, text, left) {
  const [x, y] = [left + 24, MAP.top + 14];
  ctx.fillStyle = "#55606c";
  ctx.fill(new Path2D(`M${x} ${y}l7 20l-7 -4.5l-7 4.5Z`));
  write(ctx, text.north, x, y + 34, 12, { weight: 600, align: "center" });
}

// What stands on the map about the time: the month played, or what is compared and what came of it.
function paintTime(ctx, note, left, wide) {
  if (note.hidden) return;
  const lines = note.children.length ? [...note.children] : [note];
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = 4;
  lines.map(({ textContent }) => textContent).filter(Boolean).forEach((line, n) => {
    const [size, weight] = n === 0 ? [20, 700] : [13, 500];
    const [x, y] = [left + wide / 2, MAP.top + 30 + 20 * n];
    ctx.font = `${weight} ${size}px ${FONT}`;
    ctx.textAlign = "center";
    ctx.strokeText(line, x, y, wide - 120);
    write(ctx, line, x, y, size, { weight, align: "center", most: wide - 120 });
  });
}

// What the map is without stands across it: nobody shall take the sheet for whole.
function paintMissing(ctx, layers, text) {
  if (layers.size === 0) return;
  const [y, height] = [MAP.top + MAP.height / 2, 44];
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(MAP.left, y - height / 2, MAP.width, height);
  const said = say(text.picture_lacks, { layers: [...layers].join(" · ") });
  const style = { weight: 700, colour: "#a3071a", align: "center", most: MAP.width - 28 };
  write(ctx, said, MAP.left + MAP.width / 2, y + 7, 20, style);
}

function paintWords(ctx, told) {
  write(ctx, told.title, EDGE, 52, 24, { weight: 700 });
  write(ctx, told.scope, EDGE, 80, 15, { most: MAP.width });
  write(ctx, told.sources, EDGE, SHEET.height - 38, 12, { colour: "#55606c", most: SHEET.width - 2 * EDGE });
  write(ctx, told.made, EDGE, SHEET.height - 18, 12, { colour: "#55606c" });
  if (!told.sample) return;
  ctx.font = `700 18px ${FONT}`;
  const wide = ctx.measureText(told.sample).width + 24;
  ctx.strokeStyle = "#6b4e00";
  ctx.lineWidth = 1.5;
  ctx.setLineDash([5, 4]);
  ctx.strokeRect(SHEET.width - EDGE - wide, 30, wide, 32);
  ctx.setLineDash([]);
  write(ctx, told.sample, SHEET.width - EDGE - wide / 2, 53, 18, { weight: 700, colour: "#6b4e00", align: "center" });
}

// The legend as it would stand beside this picture, all of it.
function paintLegend(ctx, parent, state, actions) {
  const node = el("div", { class: "map-root map-print", "aria-hidden": "true" },
    el("div", { class: "map-legend" }, ...legend(state, actions)));
  parent.append(node);
  const { height } = node.firstChild.getBoundingClientRect();
  ctx.save();
  ctx.translate(MAP.left + MAP.width + 16, MAP.top);
  const fit = Math.min(1, MAP.height / height);
  ctx.scale(fit, fit);
  paintElement(ctx, node.firstChild);
  ctx.restore();
  node.remove();
}

// One frame of the sheet; `tell` as for the scene.
function paintFrame(ctx, { map, scene, notes }, { home, bases, text }, [left, wide], tell) {
  const view = viewOf(map, home, wide);
  const [painted, pen] = canvasOf(view.width, view.height);
  pen.fillStyle = palette("light").outside;
  pen.fillRect(0, 0, view.width, view.height);
  bases.paint(pen, view);
  scene.paintPicture(pen, view, tell);
  const cut = [MARGIN, MARGIN, wide, MAP.height].map((length) => length * DENSITY);
  ctx.drawImage(painted, ...cut, left, MAP.top, wide, MAP.height);
  ctx.strokeStyle = "#55606c";
  ctx.lineWidth = 1;
  ctx.strokeRect(left, MAP.top, wide, MAP.height);
  paintScale(ctx, view, text, left);
  paintNorth(ctx, text, left);
  for (const note of notes) paintTime(ctx, note, left, wide);
}

// `frames` = [{ map, scene, notes }]: one, or the two periods compared side by side. Returns the sheet
// and whether all of it had come.
function paintSheet(told, { frames, parent, state, actions, bases }) {
  const [sheet, ctx] = canvasOf(SHEET.width, SHEET.height);
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(0, 0, SHEET.width, SHEET.height);
  const wide = (MAP.width - GAP * (frames.length - 1)) / frames.length;
  const missing = new Set();
  const shared = { home: state.view.home, bases, text: state.view.text };
  frames.forEach((frame, n) => paintFrame(ctx, frame, shared, [MAP.left + n * (wide + GAP), wide], (drawn) => {
    for (const { name } of drawn.missing) missing.add(name);
    if (n === 0) paintLegend(ctx, parent, { ...state, ...drawn, theme: "light" }, actions);
  }));
  paintWords(ctx, { ...told, sources: [told.sources, bases.said()].filter(Boolean).join(" · ") });
  paintMissing(ctx, missing, state.view.text);
  return { sheet, isWhole: missing.size === 0 };
}

// Painting asks for what the sheet's own extent needs, and is done again once that has come.
async function wholeSheet(told, parts) {
  const until = Date.now() + WAITS_MS;
  for (;;) {
    const { sheet, isWhole } = atDensity(DENSITY, () => paintSheet(told, parts));
    if (isWhole || Date.now() > until) return sheet;
    await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
  }
}

// Paint and save; the server notes it first and tells the words. `told` is null where it refused.
export async function savePicture(parts) {
  const { state } = parts;
  const { text } = state.view;
  state.tell(text.picture_making);
  const answer = await fetch(pictureOf(state.view), { method: "POST" }).catch(() => null);
  if (!answer?.ok) return state.tell(text.picture_failed);
  const told = await answer.json();
  const sheet = await wholeSheet(told, parts);
  const file = URL.createObjectURL(await new Promise((resolve) => sheet.toBlob(resolve, "image/png")));
  el("a", { href: file, download: `${told.name}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(file), 60_000);
  state.tell(text.picture_made);
}
