// Keeps the app's own parts on the device, and a few pages that say nothing of anybody; personal pages are never
// kept. The server writes the names below: KEPT changes whenever any of the parts or pages does.
const KEPT = "@KEPT@";
const PARTS = JSON.parse('@PARTS@');
const SHELLS = JSON.parse('@SHELLS@');
const AWAY = "@AWAY@";
const WAIT_MS = 4000;
// A check that has been begun is worth waiting for: the page kept instead of it is only the list of signs.
const WAIT_FOR_CHECK_MS = 20000;
importScripts("/static/queue.js");

self.addEventListener("install", (event) => {
  const everything = [...PARTS, ...Object.values(SHELLS), AWAY].map((each) => new Request(each, { cache: "reload" }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(everything)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const waitMs = (request) => (new URL(request.url).pathname === "/check" ? WAIT_FOR_CHECK_MS : WAIT_MS);

/** From the server where it answers soon, else as it was kept. */
const soon = (request, path) =>
  fetch(request, { signal: AbortSignal.timeout(waitMs(request)) })
    .catch(() => caches.match(path, { ignoreSearch: true }));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (PARTS.includes(pathname)) event.respondWith(soon(request, pathname));
  else if (request.mode === "navigate") {
    const shell = SHELLS[pathname];
    event.respondWith(shell ? soon(request, shell) : fetch(request).catch(() => caches.match(AWAY)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "unsent") {
    event.waitUntil(
      self.untwitch.send().then(() => self.untwitch.all()).then((left) => {
        if (left.some((each) => !each.why)) throw new Error("not all of it could be sent; later again");
      }),
    );
  }
});
