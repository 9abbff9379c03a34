// The pacer: words and a count; a circle, a sound and a vibration each only when chosen. It opens no connection.
const form = document.querySelector("#pacer");
const stage = document.querySelector("#breathing");
const [circle, phase, count, left, over, byHand, stop] = ["circle", "phase", "count", "left", "over", "by-hand", "stop"]
  .map((id) => document.getElementById(id));
const dot = circle.querySelector("circle");
const SMALL = 40, LARGE = 90, LOUDNESS = 0.06;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const has = {
  motion: () => !calm.matches,
  sound: () => "AudioContext" in window,
  vibration: () => typeof navigator.vibrate === "function",
};
let running = null;

/** What can be chosen is what this device can do, and what this person wants to see. */
function offer() {
  for (const label of form.querySelectorAll("[data-needs]")) {
    label.hidden = !has[label.dataset.needs]();
    if (label.hidden) label.querySelector("input").checked = false;
  }
}

/** @param {string} text such as `breathe in=4;breathe out=6` */
function phasesOf(text) {
  return text.split(";").map((each) => {
    const [words, seconds] = each.split("=");
    return { words: words[0].toUpperCase() + words.slice(1), seconds: Number(seconds), isOut: words === "breathe out" };
  });
}

function sounded() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const loudness = context.createGain();
  loudness.gain.value = 0;
  tone.connect(loudness).connect(context.destination);
  tone.start();
  return {
    /** Rises while breathing in and falls while breathing out. */
    begin({ isOut, seconds }) {
      const now = context.currentTime;
      tone.frequency.cancelScheduledValues(now);
      tone.frequency.setValueAtTime(isOut ? 262 : 196, now);
      tone.frequency.linearRampToValueAtTime(isOut ? 196 : 262, now + seconds);
      loudness.gain.cancelScheduledValues(now);
      loudness.gain.setTargetAtTime(LOUDNESS, now, 0.3);
      loudness.gain.setTargetAtTime(0, now + seconds - 0.6, 0.2);
    },
    end: () => context.close(),
  };
}

function begin(event) {
  event.preventDefault();
  const chosen = form.querySelector("[name=way]:checked");
  const isBreath = chosen.value !== "out";
  running = {
    phases: phasesOf(chosen.dataset.phases),
    isBreath,
    until: Number(form.querySelector("[name=minutes]:checked").value) * 60,
    start: performance.now(),
    place: -1,
    second: -1,
    round: 0,
    circle: form.elements.circle.checked && isBreath && has.motion(),
    vibrates: form.elements.vibration.checked,
    sound: form.elements.sound.checked && isBreath ? sounded() : null,
  };
  circle.toggleAttribute("hidden", !running.circle);
  form.hidden = byHand.hidden = over.hidden = true;
  stage.hidden = false;
  stop.focus();
  navigator.wakeLock?.request("screen").then((lock) => { if (running) running.lock = lock; else lock.release(); }, () => {});
  requestAnimationFrame(step);
}

/** Shows where the breath is now; the last one is a whole one. */
function step(now) {
  if (!running) return;
  const whole = running.phases.reduce((sum, each) => sum + each.seconds, 0);
  const gone = Math.max(0, now - running.start) / 1000;
  const round = Math.floor(gone / whole);
  if (round !== running.round) running.place = -1;
  running.round = round;
  if (round * whole >= running.until) return end(true);
  let at = gone - round * whole;
  let place = 0;
  while (at >= running.phases[place].seconds) at -= running.phases[place++].seconds;
  const current = running.phases[place];
  if (place !== running.place) {
    running.place = place;
    running.second = -1;
    phase.textContent = current.words;
    running.sound?.begin(current);
    if (running.vibrates) navigator.vibrate(current.isOut ? [60, 120, 60] : 60);
    const minutes = Math.ceil((running.until - gone) / 60);
    left.textContent = minutes > 1 ? `About ${minutes} minutes to go. Stop at any time.` : "The last minute.";
  }
  const second = Math.floor(at) + 1;
  if (running.isBreath && second !== running.second) count.textContent = String((running.second = second));
  if (running.circle) dot.setAttribute("r", radius(place, at / current.seconds).toFixed(1));
  requestAnimationFrame(step);
}

function radius(place, part) {
  const { phases } = running;
  if (phases[place].isOut) return LARGE - (LARGE - SMALL) * part;
  const ins = phases.filter((each) => !each.isOut);
  const before = ins.slice(0, ins.indexOf(phases[place])).reduce((sum, each) => sum + each.seconds, 0);
  const all = ins.reduce((sum, each) => sum + each.seconds, 0);
  return SMALL + ((LARGE - SMALL) * (before + phases[place].seconds * part)) / all;
}

function end(isWhole) {
  if (!running) return;
  running.sound?.end();
  running.lock?.release();
  if (running.vibrates) navigator.vibrate(0);
  running = null;
  stage.hidden = true;
  count.textContent = phase.textContent = "";
  form.hidden = byHand.hidden = false;
  over.hidden = false;
  over.textContent = isWhole ? "That is it. Breathe as usual." : "Stopped. Breathe as usual.";
  form.querySelector("button").focus();
}

offer();
calm.addEventListener("change", () => {
  offer();
  if (running && !has.motion()) {
    running.circle = false;
    circle.toggleAttribute("hidden", true);
  }
});
form.addEventListener("submit", begin);
stop.addEventListener("click", () => end(false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });
addEventListener("pagehide", () => end(false));
form.hidden = false;
