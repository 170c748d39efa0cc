// Elements with text, never markup: whatever a record says is shown as itself.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

// Replace the content but keep scroll position and focus (by data-key).
export function renew(parent, children) {
  const key = parent.contains(document.activeElement) && document.activeElement.dataset.key;
  const { scrollTop } = parent;
  parent.replaceChildren(...children);
  parent.scrollTop = scrollTop;
  if (key) parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

// "图上 {n} 栋" with numbers grouped; what is missing stays visible as its name.
export function say(template, values = {}) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? value.toLocaleString("en-US") : String(value);
  });
}
