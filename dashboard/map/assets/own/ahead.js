// Figures beside the map tell what Python last saw. While the map shows something else they are
// dimmed (the page's own style does it), so that no number is read beside another picture.

export function tellAhead(isAhead) {
  document.documentElement.toggleAttribute("data-map-ahead", isAhead);
}
