// Change of incidents by square, shown only where the counts give evidence for it.

import { applySelection } from "./filter.js";
import { arrows } from "./exact.js";
import { FONT, palette } from "./palette.js";
import { metresPerUnit, pixelsPerUnit } from "./world.js";

export const SIDE_M = 500; // one size at every zoom: what is evident may not depend on the view
const STEPS = 2 ** 21;
const RISE = { light: "#D9622B", dark: "#E07B30" };
const FALL = { light: "#1D6CA6", dark: "#6C91D4" };

const days = ({ start_day, end_day }) => end_day - start_day;

// `layers` = [{ layer, block }] of incidents; `middleY` is one y of the town: its metre is used
// everywhere. Returns { side, cells: [{ column, row, now, before, arrow }] } of all the selection
// chooses in either period, in view or not.
export function changeOf(layers, selection, { now, before }, middleY) {
  const side = SIDE_M / metresPerUnit(middleY);
  const cells = new Map();
  for (const { layer, block } of layers) {
    const { x, y, placed } = block.arrays;
    for (const [name, { start_day, end_day }] of [["now", now], ["before", before]]) {
      const { mask } = applySelection(layer, block, { ...selection, start_day, end_day });
      for (let i = 0; i < block.count; i++) {
        if (!(mask[i] & placed[i])) continue;
        const [column, row] = [Math.floor(x[i] / side), Math.floor(y[i] / side)];
        const key = column * STEPS + row;
        const cell = cells.get(key) ?? { column, row, now: 0, before: 0 };
        cell[name] += 1;
        cells.set(key, cell);
      }
    }
  }
  const found = [...cells.values()];
  const told = arrows(found, days(now), days(before));
  return { side, cells: found.map((cell, n) => ({ ...cell, arrow: told[n] })) };
}

export const glyph = (arrow) => (arrow > 0 ? "▲" : arrow < 0 ? "▼" : "≈");

// Squares without evident change are outlines: counted, and nothing to be read into them.
export function paintChange(ctx, view, { side, cells }, theme) {
  const px = side * pixelsPerUnit(view.zoom);
  const colours = palette(theme);
  ctx.lineWidth = 1;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const { column, row, now, before, arrow } of cells) {
    const [left, top] = [column * px - view.left, row * px - view.top];
    if (left + px < 0 || top + px < 0 || left > view.width || top > view.height) continue;
    ctx.strokeStyle = colours.closed;
    ctx.globalAlpha = arrow ? 1 : 0.45;
    ctx.strokeRect(left + 1, top + 1, px - 2, px - 2);
    if (!arrow) continue;
    ctx.globalAlpha = 0.8;
    ctx.fillStyle = (arrow > 0 ? RISE : FALL)[theme];
    ctx.fillRect(left + 1, top + 1, px - 2, px - 2);
    ctx.globalAlpha = 1;
    ctx.fillStyle = theme === "dark" || arrow > 0 ? "#14171B" : "#FFFFFF";
    ctx.font = `700 ${Math.min(22, Math.max(9, px / 3))}px ${FONT}`;
    ctx.fillText(glyph(arrow), left + px / 2, top + px * (px < 44 ? 0.5 : 0.36));
    if (px < 44) continue;
    ctx.font = `600 12px ${FONT}`;
    ctx.fillText(`${before} → ${now}`, left + px / 2, top + px * 0.7);
  }
  ctx.globalAlpha = 1;
}

export function changeAt({ side, cells }, x, y) {
  const [column, row] = [Math.floor(x / side), Math.floor(y / side)];
  return cells.find((cell) => cell.column === column && cell.row === row);
}
