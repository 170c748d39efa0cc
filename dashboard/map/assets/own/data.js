// Blocks by address. An address carries the data version, so what was fetched stays true.

import { decodeBlock, withBoxes } from "./decode.js";

export function blockStore(api, onArrival) {
  const held = new Map(); // name -> { version, block }: the newest one that has arrived
  const asked = new Map(); // name -> version asked for

  async function fetchBlock(name, path, version, finish) {
    const answer = await fetch(`${api}/${path}?v=${version}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const block = finish(decodeBlock(await answer.arrayBuffer()));
    if (asked.get(name) !== version) return; // a newer version was asked for meanwhile
    held.set(name, { version, block });
    onArrival(name);
  }

  function want(name, path, version, finish) {
    if (asked.get(name) === version) return;
    asked.set(name, version);
    fetchBlock(name, path, version, finish).catch((error) => {
      asked.delete(name); // the next look at the version asks again
      onArrival(name, error);
    });
  }

  return {
    wantColumns: (layer, version) =>
      want(`columns/${layer}`, `layers/${layer}/columns`, version, (block) => block),
    wantShapes: (name, version) => want(`shapes/${name}`, `shapes/${name}`, version, withBoxes),
    columns: (layer) => held.get(`columns/${layer}`)?.block,
    shapes: (name) => held.get(`shapes/${name}`)?.block,
    forget: () => asked.clear(),
  };
}
