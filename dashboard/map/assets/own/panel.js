// The facts panel: fetches by id, shows, closes. The last click wins.

import { renew } from "./dom.js";
import { factsOf, failure, listOf } from "./facts.js";

export function factsPanel(panel, state, { onPick, act }) {
  const names = new Map();
  let asked = 0;

  const address = ({ layer, number }, short) => {
    const query = new URLSearchParams(state.view.query);
    if (short) query.set("short", "1");
    query.set("v", state.view.version);
    return `${state.view.api}/facts/${layer.id}/${number}?${query}`;
  };

  async function name(record) {
    const key = `${state.view.version}/${record.layer.id}/${record.number}`;
    if (!names.has(key)) {
      const answer = await fetch(address(record, true)).catch(() => null);
      names.set(key, answer?.ok ? await answer.json() : null);
    }
    return names.get(key);
  }

  const render = (children) => {
    panel.hidden = false;
    renew(panel, children);
  };

  function close() {
    asked += 1;
    panel.hidden = true;
    panel.replaceChildren();
    onPick(null);
  }

  async function open(record) {
    const mine = (asked += 1);
    onPick(record);
    const actions = { close, act: (id) => act(id, record), retry: () => open(record) };
    try {
      const answer = await fetch(address(record, false));
      if (!answer.ok) throw new Error(String(answer.status));
      const facts = await answer.json();
      if (mine === asked) render(factsOf(facts, state, actions));
    } catch {
      if (mine === asked) render(failure(state.view, actions));
    }
  }

  async function list(records) {
    const mine = (asked += 1);
    onPick(records[0]);
    const actions = { close, open };
    render(listOf(records, [], state, actions));
    const found = await Promise.all(records.map(name));
    if (mine === asked) render(listOf(records, found, state, actions));
  }

  return { name, close, pick: (records) => (records.length > 1 ? list(records) : open(records[0])) };
}
