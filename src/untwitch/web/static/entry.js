// Forms that keep an entry: first on this device, then on the server. Without what that needs they stay plain forms.
import "./queue.js";

const queue = self.untwitch;
const saved = document.getElementById("saved");
const example = document.documentElement.dataset.example === "1";
const NUMBER = /_0_10$|^count$|_min$|_s$/;
const DRAFT_MS = 300;
const DRAFT_AGE_MS = 24 * 3_600_000;

/** @param {string} tag @param {string} [words] @param {(Node | string)[]} inside */
function made(tag, words, ...inside) {
  const element = document.createElement(tag);
  if (words) element.textContent = words;
  element.append(...inside);
  return element;
}

/** @param {(Node | string)[]} lines */
function show(...lines) {
  const note = made("div", "", ...lines);
  note.className = "note";
  saved.replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
}

/** What a form says, with the moment by this device's clock. @param {HTMLFormElement} form */
function said(form) {
  const entry = { id: crypto.randomUUID(), kind: form.dataset.entry };
  for (const [name, value] of new FormData(form)) {
    if (value === "" || name === "id" || typeof value !== "string") continue;
    entry[name] = NUMBER.test(name) ? Number(value) : value;
  }
  if (!entry.when?.includes("T") && entry.when) return entry;
  entry.at_ms = entry.when ? new Date(entry.when).getTime() : Date.now();
  delete entry.when;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone) entry.zone = zone;
  return entry;
}

/** @param {number} number @param {object} entry */
function undoButton(number, entry) {
  const button = made("button", "Undo");
  button.type = "button";
  button.addEventListener("click", async () => {
    button.disabled = true;
    await queue.undo(number, entry.id, example);
    await queue.send();
    show(made("p", "Taken back."));
  });
  return button;
}

/** @param {HTMLFormElement} form @param {SubmitEvent} event */
async function save(form, event) {
  event.preventDefault();
  const button = event.submitter ?? form.querySelector("button");
  button.disabled = true;
  try {
    const entry = said(form);
    clearTimeout(Number(form.dataset.timer));
    const number = await queue.put({ said: entry, example }, form.dataset.draft);
    show(made("p", "Saved on this device."), undoButton(number, entry));
    const answer = (await queue.send().catch(() => null))?.get(number);
    if (answer && !answer.isKept) {
      await queue.drop(number);
      show(made("p", `That did not work: ${answer.told.error}`), made("p", "Nothing was kept. You can change it above or below and save again."));
      return;
    }
    if (answer) {
      const lines = answer.told.said.map((line) => made("p", line.replace(/^logged: /, "Kept: ")));
      if (answer.told.is_worth_a_check) {
        const check = Object.assign(made("a", "check"), { href: "/check" });
        lines.push(made("p", "", "A weak feeling or pain is worth a ", check, "."));
      }
      const [first] = answer.told.entries;
      if (first) {
        const words = "Change it, or add a photo or a short clip";
        lines.push(made("p", "", Object.assign(made("a", words), { href: `/days/entry/${first.id}` })));
      }
      show(...lines, undoButton(number, entry));
      form.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: { entry, answer: answer.told } }));
    } else if ((await queue.all()).some((each) => each.number === number)) {
      const words = "Saved on this device. It is sent as soon as your computer can be reached.";
      show(made("p", words), undoButton(number, entry));
    } else show(made("p", "Kept."), undoButton(number, entry));
    form.reset();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  } catch {
    // Nothing can be kept here; a plain form goes to the server.
    if (document.body.dataset.shell) show(made("p", "This browser lets nothing be kept, so nothing was saved."));
    else HTMLFormElement.prototype.submit.call(form);
  } finally {
    button.disabled = false;
  }
}

/** Keeps what is being typed, so that a closed tab loses nothing. @param {HTMLFormElement} form */
async function keepDraft(form) {
  const name = form.dataset.draft;
  const fields = [...new FormData(form)].filter(([field, value]) => typeof value === "string" && field !== "id");
  await queue.draft(name, { at: Date.now(), fields });
}

/** @param {HTMLFormElement} form */
async function restore(form) {
  const draft = await queue.draft(form.dataset.draft);
  if (!draft || Date.now() - draft.at > DRAFT_AGE_MS) return;
  for (const [name, value] of draft.fields) {
    const field = form.elements.namedItem(name);
    if (!field || field.type === "hidden" || field.type === "file") continue;
    field.value = value;
    const details = (field.closest ? field : form.querySelector(`[name="${name}"]`)).closest("details");
    if (value && details) details.open = true;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** What the server refused stays here until the person has seen it. */
async function showRefused() {
  for (const { number, said: entry, why } of await queue.all()) {
    if (!why) continue;
    const when = entry.at_ms ? new Date(entry.at_ms).toLocaleString() : entry.when ?? "";
    const what = [entry.kind, entry.count ?? entry.what ?? entry.site, entry.amount, when].filter((each) => each != null && each !== "");
    const button = made("button", "Discard it");
    button.type = "button";
    const note = made("div", "", made("p", `One entry on this device could not be kept: ${what.join(", ")}. ${why}`), button);
    note.className = "note";
    button.addEventListener("click", async () => {
      await queue.drop(number);
      note.remove();
    });
    saved.after(note);
  }
}

if (queue.isPossible && saved) {
  document.querySelectorAll("form[data-entry]").forEach((form, place) => {
    form.dataset.draft = `${location.pathname} ${place}`;
    form.addEventListener("submit", (event) => save(form, event));
    form.addEventListener("input", () => {
      clearTimeout(Number(form.dataset.timer));
      form.dataset.timer = String(setTimeout(() => keepDraft(form).catch(() => {}), DRAFT_MS));
    });
    restore(form).catch(() => {});
  });
  showRefused().catch(() => {});
}
