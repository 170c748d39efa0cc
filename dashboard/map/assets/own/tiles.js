// What a large layer shows until its columns have come: tiles of the records in view, cut and counted
// by the server. Where a tile has too many records it tells, by look, which cells hold any.

import { queryOf } from "./asked.js";
import { decodeBlock } from "./decode.js";
import { COUNTS_BELOW_ZOOM, isCounted, roleOf } from "./sizes.js";
import { planLayer } from "./marks.js";
import { cellSide } from "./cells.js";
import { pixelsPerUnit } from "./world.js";

const GRID = 256;
const MOST_HELD = 256;
const FIRST_DAY = Date.UTC(2000, 0, 1);
const NAMES = ["number", "x", "y", "classes", "grades", "statuses"];

const dayText = (day) => new Date(FIRST_DAY + day * 864e5).toISOString().slice(0, 10);

// One layer's filter, over the days that the map shows just now.
function tileQuery({ view, selection }, layer) {
  const asked = queryOf({ view, selection }, [layer]);
  for (const name of ["layers", "against", "compare", "lang"]) asked.delete(name);
  asked.set("period", `${dayText(selection.start_day)}/${dayText(selection.end_day)}`);
  return asked;
}

// Drawn at 256 to 512 pixels, so that a cell of a bitmap is never larger than the dot it stands for.
function tilesIn(view) {
  const z = Math.max(0, Math.ceil(view.zoom) - 1);
  const side = 2 ** (32 - z) * pixelsPerUnit(view.zoom);
  const last = 2 ** z - 1;
  const within = (n) => Math.min(Math.max(Math.floor(n), 0), last);
  const found = [];
  for (let x = within(view.left / side); x <= within((view.left + view.width) / side); x++) {
    for (let y = within(view.top / side); y <= within((view.top + view.height) / side); y++) found.push({ z, x, y });
  }
  return found;
}

// Middles of the cells that hold any, as if they were records.
function spread({ arrays: { bits }, looks, at }) {
  const found = { x: [], y: [], grades: [], statuses: [] };
  const cell = 2 ** (32 - at.z) / GRID;
  for (let byte = 0; byte < bits.length; byte++) {
    for (let bit = 0; bits[byte] >> bit; bit++) {
      if (!((bits[byte] >> bit) & 1)) continue;
      const place = 8 * byte + bit;
      const [grade, status] = looks[Math.floor(place / (GRID * GRID))];
      found.x.push((at.x * GRID + (place % GRID) + 0.5) * cell);
      found.y.push((at.y * GRID + (Math.floor(place / GRID) % GRID) + 0.5) * cell);
      found.grades.push(grade);
      found.statuses.push(status);
    }
  }
  const none = new Uint8Array(found.x.length);
  return { ...found, number: none, classes: none };
}

// Records in the order of their numbers, in which columns are painted.
function merged(tiles) {
  const parts = tiles.map((tile) => (tile.arrays.bits ? spread(tile) : tile.arrays));
  const count = parts.reduce((sum, { x }) => sum + x.length, 0);
  const told = Object.fromEntries(NAMES.map((name) => [name, new Float64Array(count)]));
  let from = 0;
  for (const part of parts) {
    for (const name of NAMES) told[name].set(part[name], from);
    from += part.x.length;
  }
  const order = Uint32Array.from(told.number.keys()).sort((a, b) => told.number[a] - told.number[b]);
  const arrays = Object.fromEntries(NAMES.map((name) => [name, Float64Array.from(order, (i) => told[name][i])]));
  const mask = new Uint8Array(count).fill(1);
  return { block: { count, arrays: { ...arrays, placed: mask } }, mask };
}

export function tileStore(api, onArrival) {
  const held = new Map(); // address -> what has come; null while it is on its way
  const blocks = new Map(); // layer -> { key, block, mask } of the tiles last merged

  async function ask(address, layer, read) {
    held.set(address, null);
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      held.set(address, await read(answer));
      onArrival(`tiles/${layer}`);
    } catch {
      held.delete(address); // the columns are on their way; the next painting asks again
    }
  }

  function look(address, layer, read) {
    const found = held.get(address);
    if (found === undefined) ask(address, layer, read);
    else { // the one longest unused goes first
      held.delete(address);
      held.set(address, found);
    }
    if (held.size > MOST_HELD) held.delete(held.keys().next().value);
    return found ?? null;
  }

  // How many the filter chooses, by value and area; null while that is not known.
  const tally = (scene, layer) => look(
    `${api}/tiles/${layer.id}/counts?${tileQuery(scene, layer)}`, layer.id, (answer) => answer.json(),
  );

  // A plan as of columns; `latitudeY` as for squares, null where the layer is counted by area.
  function plan(scene, layer, view, latitudeY) {
    const far = view.zoom < COUNTS_BELOW_ZOOM;
    const asked = tileQuery(scene, layer);
    if (far) {
      const apart = [...layer.grades.keys()].filter((n) => !isCounted(roleOf(layer, layer.grades[n].mark), view.zoom));
      asked.set("apart", apart.join());
      if (latitudeY !== null) asked.set("squares", cellSide(view.zoom, latitudeY).side_m);
    }
    const addresses = tilesIn(view).map((at) => [`${api}/tiles/${layer.id}/${at.z}/${at.x}/${at.y}?${asked}`, at]);
    const tiles = addresses.map(([address, at]) => look(address, layer.id, async (answer) => (
      { ...decodeBlock(await answer.arrayBuffer()), at, address }
    ))).filter(Boolean);
    const key = tiles.map(({ address }) => address).join();
    if (blocks.get(layer.id)?.key !== key) blocks.set(layer.id, { key, ...merged(tiles) });
    const { block, mask } = blocks.get(layer.id);
    const isCut = tiles.some(({ arrays }) => arrays.bits);
    return {
      ...planLayer(layer, block, mask, view, { far }), tiles, far, isCut, lacks: addresses.length - tiles.length,
      byArea: tally(scene, layer)?.areas,
    };
  }

  function forget(layer) {
    blocks.delete(layer);
    for (const address of [...held.keys()]) if (address.startsWith(`${api}/tiles/${layer}/`)) held.delete(address);
  }

  const isWhole = () => [...held.values()].every(Boolean);

  return { plan, tally, forget, isWhole };
}
