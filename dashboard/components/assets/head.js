// The head of every page: title, pages, what the data is, who is there, language.
import { el, place, redraw } from "./dom.js";

const LOOK_EVERY_MS = 2000;
let looking = 0;
let current = null; // what the head shows: { data, root, setTriggerValue }
let known = null; // the data there is: { version, newest }, the newest may still be being read
let untold = []; // prints begun while the server did not answer: { page, pick, at }

// Whoever is signed out, here or elsewhere, is led to the way in, whatever page is open, and back.
async function look() {
  const answer = await fetch("/api/version", { cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) {
    clearInterval(looking);
    location.assign(`${current.data.over}&next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (!answer?.ok) return;
  known = await answer.json();
  tellBehind();
  untold.splice(0).forEach(tellPrint);
}

// Figures that are not up to date any more are dimmed (the page's own style does it), and it is said.
function tellBehind() {
  const { data: { version, text }, root, setTriggerValue } = current;
  const isBehind = known !== null && known.newest > version;
  document.documentElement.toggleAttribute("data-behind", isBehind);
  const chip = root.querySelector(".behind");
  chip.hidden = !isBehind;
  if (!isBehind) return;
  const isRead = known.version > version;
  chip.textContent = isRead ? text.renewed : text.reading;
  chip.disabled = !isRead;
  chip.onclick = () => setTriggerValue("again", known.version);
}

// The browser's own command prints without asking: it is noted as it begins.
function notePrint() {
  if (document.documentElement.hasAttribute("data-print-noted")) return;
  const pick = document.querySelector("[data-pick]")?.dataset.pick ?? "";
  tellPrint({ page: document.documentElement.dataset.page, pick, at: Date.now() });
}

// Where nobody answers it is told once somebody does, with how long ago it was.
async function tellPrint(print) {
  const { page, pick, at } = print;
  const ago = Math.max(0, Math.round((Date.now() - at) / 1000)); // a clock may be put back meanwhile
  const asked = `/api/printed?${new URLSearchParams({ page, pick, ago })}`;
  const answer = await fetch(asked, { method: "POST", keepalive: true }).catch(() => null);
  if (!answer || answer.status >= 500) untold.push(print);
}

// What one seldom needs: behind one's name. It closes when the keyboard or a click goes elsewhere.
function who(data, setTriggerValue) {
  const box = el("details", {
    class: "who",
    onfocusout: ({ relatedTarget }) => { if (!box.contains(relatedTarget)) box.open = false; },
    onkeydown: ({ key }) => {
      if (key !== "Escape") return;
      box.open = false;
      box.firstElementChild.focus();
    },
  },
  el("summary", { class: "person", "data-focus": "who" },
    el("span", { class: "name" }, data.name), el("span", { class: "role" }, data.role)),
  el("div", { class: "panel", tabIndex: -1 },
    el("p", { class: "role" }, data.role),
    el("a", { href: data.change }, data.text.change),
    el("button", {
      type: "button", lang: data.other.id, "data-focus": "language",
      onclick: () => {
        const secure = window.location.protocol === "https:" ? "; secure" : "";
        document.cookie = `lang=${data.other.id}; path=/; max-age=31536000; samesite=strict${secure}`;
        setTriggerValue("language", data.other.id);
      },
    }, data.other.label),
    el("form", { method: "post", action: data.leave },
      el("button", { type: "submit", "data-focus": "leave" }, data.text.leave))));
  return box;
}

export function show({ data, parentElement, setTriggerValue }) {
  const page = ({ id, label, current }) =>
    el("button", {
      type: "button", class: current ? "on" : "", "data-focus": `page-${id}`,
      "aria-current": current ? "page" : null,
      onclick: () => current || setTriggerValue("page", id),
    }, label);
  const root = place(parentElement, "head");
  current = { data, root, setTriggerValue };
  document.documentElement.dataset.page = data.pages.find((one) => one.current).id;
  looking ||= setInterval(look, LOOK_EVERY_MS);
  window.onbeforeprint = notePrint;
  redraw(
    root,
    el("h1", {}, data.title),
    el("div", { class: "second" },
      el("nav", { "aria-label": data.text.pages }, ...data.pages.map(page)),
      data.date ? el("span", { class: "meta date" }, `${data.text.until} `, el("b", {}, data.date)) : null),
    el("span", { class: "gap" }),
    el("button", { type: "button", class: "chip behind", role: "status", "data-focus": "again", hidden: true }),
    data.overheard
      ? el("span", { class: "chip overheard", title: data.text.overheard_about }, data.text.overheard)
      : null,
    data.sample ? el("span", { class: "chip sample" }, data.sample) : null,
    el("span", { class: "meta masked" }, data.text.masked),
    data.presenting === null ? null : el("button", {
      type: "button", class: "quiet present", "data-focus": "presenting", "aria-pressed": String(data.presenting),
      onclick: () => setTriggerValue("presenting", data.presenting ? 0 : 1),
    }, data.presenting ? data.text.end_presenting : data.text.present),
    who(data, setTriggerValue),
  );
  tellBehind();
  const pages = parentElement.querySelector(".sm-head nav");
  const lacksRoom = (part) => part.scrollWidth > part.clientWidth;
  pages.classList.toggle("tight", lacksRoom(pages) || lacksRoom(root.querySelector(".masked")));
  reveal(pages);
}

// Where the pages do not fit beside each other, the open one stands in the middle of those seen.
function reveal(pages) {
  const open = pages.querySelector(".on");
  if (!open) return;
  const [all, one] = [pages.getBoundingClientRect(), open.getBoundingClientRect()];
  pages.scrollLeft += one.left + one.width / 2 - all.left - all.width / 2;
}
