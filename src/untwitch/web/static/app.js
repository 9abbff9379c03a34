// What every page loads: the service worker that keeps the app working without its server.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/service-worker.js").catch(() => {
    // A page without one works as before; only the offline pages are missing.
  });
}
