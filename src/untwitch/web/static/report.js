// The button that prints; without this script the browser's own menu does the same.
const button = document.getElementById("print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => globalThis.print());
}
