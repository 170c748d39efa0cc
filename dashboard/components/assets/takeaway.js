// What the table shows, taken away as a file: the server makes it, the browser saves it.
import { el } from "./dom.js";

// A row below the tabs, opened by its button; what is under way outlives a drawing of the table.
export function takeaway(root, take, text, again) {
  const held = (root.takeaway ??= { open: false });
  if (held.of !== take.address) Object.assign(held, { of: take.address, said: "", busy: false });
  const button = el("button", {
    type: "button", class: "take", "data-focus": "take", "aria-expanded": String(held.open),
    onclick: () => { held.open = !held.open; again(); },
  }, text.take);
  if (!held.open) return [button, null];
  const kind = ({ id, label, why, ending = id }) => el("button", {
    type: "button", class: "action", "data-focus": `take-${id}`, disabled: held.busy || Boolean(why), title: why ?? "",
    onclick: () => save(held, take, text, { id, ending }, again),
  }, label);
  const row = el("div", { class: "taking" }, el("b", {}, take.of), ...take.kinds.map(kind),
    el("span", { role: "status" }, held.said || take.note));
  return [button, row];
}

async function save(held, take, text, kind, again) {
  const of = held.of;
  const say = (said, busy) => {
    if (held.of !== of) return; // another layer's row by now
    Object.assign(held, { said, busy });
    again();
  };
  say(text.taking, true);
  try {
    const answer = await fetch(`${take.address}/${kind.id}?${take.query}`, { method: "POST" });
    if (!answer.ok) return say(await refusal(answer, text), false);
    const records = Number(answer.headers.get("x-records")).toLocaleString("en-US");
    const file = URL.createObjectURL(await answer.blob());
    el("a", { href: file, download: `${take.name}.${kind.ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    say(text.taken.replace("{n}", records).replace("{unit}", take.unit), false);
  } catch { // the connection broke
    say(text.take_failed, false);
  }
}

// Only why a file was refused is written for people, in both languages.
async function refusal(answer, text) {
  if (answer.status !== 422) return text.take_failed;
  const { found, remedy } = await answer.json();
  return found ? `${found} ${remedy}` : text.take_failed;
}
