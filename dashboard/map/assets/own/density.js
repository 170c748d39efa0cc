// Pixels of a picture for one pixel of the screen: the screen's own, or those of a print.

let asked = null;

export const density = () => asked ?? (window.devicePixelRatio || 1);

export function atDensity(pixels, paint) {
  asked = pixels;
  try {
    return paint();
  } finally {
    asked = null;
  }
}
