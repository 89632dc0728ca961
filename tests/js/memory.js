// @ts-check

/** A storage as browsers have it. */
export function memory() {
  /** @type {Map<string, string>} */
  const held = new Map();
  return /** @type {Storage} */ ({
    get length() { return held.size; },
    key: (index) => [...held.keys()][index] ?? null,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
    clear: () => held.clear(),
  });
}
