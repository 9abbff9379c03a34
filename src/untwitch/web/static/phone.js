// What this browser can do: each answer is put into its place on the page.

/** @returns {Promise<Record<string, boolean>>} */
async function found() {
  const storage = navigator.storage;
  const motion = "DeviceMotionEvent" in window;
  return {
    secure: window.isSecureContext,
    worker: "serviceWorker" in navigator,
    storage: "indexedDB" in window && !!globalThis.crypto?.subtle && (await opens()),
    persisted: !!storage?.persisted && (await storage.persisted()),
    // A computer has the interface too, and no sensor behind it; a phone has a screen to touch.
    motion: motion && window.isSecureContext && navigator.maxTouchPoints > 0,
    camera: !!navigator.mediaDevices?.getUserMedia,
    vibration: "vibrate" in navigator && navigator.maxTouchPoints > 0,
    awake: "wakeLock" in navigator,
  };
}

/** @returns {Promise<boolean>} Whether a place for entries can be opened; a private window refuses. */
function opens() {
  return new Promise((tell) => {
    const asked = indexedDB.open("untwitch-room", 1);
    asked.onerror = () => tell(false);
    asked.onsuccess = () => {
      asked.result.close();
      indexedDB.deleteDatabase("untwitch-room");
      tell(true);
    };
  });
}

function show(id, works) {
  const check = document.getElementById(id);
  check.dataset.works = String(works);
  check.querySelector(".found").textContent = works ? ": yes" : ": no";
  check.querySelector(".works").hidden = !works;
  check.querySelector(".why").hidden = works;
}

async function look() {
  const answers = await found();
  for (const [id, works] of Object.entries(answers)) show(id, works);
  const canAsk = !answers.persisted && !!navigator.storage?.persist;
  document.querySelector("#persisted .ask").hidden = !canAsk;
  const count = Object.values(answers).filter(Boolean).length;
  document.getElementById("looking").textContent =
    `${count} of ${Object.keys(answers).length} work in this browser. The others are explained.`;
}

document.getElementById("ask")?.addEventListener("click", async () => {
  await navigator.storage.persist();
  await look();
});
await look();
