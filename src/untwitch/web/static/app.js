// What every page loads: the service worker that keeps the app working without its server, and how many entries
// wait on this device.
import "./queue.js";

const queue = self.untwitch;
const place = document.getElementById("unsent");
const isPhone = matchMedia("(pointer: coarse)").matches;

async function tell() {
  const count = (await queue.all()).length;
  const where = isPhone ? "on this phone" : "in this browser";
  place.textContent = count ? `${count} ${count === 1 ? "entry" : "entries"} only ${where}` : "";
}

async function send() {
  await queue.send().catch(() => {});
  await tell();
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/service-worker.js").catch(() => {
    // A page without one works as before; only the offline pages are missing.
  });
}
if (queue.isPossible && place) {
  const heard = () => tell().catch(() => {});
  addEventListener("unsent", heard);
  new BroadcastChannel("untwitch").onmessage = heard;
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  heard();
  send();
}
// A page that was kept for later has the colours of that time.
try {
  const root = document.documentElement;
  if (document.body.dataset.shell) root.dataset.theme = localStorage.getItem("theme") ?? root.dataset.theme;
  else localStorage.setItem("theme", root.dataset.theme);
} catch {
  // No place to remember; the colours stay as they came.
}
