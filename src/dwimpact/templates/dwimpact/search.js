// Hides the answers on this page that lack one of the words looked for. Without this script
// every answer is simply shown.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const input = document.getElementById("zoek");
const items = [...document.querySelectorAll("ul.answers > li, .stack tbody tr")];
const texts = items.map((item) => plain(item.textContent));
const folds = new Set(items.map((item) => item.closest("details")).filter(Boolean));
const boxes = [...document.querySelectorAll(".exhibit:has(.stack)")];

const search = () => {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  if (words.length) folds.forEach((fold) => { fold.open = true; });
  items.forEach((item, i) => { item.hidden = !words.every((word) => texts[i].includes(word)); });
  boxes.forEach((box) => { box.hidden = !box.querySelector("tbody tr:not([hidden])"); });
  const found = items.filter((item) => !item.hidden).length;
  document.getElementById("zoek-uitslag").textContent =
    words.length ? `${found} van de ${items.length} gevonden` : "";
};

input.closest(".search").hidden = false;
input.addEventListener("input", search);
