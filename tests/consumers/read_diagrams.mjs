// Markwhen and Mermaid of annals, read by npm @markwhen/parser and mermaid (with jsdom):
// node read_diagrams.mjs EVENTS.ndjson EVENTS.mw EVENTS.mmd
import assert from "node:assert";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// Packages are found from the working directory.
const require = createRequire(process.cwd() + "/");
const load = async (name) => await import(pathToFileURL(require.resolve(name)).href);
const find = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version;
const [rows, mw, mmd] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const events = new Map(
  rows.split("\n").filter(Boolean).map((line) => {
    const row = JSON.parse(line);
    return [row.event_id, row];
  }),
);
const line = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").trim().split(/\s+/u).join(" ");

const { parse } = require("@markwhen/parser");
const parsed = parse(mw);
assert.deepEqual(parsed.parseMessages ?? [], []);
const found = [];
const walk = (node) => {
  if (node.children) node.children.forEach(walk);
  else found.push(node);
};
walk(parsed.events);
const byId = new Map([...events.values()].map((e) => [line(e.event_id), e]));
let compared = 0;
for (const node of found) {
  const properties = node.properties ?? {};
  const event = byId.get(properties.id);
  assert(event, `${properties.id}: ${node.firstLine.full}`);
  const { fromDateTimeIso, toDateTimeIso } = node.dateRangeIso;
  if (event.earliest && event.latest && new Date(event.earliest) >= new Date("0001-01-01")
      && ["second", "minute"].includes(event.precision)) {
    const second = (iso) => Math.floor(new Date(iso) / 1000);
    assert.equal(second(fromDateTimeIso), second(event.earliest), event.event_id);
    assert.equal(second(toDateTimeIso), Math.ceil(new Date(event.latest) / 1000), event.event_id);
    compared++;
  } else if (/^\d{4}-\d\d-\d\d$/.test(event.edtf) && event.edtf > "0001" && event.precision === "day") {
    assert.equal(fromDateTimeIso.slice(0, 10), event.edtf);
    compared++;
  } else if (/^-\d{4}$/.test(event.edtf)) {
    assert.equal(new Date(fromDateTimeIso).getUTCFullYear(), Number(event.edtf));
    compared++;
  }
}
const expected = mw.split("\n").filter((l) => l.startsWith("id: ")).length;
assert.equal(found.length, expected);
assert(compared > 0);
console.log(`@markwhen/parser ${find("@markwhen/parser")}: ${found.length} events, ${compared} dates compared`);

const { JSDOM } = await load("jsdom").then((m) => m.default ?? m).catch(() => require("jsdom"));
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const mermaid = (await import(pathToFileURL("node_modules/mermaid/dist/mermaid.core.mjs").href)).default;
assert(await mermaid.parse(mmd));
const diagram = await mermaid.mermaidAPI.getDiagramFromText(mmd);
assert.equal(diagram.type, "timeline");
const tasks = diagram.db.getTasks();
const told = tasks.reduce((n, task) => n + task.events.length, 0);
const wanted = mmd.split("\n").filter((l) => / : |^ +: /.test(l)).length;
assert.equal(told, wanted, "every event is one event there");
console.log(`mermaid ${find("mermaid")}: ${tasks.length} periods, ${told} events`);
