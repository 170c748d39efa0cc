// Scripts and styles of the page, each loaded once; scripts in order.

const loaded = new Map();

function load(url, make) {
  if (!loaded.has(url)) {
    loaded.set(url, new Promise((resolve, reject) => {
      const node = make();
      node.onload = resolve;
      node.onerror = () => reject(new Error(`could not load ${url}`));
      document.head.append(node);
    }));
  }
  return loaded.get(url);
}

export const style = (href) =>
  load(href, () => Object.assign(document.createElement("link"), { rel: "stylesheet", href }));

let running = []; // the scripts of the map now shown

// What the last list lacked runs again: the same control in another language takes its place.
export async function scripts(urls) {
  for (const src of urls) {
    if (!running.includes(src)) loaded.delete(src);
    await load(src, () => Object.assign(document.createElement("script"), { src }));
  }
  running = urls;
}
