// What records are called and what tells them apart, asked by number and kept while it is true.

export function nameBook(state) {
  const told = new Map();
  const keyOf = ({ layer, number }) => `${state.view.version}/${layer.address ?? layer.id}/${number}`;

  async function ask(layer, records) {
    const query = new URLSearchParams(state.view.query);
    query.set("numbers", records.map(({ number }) => number).join());
    const address = `${state.view.api}/${layer.address ?? `layers/${layer.id}`}/names?${query}`;
    const answer = await fetch(address).catch(() => null);
    const found = answer?.ok ? (await answer.json()).records : [];
    for (const one of found) told.set(keyOf({ layer, number: one.number }), one);
  }

  // For each record { number, title, detail }, null where nothing is known of it.
  return async (records) => {
    const unknown = records.filter((record) => !told.has(keyOf(record)));
    const layers = [...new Set(unknown.map(({ layer }) => layer))];
    await Promise.all(layers.map((layer) => ask(layer, unknown.filter((one) => one.layer === layer))));
    return records.map((record) => told.get(keyOf(record)) ?? null);
  };
}
