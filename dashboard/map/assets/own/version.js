// Every two seconds: has the data version changed? Then Python is asked to look again.

const EVERY_MS = 2000;

export function watchVersion(state, { retint, retry }) {
  let told = null;

  async function look() {
    retint(); // the page's theme may have been switched meanwhile
    if (document.hidden) return;
    const answer = await fetch(`${state.view.api}/version`, { cache: "no-store" }).catch(() => null);
    if (answer?.status === 401) location.reload(); // signed out meanwhile: the gate shows the way in
    if (!answer?.ok) return;
    const { version } = await answer.json();
    if (version === state.view.version) return retry();
    if (version === told) return;
    told = version;
    state.report?.setTriggerValue("version", version);
  }

  const timer = setInterval(look, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
