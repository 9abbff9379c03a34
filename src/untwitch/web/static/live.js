// Records the phone's own movement and sends it block by block; a block stays here until it is on the disk.
const form = document.querySelector("[data-live]");
const said = document.querySelector("#said");
const start = document.querySelector("#start");
const stop = document.querySelector("#stop");
const trace = document.querySelector("#trace");
const legend = document.querySelector("#legend");
const BLOCK_MS = 2000;
const SEEN_S = 20;
const LAY_DOWN_S = 5;
const isStill = matchMedia("(prefers-reduced-motion: reduce)");

let rows = [];
let waiting = [];
let shown = [];
let marks = [];
let number = 0;
let id = null;
let began = 0;
let isSending = false;
let isOver = false;
let hasGravity = null;
let awake = null;

const say = (words) => { said.textContent = words; };

/** Lays rows of [ms, x, y, z] out as the file has them: mark, checksum left out, number, count, times, values. */
function blockOf(taken) {
  const bytes = new ArrayBuffer(16 + taken.length * 20);
  const head = new DataView(bytes);
  [66, 76, 75, 58].forEach((letter, place) => head.setUint8(place, letter));
  head.setUint32(8, number, true);
  head.setUint32(12, taken.length, true);
  taken.forEach(([ms, x, y, z], place) => {
    head.setFloat64(16 + place * 8, ms, true);
    [x, y, z].forEach((value, channel) => {
      head.setFloat32(16 + taken.length * 8 + (place * 3 + channel) * 4, value ?? NaN, true);
    });
  });
  number += 1;
  return bytes;
}

async function post(path, body, type) {
  const answer = await fetch(path, { method: "POST", body, headers: { "content-type": type } });
  if (!answer.ok) {
    const trouble = (await answer.json().catch(() => ({}))).error ?? `the app answered ${answer.status}`;
    throw Object.assign(new Error(trouble), { isFinal: answer.status < 500 && answer.status !== 429 });
  }
  return answer.json();
}

/** Sends what waits, in order; what did not arrive waits on. */
async function send() {
  if (isSending) return;
  isSending = true;
  try {
    while (waiting.length) {
      await post(`/api/recordings/${id}/blocks`, waiting[0], "application/octet-stream");
      waiting.shift();
    }
  } finally {
    isSending = false;
  }
}

function moved(event) {
  const held = event.accelerationIncludingGravity;
  const free = event.acceleration;
  const hasHeld = held && held.x !== null;
  const value = hasHeld ? held : free;
  if (!value || value.x === null) return;
  hasGravity = hasHeld;
  const row = [event.timeStamp, value.x, value.y, value.z];
  if (id) rows.push(row);
  shown.push([row[0], Math.hypot(value.x, value.y, value.z)]);
  while (shown.length && row[0] - shown[0][0] > SEEN_S * 1000) shown.shift();
}

function draw() {
  const pen = trace.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  pen.clearRect(0, 0, trace.width, trace.height);
  if (shown.length < 2) return;
  const last = shown[shown.length - 1][0];
  const middle = shown.reduce((sum, [, value]) => sum + value, 0) / shown.length;
  const most = Math.max(0.2, ...shown.map(([, value]) => Math.abs(value - middle)));
  const x = (ms) => trace.width * (1 - (last - ms) / (SEEN_S * 1000));
  pen.strokeStyle = style.getPropertyValue("--ink");
  pen.beginPath();
  shown.forEach(([ms, value], place) => {
    const y = 70 - ((value - middle) / most) * 60;
    if (place) pen.lineTo(x(ms), y); else pen.moveTo(x(ms), y);
  });
  pen.stroke();
  pen.fillStyle = style.getPropertyValue("--accent");
  for (const second of marks) {
    const at = x(began + second * 1000);
    if (at > 0) pen.fillRect(at - 2, 140, 4, 16);
  }
}

const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

async function record() {
  if (typeof DeviceMotionEvent.requestPermission === "function"
    && (await DeviceMotionEvent.requestPermission()) !== "granted") {
    throw new Error("The phone was not allowed to read its motion sensor. Nothing was recorded.");
  }
  addEventListener("devicemotion", moved);
  awake = await navigator.wakeLock?.request("screen").catch(() => null);
  for (let left = LAY_DOWN_S; left > 0; left -= 1) {
    say(`Lay the phone on the muscle. It begins in ${left} seconds.`);
    await wait(1000);
  }
  if (!shown.length) throw new Error("This device tells no movement. A phone logger's file can be brought in instead.");
  const fresh = crypto.randomUUID();
  await post("/api/recordings", JSON.stringify({ id: fresh, holds_gravity: hasGravity }), "application/json");
  began = shown[shown.length - 1][0];
  id = fresh;
  const length = Number(form.elements.minutes.value) * 60;
  trace.hidden = false;
  legend.hidden = false;
  let sentBefore = 0;
  while (!isOver) {
    await wait(BLOCK_MS);
    const seconds = Math.round((performance.now() - began) / 1000);
    if (seconds >= length) isOver = true;
    const taken = rows;
    rows = [];
    if (taken.length) waiting.push(blockOf(taken));
    try {
      await send();
      if (number - sentBefore >= 5) {
        sentBefore = number;
        marks = (await (await fetch(`/api/recordings/${id}/so-far`)).json()).marks_s ?? [];
      }
      say(`${seconds} of ${length} seconds recorded.`);
    } catch (trouble) {
      if (trouble.isFinal) throw trouble;
      say(`${seconds} seconds recorded; ${waiting.length} parts wait for the app.`);
    }
    if (!isStill.matches || number % 5 === 0) draw();
  }
  for (let tries = 0; waiting.length && tries < 30; tries += 1) {
    await send().catch(() => wait(2000));
  }
  if (waiting.length) throw new Error("The app cannot be reached. What arrived waits under Recordings.");
  say("Measuring.");
  const site = form.elements.site.value;
  const made = await post(`/api/recordings/${id}/finish`, JSON.stringify({ site }), "application/json");
  location.assign(`/recordings/${made.id}`);
}

function over() {
  removeEventListener("devicemotion", moved);
  awake?.release();
  stop.hidden = true;
  start.hidden = false;
  id = null;
}

if (form) {
  if (typeof DeviceMotionEvent === "undefined" || !isSecureContext) {
    say("This browser tells no movement here. ");
    said.append(Object.assign(document.createElement("a"), { href: "/phone", textContent: "What works on this phone" }));
  } else {
    say("Ready.");
    start.disabled = false;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    [rows, waiting, shown, marks, number, isOver] = [[], [], [], [], 0, false];
    start.hidden = true;
    stop.hidden = false;
    record().catch((trouble) => say(trouble.message)).finally(over);
  });
  stop.addEventListener("click", () => { isOver = true; });
}
