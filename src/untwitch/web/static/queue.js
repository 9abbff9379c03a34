// Entries that are only on this device: sealed, in order, until the server has them. Pages and the service worker
// share it, so it is a classic script that leaves one name behind.
"use strict";
{
  const STORES = { unsent: { autoIncrement: true }, drafts: {}, keys: {} };
  const WAIT_MS = 15_000;

  /** @returns {Promise<IDBDatabase>} */
  const opened = () => new Promise((done, fail) => {
    const asked = indexedDB.open("untwitch", 1);
    asked.onupgradeneeded = () => {
      for (const [name, how] of Object.entries(STORES)) asked.result.createObjectStore(name, how);
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });

  /**
   * One transaction over one or several stores; done only when it is on the disk.
   * @param {string | string[]} names @param {IDBTransactionMode} mode @param {(...stores: IDBObjectStore[]) => any} work
   */
  const within = async (names, mode, work) => {
    const base = await opened();
    try {
      return await new Promise((done, fail) => {
        const step = base.transaction(names, mode, { durability: "strict" });
        const asked = work(...[names].flat().map((name) => step.objectStore(name)));
        step.oncomplete = () => done(Array.isArray(asked) ? asked.map((each) => each.result) : asked.result);
        step.onabort = () => fail(step.error);
      });
    } finally {
      base.close();
    }
  };
  const read = (name, work) => within(name, "readonly", work);
  const write = (name, work) => within(name, "readwrite", work);

  /** The key never leaves the browser: nobody, this script included, can read it. */
  const key = async () => {
    const get = () => read("keys", (store) => store.get("entries"));
    const held = await get();
    if (held) return held;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await write("keys", (store) => store.add(made, "entries")).catch(() => {}); // another tab was first
    return get();
  };
  const seal = async (what) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(what));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), plain) };
  };
  const unseal = async ({ iv, sealed }) => {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  };

  const changed = () => {
    new BroadcastChannel("untwitch").postMessage("unsent");
    self.dispatchEvent(new Event("unsent"));
  };
  const alone = (work) => (navigator.locks ? navigator.locks.request("untwitch", work) : work());

  /** Keeps an entry, and in the same step drops the draft that it came from. */
  const put = async (what, draftName = "") => {
    const row = await seal(what);
    const number = await write(["unsent", "drafts"], (unsent, drafts) => {
      drafts.delete(draftName);
      return unsent.add(row);
    });
    changed();
    self.registration ?? navigator.serviceWorker?.ready
      .then((worker) => worker.sync?.register("unsent")).catch(() => {});
    return number;
  };
  const drop = async (number) => {
    await write("unsent", (store) => store.delete(number));
    changed();
  };
  /** Everything that waits, oldest first; `why` where the server refused it. */
  const all = async () => {
    const [numbers, rows] = await read("unsent", (store) => [store.getAllKeys(), store.getAll()]);
    return Promise.all(rows.map(async (row, place) => {
      const broken = { said: {}, why: "It cannot be read on this device any more." };
      return { number: numbers[place], ...(await unseal(row).catch(() => broken)) };
    }));
  };

  /** Sends one entry. @returns the answer; null where nothing can be sent now. */
  const ask = async (waiting) => {
    const answer = await fetch("/api/entries", {
      method: "POST",
      headers: { "content-type": "application/json", "x-untwitch-example": waiting.example ? "1" : "0" },
      body: JSON.stringify(waiting.said),
      signal: AbortSignal.timeout(WAIT_MS),
    }).catch(() => null);
    if (answer === null || answer.status >= 500 || [401, 403, 408, 421, 429].includes(answer.status)) return null;
    const told = await answer.json().catch(() => null);
    return told && { isKept: answer.ok, told };
  };

  /**
   * Sends what waits, oldest first, until all is sent or the server cannot be reached.
   * @returns {Promise<Map<number, object>>} what the server said, by number
   */
  const send = () => alone(async () => {
    const answers = new Map();
    for (const waiting of await all()) {
      if (waiting.why) continue;
      const answer = await ask(waiting);
      if (answer === null) break;
      answers.set(waiting.number, answer);
      if (answer.isKept || waiting.example) await drop(waiting.number);
      else {
        const row = await seal({ ...waiting, why: answer.told.error ?? "It was not taken." });
        await write("unsent", (store) => store.put(row, waiting.number));
        changed();
      }
    }
    return answers;
  });

  /** Takes back an entry: while it waits it is dropped, else the server is asked to. */
  const undo = (number, id, example) => alone(async () => {
    const count = await read("unsent", (store) => store.count(number));
    if (count) return drop(number);
    return put({ said: { id: crypto.randomUUID(), kind: "undo", of: id }, example });
  });

  const draft = async (name, what) => {
    if (what === undefined) {
      const row = await read("drafts", (store) => store.get(name));
      return row ? unseal(row).catch(() => null) : null;
    }
    const row = await seal(what);
    return write("drafts", (store) => store.put(row, name));
  };

  const isPossible = Boolean(self.indexedDB && self.crypto?.subtle && self.BroadcastChannel);
  self.untwitch = { isPossible, put, drop, all, send, undo, draft };
}
