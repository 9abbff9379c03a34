// A tap on the body map chooses the place without loading the page again, and goes on to the next question.
const form = document.querySelector("form[data-entry=twitch]");
const spots = [...document.querySelectorAll(".spot")];
const place = document.getElementById("place");
const nothing = "No place chosen yet. You may leave it out.";

/** Draws what the list says. */
function draw() {
  const chosen = form.querySelector("[name=site]:checked");
  for (const spot of spots) {
    if (chosen && spot.dataset.site === chosen.value) spot.setAttribute("aria-current", "true");
    else spot.removeAttribute("aria-current");
  }
  place.textContent = chosen ? `Place: ${chosen.parentElement.textContent.trim()}` : nothing;
}

for (const spot of spots) {
  spot.addEventListener("click", (event) => {
    event.preventDefault();
    form.querySelector(`[name=site][value="${spot.dataset.site}"]`).checked = true;
    form.dispatchEvent(new Event("input"));
    draw();
    const how = document.getElementById("how");
    how.scrollIntoView();
    how.focus({ preventScroll: true });
  });
}
form.addEventListener("change", draw);
