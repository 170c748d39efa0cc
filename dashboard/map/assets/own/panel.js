// The facts panel: fetches by id, shows, closes. The last click wins.

import { correctionForm } from "./correct.js";
import { renew, say } from "./dom.js";
import { factsOf, failure } from "./facts.js";
import { nameBook } from "./names.js";
import { listOf, PORTION, rowKey } from "./stacklist.js";

// `place(record, then)` waits for a click on the map; then(null) waits no longer.
export function factsPanel(panel, state, { onPick, act, place, recordOf }) {
  const names = nameBook(state);
  const isReadable = ({ layer }) => state.view.readable || Boolean(layer.address);
  let asked = 0;
  let about = []; // the record that is open, or those that are listed
  let answered = ""; // the address its facts came from
  let listing = null; // { records, shown } of the list a record was chosen from

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
    delete panel.dataset.pick;
    listing = null;
    panel.hidden = true;
    panel.replaceChildren();
    place(null, null);
    onPick(null);
  }

  // With a reason: the same record, once, with its personal data.
  async function open(record, reason) {
    const mine = (asked += 1);
    const wasFocused = panel.contains(document.activeElement);
    about = [record];
    panel.dataset.pick = `${record.layer.id}.${record.number}`; // what a print of the page shows
    answered = address(record);
    onPick(record);
    const actions = {
      close, retry: () => open(record), unmask: (why) => open(record, why),
      act: (id) => (id === "correct" ? correct(record, facts, actions) : act(id, record)),
      ...wayBack(record),
    };
    let facts;
    try {
      const answer = reason === undefined
        ? await fetch(answered)
        : await fetch(address(record, "/unmask"), { method: "POST", body: new URLSearchParams({ reason }) });
      if (!answer.ok) throw new Error(String(answer.status));
      facts = await answer.json();
      if (mine !== asked) return;
      render(factsOf(facts, state, actions));
      if (wasFocused && !panel.contains(document.activeElement)) focusOn("back");
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
      if (!sent?.ok) return told?.found ?? told?.said ?? facts.correct.text.failed;
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

  // The list of all that lie here; the keyboard stands on the first of those just told, or on the
  // record it comes back from.
  async function list(from, takesFocus = true) {
    const mine = (asked += 1);
    const { records, shown } = listing;
    about = records;
    delete panel.dataset.pick;
    onPick(from);
    const more = () => {
      listing = { records, shown: Math.min(shown + PORTION, records.length) };
      list(records[shown]);
    };
    const actions = { close, open, more };
    render(listOf(listing, [], state, actions));
    if (takesFocus) focusOn(rowKey(from));
    const found = [];
    for (let n = 0; n < shown && mine === asked; n += PORTION) {
      found.push(...await names(records.slice(n, Math.min(n + PORTION, shown))));
    }
    if (mine === asked) render(listOf(listing, found, state, actions));
  }

  const focusOn = (key) => panel.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();

  function wayBack(record) {
    if (!listing) return {};
    const backText = say(state.view.text.list_back, { n: listing.records.length });
    return { back: () => list(record), backText };
  }

  function pick(records, takesFocus) {
    if (!records.every(isReadable)) return null;
    listing = records.length > 1 ? { records, shown: Math.min(PORTION, records.length) } : null;
    return listing ? list(records[0], takesFocus) : open(records[0]);
  }

  // After another selection: what it does not show is not told either, the rest is told anew.
  function follow(isShown) {
    if (about.length === 0) return;
    if (panel.querySelector(".map-correct")) return; // told when it is saved, if it must be
    const shown = (records) => records.filter(isShown).map((record) => recordOf(record) ?? record);
    const still = shown(about);
    if (still.length === 0) {
      close();
      state.tell(state.view.text.pick_hidden);
    } else if (still.length < about.length) {
      pick(still, false);
    } else if (still.length === 1 && answered !== address(still[0])) {
      if (listing) listing.records = shown(listing.records);
      open(still[0]);
    }
  }

  return {
    name: async (record) => (isReadable(record) ? (await names([record]))[0] : null),
    isOpen: () => about.length > 0,
    close, follow, pick,
  };
}
