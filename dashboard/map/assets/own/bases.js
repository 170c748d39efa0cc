// Which base map lies below: our own, none, or one that the office declared, by way of the server.

import { el, say } from "./dom.js";
import { fromGcj02, toGcj02 } from "./gcj02.js";

const KEPT = "safety-map:base"; // which one was chosen last on this machine
const TILE_PX = 256;

// Tiles cut in GCJ-02 lie where what they show is in our data. The offset is another one a few
// streets on, so each tile's corners are moved and it fills what is between them.
const moved = () => L.TileLayer.extend({
  _getTiledPixelBounds(centre) {
    const [lng, lat] = toGcj02([centre.lng, centre.lat]);
    return L.TileLayer.prototype._getTiledPixelBounds.call(this, L.latLng(lat, lng));
  },

  _getTilePos(coords) {
    return cornerOf(this, coords, coords.z).subtract(this._level.origin).round();
  },

  _addTile(coords, container) {
    L.TileLayer.prototype._addTile.call(this, coords, container);
    const { el: tile } = this._tiles[this._tileCoordsToKey(coords)];
    const size = this._getTilePos(beyond(coords)).subtract(this._getTilePos(coords));
    Object.assign(tile.style, { width: `${size.x}px`, height: `${size.y}px` });
  },
});

const beyond = ({ x, y, z }) => ({ x: x + 1, y: y + 1, z });

// The upper left corner of a tile on the map, in pixels of a zoom.
function cornerOf({ _map: map, source }, { x, y, z }, zoom) {
  const { lng, lat } = map.unproject([x * TILE_PX, y * TILE_PX], z);
  const [ourLng, ourLat] = source.datum === "gcj02" ? fromGcj02([lng, lat]) : [lng, lat];
  return map.project([ourLat, ourLng], zoom);
}

function layerOf(source, api) {
  const Layer = source.datum === "gcj02" ? moved() : L.TileLayer;
  const layer = new Layer(`${api}/basemap/${source.id}/{z}/{x}/{y}`, {
    minZoom: source.min_zoom, maxNativeZoom: source.max_zoom, className: "map-tiles",
  });
  return Object.assign(layer, { source });
}

// Onto the canvas of a picture, as far as the screen has them.
function paintTiles(ctx, view, layer) {
  for (const { coords, el: tile, loaded, current } of Object.values(layer._tiles)) {
    if (!loaded || !current) continue;
    const [from, to] = [coords, beyond(coords)].map((at) => cornerOf(layer, at, view.zoom));
    ctx.drawImage(tile, from.x - view.left, from.y - view.top, to.x - from.x, to.y - from.y);
  }
}

function keep(id) {
  try { localStorage.setItem(KEPT, id); } catch { /* a browser that keeps nothing */ }
}

function kept() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

// `declared` = what folium declared; `changed()` hears that another one lies there.
export function basesOf(state, { map, ground, bases }, { tell, changed }) {
  const { sources, api, text } = state.view;
  let [chosen, isGivingWay] = [null, false];

  // A source that answers nothing gives way to our own; one that answered once only has gaps.
  function watch(layer) {
    let answered = false;
    layer.on("tileload", () => { answered = true; });
    layer.on("tileerror", () => {
      if (answered || !map.hasLayer(layer)) return;
      isGivingWay = true; // it may answer again next time
      layer.remove();
      ground.addTo(map);
      isGivingWay = false;
      tell(say(text.source_silent, { name: layer.source.name }));
    });
    return layer;
  }

  const layers = sources.map((source) => watch(layerOf(source, api)));
  for (const layer of layers) bases.addBaseLayer(layer, el("span", {}, layer.source.name).outerHTML);
  const toggle = bases.getContainer().querySelector(".leaflet-control-layers-toggle");
  for (const name of ["title", "aria-label"]) toggle.setAttribute(name, text.base_layers);

  function show() {
    chosen = null;
    map.eachLayer((layer) => { if (layer.source) chosen = layer; });
    changed();
  }

  // The one chosen last, once the map knows where it is.
  function begin() {
    map.on("baselayerchange", ({ layer }) => isGivingWay || keep(layer.source?.id ?? ""));
    const last = layers.find(({ source }) => source.id === kept());
    if (last) [ground.remove(), last.addTo(map)];
    else show();
  }

  map.on("layeradd layerremove", ({ layer }) => { if (layer.source || layer === ground) show(); });
  return {
    begin,
    paint: (ctx, view) => chosen && paintTiles(ctx, view, chosen),
    said: () => chosen?.source.note ?? "",
    note: () => (chosen
      ? say(text[`note_${chosen.source.datum}`], { source: chosen.source.note })
      : state.view.text.note), // an import may have brought another source
  };
}
