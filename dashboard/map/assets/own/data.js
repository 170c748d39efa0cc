// Blocks by address. An address carries the data version, so what was fetched stays true.

import { decodeBlock, withBoxes } from "./decode.js";
import { tileStore } from "./tiles.js";

export function blockStore(api, onArrival) {
  const held = new Map(); // name -> the newest block that has arrived
  const asked = new Map(); // name -> address asked for

  const tiles = tileStore(api, onArrival);

  async function fetchBlock(name, address, finish, priority) {
    const answer = await fetch(address, { priority });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const block = finish(decodeBlock(await answer.arrayBuffer()));
    if (asked.get(name) !== address) return; // another one was asked for meanwhile
    held.set(name, block);
    onArrival(name);
  }

  function want(name, path, version, finish, priority) {
    const address = `${api}/${path}?v=${version}`;
    if (asked.get(name) === address) return;
    asked.set(name, address);
    fetchBlock(name, address, finish, priority).catch((error) => {
      if (asked.get(name) !== address) return;
      asked.delete(name); // the next look at the version asks again
      onArrival(name, error);
    });
  }

  return {
    // what has an address of its own is not of the data itself: its address says which it is
    wantColumns: (layer, version, path = `layers/${layer}`, priority = "auto") =>
      want(`columns/${layer}`, `${path}/columns`, version, (block) => block, priority),
    wantShapes: (name, version, path = `shapes/${name}`) =>
      want(`shapes/${name}`, path, version, withBoxes),
    columns: (layer) => held.get(`columns/${layer}`),
    shapes: (name) => held.get(`shapes/${name}`),
    tiles,
  };
}
