// One sentence on the map for a while, and the sign that the page is at work.

const SAID_FOR_MS = 6000;
const BUSY_AFTER_MS = 300;

export function teller({ said, busy }) {
  let [silence, waiting] = [0, 0];

  function tell(words) {
    clearTimeout(silence);
    said.textContent = words;
    said.hidden = false;
    silence = setTimeout(() => (said.hidden = true), SAID_FOR_MS);
  }

  function rest() {
    clearTimeout(waiting);
    waiting = 0;
    busy.hidden = true;
  }

  function work() {
    waiting ||= setTimeout(() => (busy.hidden = false), BUSY_AFTER_MS);
  }

  return { tell, rest, work };
}
