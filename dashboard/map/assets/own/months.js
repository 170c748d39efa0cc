// How many incidents each month has: the bars over the slider.

import { applySelection } from "./filter.js";

// `months` follow each other without a gap. Returns a count for each, null where no layer of
// incidents is on and known.
export function countMonths(layers, columns, selection, months) {
  const counted = layers.filter(({ id, record }) =>
    record === "incident" && selection.layers.includes(id) && columns(id));
  if (counted.length === 0 || months.length === 0) return null;
  const [first, last] = [months[0].start_day, months.at(-1).end_day];
  const monthOf = new Uint16Array(last - first);
  months.forEach(({ start_day, end_day }, n) => monthOf.fill(n, start_day - first, end_day - first));
  const counts = new Array(months.length).fill(0);
  for (const layer of counted) {
    const block = columns(layer.id);
    const { mask } = applySelection(layer, block, { ...selection, start_day: first, end_day: last });
    const { from_day: day } = block.arrays;
    for (let i = 0; i < block.count; i++) if (mask[i]) counts[monthOf[day[i] - first]] += 1;
  }
  return counts;
}
