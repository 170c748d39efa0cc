// The facts panel: fetches by id, shows, closes. The last click wins.

import { correctionForm } from "./correct.js";
import { renew } from "./dom.js";
import { factsOf, failure, listOf } from "./facts.js";
import { nameBook } from "./names.js";

// `place(record, then)` waits for a click on the map; then(null) waits no longer.
export function factsPanel(panel, state, { onPick, act, place, recordOf }) {
  const names = nameBook(state);
  let asked = 0;
  let about = []; // the record that is open, or those that are listed
  let answered = ""; // the address its facts came from

  const address = ({ layer, number }, how = "") => {
    const query = new URLSearchParams(state.view.query);
    query.set("v", state.view.version);
    const facts = layer.address ? `${layer.address}/facts` : `facts/${layer.id}`;
    return `${state.view.api}/${facts}/${number}${how}?${query}`;
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
    place(null, null);
    onPick(null);
  }

  // With a reason: the same record, once, with its personal data.
  async function open(record, reason) {
    const mine = (asked += 1);
    about = [record];
    answered = address(record);
    onPick(record);
    const actions = {
      close, retry: () => open(record), unmask: (why) => open(record, why),
      act: (id) => (id === "correct" ? correct(record, facts, actions) : act(id, record)),
    };
    let facts;
    try {
      const answer = reason === undefined
        ? await fetch(answered)
        : await fetch(address(record, "/unmask"), { method: "POST", body: new URLSearchParams({ reason }) });
      if (!answer.ok) throw new Error(String(answer.status));
      facts = await answer.json();
      if (mine === asked) render(factsOf(facts, state, actions));
    } catch {
      if (mine === asked) render(failure(state.view, actions));
    }
  }

  // The form in the place of the buttons; whatever comes meanwhile leaves it as it is.
  function correct(record, facts, actions) {
    const done = () => {
      place(record, null);
      open(record);
    };
    const save = async (changes) => {
      const sent = await fetch(address(record, "/correct"), { method: "POST", body: changes }).catch(() => null);
      const told = await sent?.json().catch(() => null);
      if (!sent?.ok) return told?.found ?? facts.correct.text.failed;
      state.tell(told.said);
      done();
      return null;
    };
    const form = correctionForm(facts.correct, facts.corrected, {
      save, cancel: done, place: (then) => place(record, then),
    });
    render(factsOf(facts, state, actions, form));
    form.querySelector("select, input:not([type=hidden])").focus({ preventScroll: true });
    panel.scrollTop = panel.scrollHeight;
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
    if (panel.querySelector(".map-correct")) return; // told when it is saved, if it must be
    const still = about.filter(isShown).map((record) => recordOf(record) ?? record);
    if (still.length === 0) {
      close();
      state.tell(state.view.text.pick_hidden);
    } else if (still.length < about.length || (still.length === 1 && answered !== address(still[0]))) {
      pick(still);
    }
  }

  return {
    name: async (record) => (await names([record]))[0],
    isOpen: () => about.length > 0,
    close, follow, pick,
  };
}
