// Sizes in pixels by zoom: a symbol grows with the map, none is drawn where it would be a smear.

const FIRST_ZOOM = 12;
const SIZES = {
  //        12   13   14   15   16   17
  quiet: [1.2, 1.4, 2, 3.3, 6.5, 9],
  orange: [3, 4, 5, 8.6, 11, 14],
  red: [7, 7, 9, 13, 15, 18],
  plain: [2, 2.6, 3.5, 6, 9, 12],
  incident: [2, 2.4, 3, 5, 6, 8],
  serious: [4, 5, 6, 8, 10, 12],
  death: [8, 9, 10, 14, 16, 18],
  badge: [14, 14, 17, 21, 22, 24],
  hot_a: [15, 16, 18, 20, 22, 24],
  hot_b: [7, 9, 15, 18, 20, 22],
  hot_c: [5, 7, 9, 16, 18, 20],
};

// Below this zoom thousands of small symbols would only overlap: they are counted instead.
export const COUNTS_BELOW_ZOOM = 13.25;
export const FOOTPRINTS_FROM_ZOOM = 16.75;
export const NAMES_FROM_ZOOM = 14.75;
export const INNER_MARK_FROM_PX = 9;

export function sizeOf(role, zoom) {
  const row = SIZES[role];
  const at = Math.min(Math.max(zoom - FIRST_ZOOM, 0), row.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, row.length - 1);
  return row[low] + (row[high] - row[low]) * (at - low);
}

// Which row of the table a symbol follows.
export function roleOf(layer, mark) {
  if (layer.symbol.character) return "badge";
  if (layer.symbol.shape === "tag") return mark;
  if (layer.record === "incident") {
    return mark === "death" || mark === "serious" ? mark : "incident";
  }
  if (mark === "red" || mark === "orange") return mark;
  return layer.symbol.shape === "square" ? "quiet" : "plain";
}

// What is over is quiet, whatever its grade was.
export const closedRoleOf = (layer) => roleOf(layer, "plain");

// Roles that are counted, not drawn, on a far map.
export const isCounted = (role, zoom) =>
  zoom < COUNTS_BELOW_ZOOM && !["red", "badge", "hot_a", "hot_b", "hot_c"].includes(role);
