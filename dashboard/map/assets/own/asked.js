// The filter as the routes read it: projects, areas and period as Python told them, what the legend
// and the drawing tools choose as it is here.

export function queryOf({ view, selection }, layers) {
  const asked = new URLSearchParams(view.query);
  asked.set("v", view.version);
  for (const name of ["classes", "grades", "statuses"]) {
    const chosen = layers.flatMap((layer) => (selection[name][layer.id] ?? [])
      .map((n) => `${layer.id}.${layer[name][n].id}`));
    if (chosen.length) asked.set(name, chosen.join());
    else asked.delete(name);
  }
  if (selection.shape?.length) asked.set("shape", selection.shape.map((corner) => corner.join()).join(" "));
  else asked.delete("shape");
  return asked;
}
