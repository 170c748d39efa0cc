// What lies on the map besides folium's own controls: home, north, sample mark, note, hover box.

import { el } from "./dom.js";

export function svg(width, height, path, attributes = {}) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.setAttribute("width", width);
  picture.setAttribute("height", height);
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
  picture.append(line);
  return picture;
}

const HOUSE = "M1 7L7 1.5L13 7M3 6V13H11V6";
const ARROW = "M7 0L13 18L7 14L1 18Z";

// Words and units of Leaflet's own controls, before folium's script makes them.
export function speak(text) {
  L.Control.Scale.mergeOptions({ imperial: false, maxWidth: 112 });
  L.Control.Scale.include({
    _updateMetric(widest_m) {
      const round_m = this._getRoundNum(widest_m);
      const label = round_m < 1000
        ? text.metres.replace("{n}", round_m)
        : text.kilometres.replace("{n}", round_m / 1000);
      this._updateScale(this._mScale, label, round_m / widest_m);
    },
  });
  L.Control.Zoom.mergeOptions({
    zoomInText: "+", zoomOutText: "−", zoomInTitle: text.zoom_in, zoomOutTitle: text.zoom_out,
  });
}

export function addHome(map, text, goHome) {
  const Home = L.Control.extend({
    onAdd() {
      const link = el("a", { href: "#", role: "button", title: text.home, "aria-label": text.home },
        svg(14, 14, HOUSE, { fill: "none", stroke: "currentColor", "stroke-width": "1.6" }));
      const bar = el("div", { class: "leaflet-bar map-home" }, link);
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(link, "click", (event) => {
        L.DomEvent.preventDefault(event);
        goHome();
      });
      return bar;
    },
  });
  const home = new Home({ position: "topright" }).addTo(map);
  // under the zoom buttons, where the hand already is
  map.getContainer().querySelector(".leaflet-control-zoom")?.after(home.getContainer());
}

export function overlay(text, sample) {
  return {
    corner: el("div", { class: "map-corner" },
      sample ? el("div", { class: "map-sample" }, text.sample) : null,
      el("div", { class: "map-north" }, svg(14, 18, ARROW, { fill: "currentColor" }), text.north)),
    note: el("div", { class: "map-note" }),
    tip: el("div", { class: "map-tip", hidden: true }),
    month: el("div", { class: "map-month", "aria-live": "polite", hidden: true }),
    play: el("div", { class: "map-time", role: "group", "aria-label": text.play_months }),
    compare: el("div", { class: "map-time map-compare", role: "group", "aria-label": text.compare }),
    card: el("div", { class: "map-month map-card", role: "status", hidden: true }),
    said: el("div", { class: "map-said", role: "status", hidden: true }),
    busy: el("div", { class: "map-busy", role: "status", hidden: true }, text.loading),
  };
}
