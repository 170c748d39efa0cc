// The facts panel: fetches by id, shows, closes. The last click wins.

import { renew } from "./dom.js";
import { factsOf, failure, listOf } from "./facts.js";
import { nameBook } from "./names.js";

export function factsPanel(panel, state, { onPick, act }) {
  const names = nameBook(state);
  let asked = 0;
  let about = []; // the record that is open, or those that are listed
  let answered = ""; // the address its facts came from

  const address = ({ layer, number }, how = "") => {
    const query = new URLSearchParams(state.view.query);
    query.set("v", state.view.version);
    return `${state.view.api}/facts/${layer.id}/${number}${how}?${query}`;
  };

  const render = (children) => {
    panel.hidden = false;
    renew(panel, children);
  };

  function close() {
    asked += 1;
    about = [];
    panel.hidden = true;
    panel.replaceChildren();
    onPick(null);
  }

  // With a reason: the same record, once, with its personal data.
  async function open(record, reason) {
    const mine = (asked += 1);
    about = [record];
    answered = address(record);
    onPick(record);
    const actions = {
      close, act: (id) => act(id, record), retry: () => open(record),
      unmask: (why) => open(record, why),
    };
    try {
      const answer = reason === undefined
        ? await fetch(answered)
        : await fetch(address(record, "/unmask"), { method: "POST", body: new URLSearchParams({ reason }) });
      if (!answer.ok) throw new Error(String(answer.status));
      const facts = await answer.json();
      if (mine === asked) render(factsOf(facts, state, actions));
    } catch {
      if (mine === asked) render(failure(state.view, actions));
    }
  }

  async function list(records) {
    const mine = (asked += 1);
    about = records;
    onPick(records[0]);
    const actions = { close, open };
    render(listOf(records, [], state, actions));
    const found = await names(records);
    if (mine === asked) render(listOf(records, found, state, actions));
  }

  const pick = (records) => (records.length > 1 ? list(records) : open(records[0]));

  // After another selection: what it does not show is not told either, the rest is told anew.
  function follow(isShown) {
    if (about.length === 0) return;
    const still = about.filter(isShown);
    if (still.length === 0) {
      close();
      state.tell(state.view.text.pick_hidden);
    } else if (still.length < about.length || (still.length === 1 && answered !== address(still[0]))) {
      pick(still);
    }
  }

  return { name: async (record) => (await names([record]))[0], close, follow, pick };
}
