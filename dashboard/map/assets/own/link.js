// A link that opens the same view: page address + selection + extent + picked record.

import { el } from "./dom.js";

const DIGITS = 5; // of a degree: about a metre

export function linkTo({ query, bounds, pick }) {
  const address = new URL(window.location.href);
  const asked = new URLSearchParams(query);
  const corners = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  asked.set("extent", corners.map((degrees) => degrees.toFixed(DIGITS)).join(","));
  if (pick) asked.set("pick", `${pick.layer}.${pick.number}`);
  address.search = asked.toString();
  address.hash = "";
  return address.toString();
}

// Where a picture or a print of what is shown is noted, by the name of the page it is on.
export function pictureOf({ api, query }) {
  const { page = "map" } = document.documentElement.dataset;
  return `${api}/picture?${query}&page=${page}`;
}

// The clipboard needs a secure page; in an office network by plain http a selected field does it.
export async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // refused by the browser: the old way below
    }
  }
  const field = el("textarea", { class: "map-unseen", readonly: true });
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}
