// An element of the page painted onto a canvas: its texts where they stand, its pictures, its lines.
// Enough for the legend; what is hidden has no place and is left out.

import { canvasBehind } from "./icons.js";

function paintText(ctx, node, left, top) {
  const style = getComputedStyle(node.parentElement);
  ctx.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  ctx.fillStyle = style.color;
  const range = document.createRange();
  [...node.data].reduce((at, letter) => {
    range.setStart(node, at);
    range.setEnd(node, at + letter.length);
    const box = range.getBoundingClientRect();
    if (box.width) ctx.fillText(letter, box.left - left, (box.top + box.bottom) / 2 - top);
    return at + letter.length;
  }, 0);
}

function paintSwatch(ctx, node, left, top) {
  const style = getComputedStyle(node);
  const { left: x, top: y, width, height } = node.getBoundingClientRect();
  ctx.save();
  ctx.globalAlpha = Number(style.opacity);
  const thick = parseFloat(style.borderTopWidth);
  if (thick) {
    ctx.strokeStyle = style.borderTopColor;
    ctx.lineWidth = thick;
    ctx.setLineDash({ dashed: [4, 3], dotted: [2, 2] }[style.borderTopStyle] ?? []);
    ctx.beginPath();
    ctx.moveTo(x - left, y - top);
    ctx.lineTo(x - left + width, y - top);
    ctx.stroke();
  } else {
    ctx.fillStyle = style.backgroundColor;
    ctx.fillRect(x - left, y - top, width, height);
  }
  ctx.restore();
}

export function paintElement(ctx, root) {
  const { left, top } = root.getBoundingClientRect();
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) paintText(ctx, node, left, top);
    else if (node.tagName === "I") paintSwatch(ctx, node, left, top);
    else if (node.tagName === "IMG") {
      const box = node.getBoundingClientRect();
      if (box.width) ctx.drawImage(canvasBehind(node), box.left - left, box.top - top, box.width, box.height);
    }
  }
}
