// Binary blocks: 'SMB1', header length (u4, little endian), JSON header, arrays on 8-byte borders.

const TYPES = {
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
};
const MAGIC = 0x31424d53; // 'SMB1' read as a little-endian number

export function decodeBlock(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== MAGIC) {
    throw new Error("not a SMB1 block");
  }
  const text = new Uint8Array(buffer, 8, view.getUint32(4, true));
  const header = JSON.parse(new TextDecoder().decode(text));
  const arrays = {};
  for (const { name, type, offset, length } of header.arrays) {
    arrays[name] = new TYPES[type](buffer, offset, length);
  }
  return { ...header, arrays };
}

// Vertices stand feature -> rings -> vertices; boxes let a painter skip what is out of view.
export function withBoxes(block) {
  const { part_offsets: parts, ring_offsets: rings, x, y } = block.arrays;
  const boxes = new Float64Array(4 * block.count);
  for (let f = 0; f < block.count; f++) {
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = rings[parts[f]]; v < rings[parts[f + 1]]; v++) {
      if (x[v] < west) west = x[v];
      if (x[v] > east) east = x[v];
      if (y[v] < north) north = y[v];
      if (y[v] > south) south = y[v];
    }
    boxes.set([west, north, east, south], 4 * f);
  }
  return { ...block, boxes };
}

// The row of a record, -1 for none; `row` is where it was found before. Not every block is in the
// order of its numbers: of hotspots the worst stands last, to lie above the others.
export const rowOf = ({ number: numbers }, { number, row }) => (
  numbers[row] === number ? row : numbers.indexOf(number)
);
