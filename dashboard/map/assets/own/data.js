// Blocks by address. An address carries the version of what it tells, so what was fetched stays true.

import { decodeBlock, withBoxes } from "./decode.js";
import { tileStore } from "./tiles.js";

export function blockStore(api, onArrival) {
  const held = new Map(); // name -> the newest block that has arrived
  const asked = new Map(); // name -> address asked for
  const came = new Map(); // name -> address of what is held

  const tiles = tileStore(api, onArrival);

  async function fetchBlock(name, address, finish, priority) {
    const answer = await fetch(address, { priority });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const block = finish(decodeBlock(await answer.arrayBuffer()));
    if (asked.get(name) !== address) return; // another one was asked for meanwhile
    held.set(name, block);
    came.set(name, address);
    onArrival(name);
  }

  function want(name, path, { version, versions }, finish, priority) {
    const address = `${api}/${path}?v=${versions[name] ?? version}`;
    if (asked.get(name) === address) return;
    asked.set(name, address);
    fetchBlock(name, address, finish, priority).catch((error) => {
      if (asked.get(name) !== address) return;
      asked.delete(name); // the next look at the version asks again
      onArrival(name, error);
    });
  }

  return {
    // `view` tells the versions; what has an address of its own is not of the data itself: its
    // address says which it is
    wantColumns: (layer, view, path = `layers/${layer}`, priority = "auto") =>
      want(`columns/${layer}`, `${path}/columns`, view, (block) => block, priority),
    wantShapes: (name, view, path = `shapes/${name}`) =>
      want(`shapes/${name}`, path, view, withBoxes),
    columns: (layer) => held.get(`columns/${layer}`),
    shapes: (name) => held.get(`shapes/${name}`),
    // whether what is held of a layer is of data gone by
    isOld: (layer) => came.get(`columns/${layer}`) !== asked.get(`columns/${layer}`) && held.has(`columns/${layer}`),
    tiles,
  };
}
