// Sends a file in parts that can go on after a break, and tells how far the reading is.
const WAITS_S = [1, 2, 5, 10, 20, 30];
const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** @returns {Promise<any>} The answer; throws an Error with `isFinal` when trying again cannot help. */
async function ask(path, options = {}) {
  const answer = await fetch(path, { cache: "no-store", ...options });
  if (answer.ok) return answer.json();
  const told = await answer.json().catch(() => ({}));
  const wrong = new Error(told.error ?? `The computer answered ${answer.status}.`);
  wrong.isFinal = answer.status < 500 && answer.status !== 429;
  throw wrong;
}

async function digest(part) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", part));
  return `sha-256=:${btoa(String.fromCharCode(...hash))}:`;
}

/** Sends what is not there yet of a file, and gives its id. */
async function send(file, show) {
  const body = JSON.stringify({ name: file.name, size_bytes: file.size, modified_ms: file.lastModified });
  let held = await ask("/api/uploads", { method: "POST", body, headers: { "content-type": "application/json" } });
  let breaks = 0;
  while (held.offset < file.size) {
    show(held.offset, file.size);
    try {
      const part = await file.slice(held.offset, held.offset + held.part_bytes).arrayBuffer();
      held = await ask(`/api/uploads/${held.id}?offset=${held.offset}`, {
        method: "PUT", body: part,
        headers: { "content-type": "application/octet-stream", "content-digest": await digest(part) },
      });
      breaks = 0;
    } catch (wrong) {
      if (wrong.isFinal || breaks === WAITS_S.length) throw wrong;
      show(held.offset, file.size, `The way is broken. Trying again in ${WAITS_S[breaks]} s.`);
      await pause(WAITS_S[breaks]);
      breaks += 1;
      held = await ask(`/api/uploads/${held.id}`).catch(() => held);
    }
  }
  show(file.size, file.size);
  return held.id;
}

function choosing(form) {
  const input = form.querySelector("input[type=file]");
  const status = document.getElementById("sending");
  const bar = document.getElementById("bar");
  const drop = document.getElementById("drop");
  let isSending = false;

  function show(done, total, words = "") {
    bar.hidden = false;
    bar.value = done / total;
    status.textContent = `${megabytes(done)} of ${megabytes(total)} MB are here. ${words}`;
  }

  async function start() {
    const file = input.files[0];
    if (!file || isSending) return;
    isSending = true;
    try {
      location.href = `/bring-in/${await send(file, show)}`;
    } catch (wrong) {
      status.textContent = `${wrong.message} Choose the same file again to go on.`;
    } finally {
      isSending = false;
    }
  }

  form.addEventListener("submit", (event) => {
    if (!globalThis.crypto?.subtle || !input.files[0]?.size) return; // the plain form does it
    event.preventDefault();
    start();
  });
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      start();
    }
  });
}

async function watching(place) {
  for (;;) {
    await pause(1);
    const far = await ask(`/api/uploads/${place.dataset.upload}/reading`).catch((wrong) => {
      if (wrong.isFinal) location.reload();
    });
    if (!far) continue;
    if (far.state === "done" || far.state === "refused") break;
    const total = far.total_bytes ? ` of ${megabytes(far.total_bytes)}` : "";
    document.getElementById("progress").textContent =
      `${megabytes(far.done_bytes)}${total} MB read, ${far.rows} rows met.`;
  }
  location.reload();
}

const form = document.getElementById("choose");
if (form) choosing(form);
const place = document.getElementById("reading");
if (place) watching(place);
