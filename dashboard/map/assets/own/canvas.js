// A Leaflet layer that owns one canvas: panned and zoomed by transform, painted when the map rests.
// After L.Renderer of Leaflet, without its vector objects.

import { density } from "./density.js";

const PAD = 0.12; // the part beyond each edge that a drag uncovers before the next painting

// `paint(ctx, view)` is called with view = { left, top, width, height, zoom, theme-free numbers }
// where left and top are world pixels of the canvas' corner at that zoom.
export function canvasLayer(paint, className) {
  const Layer = L.Layer.extend({
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", `map-canvas leaflet-zoom-animated ${className}`);
      map.getPanes().overlayPane.appendChild(this._canvas);
      this._rest();
    },

    onRemove() {
      cancelAnimationFrame(this._frame);
      this._canvas.remove();
    },

    getEvents() {
      // where the view is set anew moveend comes as well as viewreset: once is enough
      const events = { moveend: this._rest, resize: this._rest };
      events.zoom = () => this._stretch(this._map.getCenter(), this._map.getZoom());
      if (this._map.options.zoomAnimation) {
        events.zoomanim = ({ center, zoom }) => this._stretch(center, zoom);
      }
      return events;
    },

    // Paint in the next frame, however often it is asked for.
    repaint() {
      if (this._frame || !this._map) return;
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        this.paintNow();
      });
    },

    paintNow() {
      if (!this._map || !this._view?.width || !this._view.height) return; // a page left has no room
      const ctx = this._canvas.getContext("2d");
      const dpr = density();
      ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
      ctx.clearRect(0, 0, this._view.width, this._view.height);
      paint(ctx, this._view);
    },

    _rest() {
      const map = this._map;
      const size = map.getSize();
      const corner = map.containerPointToLayerPoint(size.multiplyBy(-PAD)).round();
      const [width, height] = [size.x, size.y].map((length) => Math.ceil(length * (1 + 2 * PAD)));
      this._center = map.getCenter();
      this._zoom = map.getZoom();
      const dpr = density();
      if (this._canvas.width !== width * dpr || this._canvas.height !== height * dpr) {
        this._canvas.width = width * dpr;
        this._canvas.height = height * dpr;
        this._canvas.style.width = `${width}px`;
        this._canvas.style.height = `${height}px`;
      }
      L.DomUtil.setPosition(this._canvas, corner);
      const { x: left, y: top } = map.getPixelOrigin().add(corner);
      this._view = { left, top, width, height, zoom: this._zoom };
      this._view.margin = [size.x * PAD, size.y * PAD];
      this.paintNow();
    },

    _stretch(center, zoom) {
      const map = this._map;
      const scale = map.getZoomScale(zoom, this._zoom);
      const half = map.getSize().multiplyBy(0.5 + PAD);
      const offset = half
        .multiplyBy(-scale)
        .add(map.project(this._center, zoom))
        .subtract(map._getNewPixelOrigin(center, zoom));
      L.DomUtil.setTransform(this._canvas, offset, scale);
    },
  });
  return new Layer();
}
