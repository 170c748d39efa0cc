// Elements with text as text: nothing here ever parses markup.

export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Draw again without losing where the keyboard stands.
export function redraw(root, ...children) {
  const active = document.activeElement;
  const held = root.contains(active) ? active.dataset.focus : undefined;
  root.replaceChildren(...children.filter(Boolean));
  const next = held ? root.querySelector(`[data-focus="${CSS.escape(held)}"]`) : active;
  if (next !== document.activeElement && root.contains(next)) next.focus({ preventScroll: true });
}

export function place(parentElement, name) {
  return parentElement.querySelector(`.sm-${name}`);
}
