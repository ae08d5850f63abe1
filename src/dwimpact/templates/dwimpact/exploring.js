// Draws what a reader chooses from the tables on this page. Without this script all of them are
// simply shown.
const at = (id) => document.getElementById(id);
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const make = (tag, look, text) => {
  const made = document.createElement(tag);
  if (look) made.className = look;
  if (text !== undefined) made.textContent = text;
  return made;
};
// A colour and outline for each group, as the figures of the report have them.
const LOOKS = JSON.parse(document.getElementById("tekening").dataset.looks);
const OTHERS = Object.values(LOOKS);
const INTERVAL = ["Mogelijk aandeel", "95%-interval"], SHARE = /^Aandeel/, RESTS = "Berust op";
const ORDERS = ["grootste aandeel eerst", "zoals in het formulier", "op alfabet"];
const EVERYBODY = "iedereen samen", LEVEL = document.querySelector("label[for=blok]").textContent;

const views = [...document.querySelectorAll("#alles .view")].map((section) => {
  const headings = [...section.querySelectorAll("thead th")].map((cell) => cell.textContent.replace(/\u00a0/g, " "));
  const place = (wanted) => headings.findIndex((h) => wanted instanceof RegExp ? wanted.test(h) : wanted.includes(h));
  const [named, interval, share, rests] = [place(["n"]), place(INTERVAL), place(SHARE), place([RESTS])];
  let name; // of the outcome, in the first of its rows
  const rows = [...section.querySelectorAll("tbody tr")].map((row) => {
    if (row.cells.length === headings.length) name = row.cells[0];
    const cells = [name, ...[...row.cells].filter((cell) => cell !== name)].map((cell) => cell.textContent);
    const [low, high] = (cells[interval] ?? "").match(/\d+/g)?.map(Number) ?? [];
    return { row, name, cells, level: section.dataset.level, outcome: cells[0], answer: named > 2 ? cells[1] : "",
      group: cells[named - 1], n: cells[named], low, high: high ?? low,
      share: Number(cells[share]?.match(/^\d+/)?.[0]), assumed: cells[rests] === "aangenomen",
      said: INTERVAL[0] === headings[interval] ? cells[interval] : cells[share] };
  });
  return { ...section.dataset, headings, rows, open: headings[interval] === INTERVAL[0], box: section.querySelector(".scroll") };
});

const labels = at("uitslag").dataset, controls = ["blok", "maat", "splitsing", "antwoord", "volgorde", "zoek"];
const unique = (values) => [...new Set(values)];
const offer = (id, values) => {
  const select = at(id), before = select.value;
  select.replaceChildren(...values.map((value) => new Option(value, value)));
  if (values.includes(before)) select.value = before;
};
const fits = (view, names) => names.every((name) => ({
  blok: [view.level, labels.levels].includes(at("blok").value),
  maat: view.measure === at("maat").value,
  splitsing: (view.split || EVERYBODY) === at("splitsing").value,
})[name]);

const keyOf = (row) => `${row.level}\n${row.outcome}`;
const fitting = (names) => views.filter((view) => fits(view, names));
const splitsOf = (told) => unique(told.map((view) => view.split || EVERYBODY));
const rowsOf = (told) => told.flatMap((view) => view.rows);
const keysOf = (rows) => unique(rows.map(keyOf));
const choices = () => {
  offer("maat", unique(fitting(["blok"]).map((view) => view.measure)));
  offer("splitsing", splitsOf(fitting(["blok", "maat"])));
  // Of groups one answer is seen at a time: then every group has its own mark.
  offer("antwoord", unique(rowsOf(fitting(["blok", "maat", "splitsing"])).map((row) => row.answer)));
  at("antwoord").parentElement.hidden = !at("antwoord").value;
};
// What other choices would make a reader expect, but the report does not have.
const lacking = (rows) => {
  const measure = at("maat").value, { why } = at("ontbreekt").dataset, there = splitsOf(fitting(["blok", "maat"]));
  const splits = splitsOf(fitting(["blok"])).filter((split) => !there.includes(split));
  const outcomes = keysOf(rowsOf(fitting(["blok", "maat"]))).length - keysOf(rows).length;
  return [
    splits.length ? `${measure} ${splits.join(" en ")} staat niet in het rapport: ${why}.` : "",
    outcomes ? `Van ${outcomes} ${outcomes === 1 ? labels.outcome : labels.outcomes} staat deze uitsplitsing niet in het rapport: ${why}.` : "",
  ].filter(Boolean).join(" ");
};
const chosen = () => {
  const told = fitting(["blok", "maat", "splitsing"]), rows = rowsOf(told).filter((row) => row.answer === at("antwoord").value);
  const wanted = plain(at("zoek").value).split(/\s+/).filter(Boolean);
  const outcomes = new Map();
  rows.forEach((row) => {
    if (wanted.every((word) => plain(row.outcome).includes(word))) outcomes.set(keyOf(row), [...(outcomes.get(keyOf(row)) ?? []), row]);
  });
  const found = [...outcomes.values()];
  const size = (rows) => at("volgorde").value === ORDERS[0] ? [told[0].open ? rows[0].low : rows[0].share, rows[0].high] : [0, 0];
  if (at("volgorde").value === ORDERS[0]) found.sort((a, b) => size(b)[0] - size(a)[0] || size(b)[1] - size(a)[1]);
  if (at("volgorde").value === ORDERS[2]) found.sort((a, b) => a[0].outcome.localeCompare(b[0].outcome, "nl"));
  return { told, rows, found, all: keysOf(rows).length };
};

const lookOf = (group) => LOOKS[group] ?? OTHERS[0];
const mark = (group, open) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS(svg.namespaceURI, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `mark${open ? " open" : ""}`);
  path.setAttribute("d", lookOf(group)[1]);
  svg.append(path);
  return svg;
};
const line = (row, groups, open) => {
  const made = make("div", `line${row.group === groups[0] ? " first" : ""}${row.assumed ? " assumed" : ""}`), track = make("span", "track");
  made.style.setProperty("--own", lookOf(row.group)[0]);
  made.title = `${row.group}: ${row.said} (n = ${row.n})`;
  if (row.low !== undefined) {
    const band = make("span", "band");
    band.style.left = `${row.low}%`;
    band.style.width = `${row.high - row.low}%`;
    track.append(band);
  }
  if (!Number.isNaN(row.share)) {
    const sign = mark(row.group, open);
    sign.style.left = `${row.share}%`;
    track.append(sign);
  }
  made.append(track, make("span", "value", row.said));
  return made;
};
const sizesOf = (rows) => unique(rows.map((row) => row.n));
const draw = ({ told, rows, found }) => {
  const open = told[0].open, groups = unique(rows.map((row) => row.group));
  const sizes = Object.fromEntries(groups.map((group) => [group, sizesOf(rows.filter((row) => row.group === group))]));
  const same = Object.values(sizes).every((found) => found.length === 1); // for every outcome
  const key = make("div", "key"), axis = make("div", "outcome"), ticks = make("span", "ticks"), scale = make("div", "axis");
  groups.forEach((group) => {
    const entry = make("span");
    entry.style.setProperty("--own", lookOf(group)[0]);
    entry.append(mark(group, open), `${group}${same ? ` (n = ${sizes[group][0]})` : ""}`);
    key.append(entry);
  });
  [0, 20, 40, 60, 80, 100].forEach((tick) => {
    const label = make("span", "", `${tick}%`);
    label.style.left = `${tick}%`;
    ticks.append(label);
  });
  scale.append(ticks, make("span"));
  axis.append(make("div", "axis-name"), scale);
  const drawn = found.map((lines) => {
    const outcome = make("div", "outcome"), name = make("div", "name", lines[0].outcome), body = make("div");
    if (at("blok").value === labels.levels) name.append(make("small", "", lines[0].level));
    const ns = sizesOf(lines).length === 1 ? [lines[0].n] : lines.map((row) => row.n); // line by line
    if (!same) name.append(make("small", "", `n = ${ns.join(", ").replace(/, (?=\d+$)/, " en ")}`));
    body.append(...lines.map((row) => line(row, groups, open)));
    outcome.append(name, body);
    return outcome;
  });
  at("tekening").replaceChildren(key, ...drawn, axis);
  at("tekening").hidden = !found.length;
  const what = open ? `tussen welke aandelen elk cijfer ligt; een open teken is de reconstructie` : "elk aandeel met zijn 95%-interval";
  at("tekening").setAttribute("aria-label", `Figuur: ${at("kop").textContent}: ${what}. De cijfers staan in de tabel eronder.`);
};
// The rows of an outcome, which is named in the first of them, with its level if that is wanted;
// the answer they are about stands in the heading.
const together = (rows, levelled) => rows.map(({ row, name, level, answer }, position) => {
  const made = row.cloneNode(true), outcome = name.cloneNode(true), levels = name.cloneNode(false);
  if (row.contains(name)) made.cells[0].remove();
  if (answer) made.cells[0].remove();
  levels.textContent = level;
  outcome.rowSpan = levels.rowSpan = rows.length;
  if (!position) made.prepend(...(levelled ? [levels] : []), outcome);
  return made;
});
const show = () => {
  choices();
  const { told, rows, found, all } = chosen(), word = all === 1 ? labels.outcome : labels.outcomes;
  const answer = at("antwoord").value, level = at("blok").value;
  const parts = [`${at("maat").value.toLowerCase()}${answer ? ` ‘${answer}’` : ""}`, at("splitsing").value];
  at("kop").textContent = `${level[0].toUpperCase()}${level.slice(1)}: ${parts.join(", ")}`;
  at("uitslag").textContent = `${found.length} van de ${all} ${word}`;
  at("ontbreekt").textContent = lacking(rows);
  draw({ told, rows, found });
  const box = told[0].box.cloneNode(true), caption = box.querySelector("caption");
  caption.id = "cijfers-titel";
  box.setAttribute("aria-labelledby", caption.id);
  caption.firstElementChild.textContent = `${at("kop").textContent}, in cijfers`;
  box.querySelector("tbody").replaceChildren(...found.flatMap((lines) => together(lines, level === labels.levels)));
  const [outcome, answered] = box.querySelectorAll("thead th"), levelled = outcome.cloneNode(false);
  levelled.textContent = LEVEL;
  if (answer) answered.remove();
  if (level === labels.levels) outcome.before(levelled);
  at("cijfers").querySelector(".scroll")?.remove();
  at("cijfers").append(box);
  at("cijfers").hidden = !found.length;
  const hash = new URLSearchParams(controls.map((id) => [id, at(id).value]).filter(([, value]) => value));
  at("koppeling").href = `#${hash}`;
  history.replaceState(null, "", `#${hash}`);
};
// What a spreadsheet would compute stays text; as in the other files of the report.
const cell = (text) => `"${text.replace(/^\s*[=+\-@]/, "'$&").replace(/"/g, '""')}"`;
const write = () => {
  const { told, found } = chosen(), notice = at("csv").dataset.notice;
  const rows = [[LEVEL, ...told[0].headings], ...found.flat().map(({ level, cells }) => [level, ...cells])];
  const text = rows.map((row, n) => [...row, ...(notice ? [n ? notice : "Herkomst"] : [])].map(cell).join(",")).join("\n");
  URL.revokeObjectURL(at("csv").href);
  at("csv").href = URL.createObjectURL(new Blob([`\ufeff${text}\n`], { type: "text/csv" }));
};
const read = () => {
  const told = new URLSearchParams(location.hash.slice(1));
  controls.forEach((id) => {
    const value = told.get(id);
    if (id === "zoek") at(id).value = value ?? "";
    else if ([...at(id).options].some((option) => option.value === value)) at(id).value = value;
    choices();
  });
  show();
};

if (views.length) {
  const levels = unique(views.map((view) => view.level));
  offer("blok", levels.length > 1 ? [...levels, labels.levels] : levels);
  offer("volgorde", ORDERS);
  controls.forEach((id) => at(id).addEventListener("input", show));
  at("csv").addEventListener("click", write);
  at("koppeling").addEventListener("click", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  at("cijfers").open = innerWidth > 640;
  at("gekozen").hidden = false;
  at("alles").hidden = true;
  at("gekozen").querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  read();
}
