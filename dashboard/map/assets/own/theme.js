// Light or dark: what the page around us is.

export function themeOf(element) {
  const style = getComputedStyle(element);
  const colour = style.getPropertyValue("--st-background-color").trim() || "";
  const probe = colour || (window.matchMedia("(prefers-color-scheme: dark)").matches ? "#000" : "#fff");
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = probe; // the canvas turns any colour notation into #rrggbb or rgba()
  const hex = /^#(..)(..)(..)/.exec(pen.fillStyle);
  if (!hex) return "light";
  const [red, green, blue] = hex.slice(1).map((two) => parseInt(two, 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? "dark" : "light";
}
