// Reads a chart day by day: a slider below it (arrow keys, or a finger), a tap on the chart, and the row of the
// table behind it as words. Without this script the table says the same.

/**
 * @param {HTMLElement} drawn A chart with the table behind it.
 * @param {number} number Its place in the page.
 */
function readable(drawn, number) {
  const svg = drawn.querySelector("svg");
  const rows = [...drawn.querySelectorAll("tbody tr")];
  const heads = [...drawn.querySelectorAll("thead th")].map((each) => each.textContent.trim());
  if (!svg || rows.length < 2) return;
  const box = svg.viewBox.baseVal;
  const first = Number(drawn.dataset.first) * box.width;
  const step = (Number(drawn.dataset.last) * box.width - first) / (rows.length - 1);

  const label = document.createElement("label");
  label.className = "field reader";
  const name = document.createElement("span");
  name.textContent = `Read one ${heads[0].toLowerCase().split(" ")[0]}`;
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: "0", max: String(rows.length - 1), value: String(rows.length - 1) });
  slider.id = `reader-${number}`;
  label.append(name, slider);
  const words = document.createElement("p");
  words.className = "reading";
  words.setAttribute("aria-hidden", "true"); // the slider says the same
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  const look = { y1: 0, y2: box.height, stroke: "currentColor", "stroke-width": 1.5, "stroke-opacity": 0.7 };
  for (const [what, value] of Object.entries(look)) line.setAttribute(what, String(value));

  function show() {
    const cells = [...rows[Number(slider.value)].children].map((each) => each.textContent.trim());
    const told = cells.slice(1).map((each, place) => `${heads[place + 1].toLowerCase()} ${each}`).join(", ");
    words.textContent = `${cells[0]}: ${told}`;
    slider.setAttribute("aria-valuetext", words.textContent);
    const at = String(first + step * Number(slider.value));
    line.setAttribute("x1", at);
    line.setAttribute("x2", at);
    if (!line.parentNode) svg.append(line);
  }
  slider.addEventListener("input", show);
  slider.addEventListener("focus", show);
  svg.addEventListener("click", (event) => {
    const place = svg.getBoundingClientRect();
    const at = ((event.clientX - place.left) / place.width) * box.width;
    slider.value = String(Math.min(Math.max(Math.round((at - first) / step), 0), rows.length - 1));
    show();
  });
  drawn.querySelector("details").before(label, words);
}

document.querySelectorAll(".drawn[data-first]").forEach(readable);
