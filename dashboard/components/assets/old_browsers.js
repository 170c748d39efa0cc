// What browsers of 2023 lack and Streamlit's page asks for: Chrome 109 is the last for Windows 7.
// Runs before anything else; where nothing is missing it does nothing.
(() => {
  const lend = (owner, name, value) => {
    if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true, configurable: true });
  };

  // The flag 'v' of regular expressions (Chrome 112): those asked for mean the same with 'u'.
  try {
    new RegExp("", "v");
  } catch {
    const Native = RegExp;
    const known = ([pattern, flags]) => (typeof flags === "string" ? [pattern, flags.replace("v", "u")] : [pattern]);
    window.RegExp = new Proxy(Native, {
      apply: (_, self, given) => Native(...known(given)),
      construct: (_, given, asked) => Reflect.construct(Native, known(given), asked),
    });
    Native.prototype.constructor = window.RegExp;
  }

  lend(Array.prototype, "toSorted", function toSorted(compare) { return [...this].sort(compare); });
  lend(Array.prototype, "toReversed", function toReversed() { return [...this].reverse(); });
  lend(Object, "groupBy", (items, keyOf) => {
    const groups = Object.create(null);
    let n = 0;
    for (const item of items) (groups[keyOf(item, n++)] ??= []).push(item);
    return groups;
  });
  lend(Promise, "withResolvers", () => {
    const made = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  });
  lend(URL, "canParse", (address, base) => {
    try {
      return Boolean(new URL(address, base));
    } catch {
      return false;
    }
  });
})();
