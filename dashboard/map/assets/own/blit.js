// Many sprites into one picture, pixel by pixel: without a graphics card a canvas needs some ten
// microseconds for each image it is asked to draw, this less than one. A sprite that would cross the
// edge of the picture is left out: the edge lies well outside what is seen.

import { density } from "./density.js";

const OPAQUE = 0xff000000;

// An empty picture as large as a view: `pixels` row by row, flush(ctx) onto the canvas.
export function sheetOf({ width, height }) {
  const dpr = density();
  const [columns, rows] = [Math.ceil(width * dpr), Math.ceil(height * dpr)];
  const data = new ImageData(columns, rows);
  return {
    columns,
    rows,
    pixels: new Uint32Array(data.data.buffer),
    flush(ctx) {
      const picture = document.createElement("canvas");
      [picture.width, picture.height] = [columns, rows];
      picture.getContext("2d").putImageData(data, 0, 0);
      ctx.drawImage(picture, 0, 0, columns / dpr, rows / dpr);
    },
  };
}

// Returns a pen with put(sprite, x, y) in pixels of the screen and flush(ctx) onto the canvas.
export function blitter(view) {
  const dpr = density();
  let sheet = null;

  function put(sprite, x, y) {
    sheet ??= sheetOf(view);
    const { columns, rows, pixels } = sheet;
    const left = Math.round(x * dpr);
    const top = Math.round(y * dpr);
    const { columns: side, inks, steps } = stepsOn(sprite, columns);
    if (left < 0 || top < 0 || left + side > columns || top + side > rows) return;
    const corner = top * columns + left;
    for (let n = 0; n < inks.length; n++) {
      const at = corner + steps[n];
      const below = pixels[at];
      const ink = inks[n];
      pixels[at] = ink >= OPAQUE || below === 0 ? ink : over(ink, below);
    }
  }

  function flush(ctx) {
    sheet?.flush(ctx);
    sheet = null;
  }

  return { put, flush };
}

// Source over what is there, both with straight alpha in the highest byte.
function over(source, below) {
  const behind = below >>> 24;
  if (behind === 0) return source;
  const alpha = source >>> 24;
  const rest = ((255 - alpha) * behind) / 255;
  const all = alpha + rest;
  let mixed = Math.round(all) << 24;
  for (const shift of [0, 8, 16]) {
    const value = (((source >>> shift) & 255) * alpha + ((below >>> shift) & 255) * rest) / all;
    mixed |= Math.round(value) << shift;
  }
  return mixed >>> 0;
}

// Where the inked pixels of a sprite fall, counted from its corner, in a picture so many wide.
function stepsOn(sprite, width) {
  if (sprite.width !== width) {
    sprite.width = width;
    sprite.steps = sprite.places.map((at) => Math.floor(at / sprite.columns) * width + (at % sprite.columns));
  }
  return sprite;
}

// A colour #rrggbb as such a pixel: ImageData is read as little-endian numbers, alpha highest.
export function pixelOf(colour) {
  const value = parseInt(colour.slice(1), 16);
  return (OPAQUE | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

// The pixels of a picture that hold any ink: { columns, places (row-major), inks }.
export function inkOf(image) {
  const { width, height } = image;
  const pixels = new Uint32Array(image.getContext("2d").getImageData(0, 0, width, height).data.buffer);
  const places = Uint32Array.from(pixels.keys()).filter((at) => pixels[at] >>> 24 > 0);
  return { columns: width, places, inks: places.map((at) => pixels[at]) };
}
