// Sends a photo or clip in parts, so that a large one gets through and shows how far it is. Without this script the
// form sends it whole, up to 8 MB.
const PART_BYTES = 1 << 20;
const MOST_BYTES = 64 << 20;

/** @param {string} path @param {RequestInit} how */
async function ask(path, how) {
  const example = document.documentElement.dataset.example ?? "0";
  const headers = { ...how.headers, "x-untwitch-example": example };
  const answer = await fetch(path, { ...how, headers });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? "it did not get through");
}

for (const form of document.querySelectorAll("form[data-attach]")) {
  const told = form.querySelector(".told");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const { id, entity, of } = Object.fromEntries(new FormData(form));
    const file = form.elements.namedItem("file").files[0];
    button.disabled = true;
    try {
      if (file.size > MOST_BYTES) throw new Error("it is larger than 64 MB; a shorter clip is enough");
      const path = `/api/attachments/${id}`;
      for (let at = 0, number = 0; at < file.size; at += PART_BYTES, number += 1) {
        told.textContent = `${Math.round((100 * at) / file.size)} % sent`;
        const body = file.slice(at, at + PART_BYTES);
        await ask(`${path}/${number}?entity=${entity}&of=${of}`, { method: "PUT", body });
      }
      const body = JSON.stringify({ size_bytes: file.size });
      await ask(path, { method: "POST", body, headers: { "content-type": "application/json" } });
      location.assign(`${location.pathname}?kept=${id}`);
    } catch (error) {
      told.textContent = `That did not work: ${error.message}. Nothing was added; you can try again.`;
      button.disabled = false;
    }
  });
}
