// Scripts and styles of the page, each loaded once, in order.

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

export const script = (src) =>
  load(src, () => Object.assign(document.createElement("script"), { src }));

export async function scripts(urls) {
  for (const url of urls) await script(url);
}
