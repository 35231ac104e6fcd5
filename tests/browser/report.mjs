// A report in a real browser: node report.mjs MODULES CHROMIUM FILE.html [BIG.html]
//
// MODULES is a node_modules with playwright-core and axe-core. Ends with status 1 and says what is
// wrong if anything is; prints what it measured.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [modules, executablePath, small, big] = process.argv.slice(2);
const require = createRequire(pathToFileURL(resolve(modules) + "/"));
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");

const wrong = [];
const expect = (holds, what) => { if (!holds) wrong.push(what); };
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

// A page of which every request, error and console message is remembered.
async function open(file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const address = pathToFileURL(resolve(file)).href;
  page.on("request", (r) => {
    const url = r.url();
    if (url !== address && !url.startsWith("data:")) wrong.push(`request to ${url}`);
  });
  page.on("console", (m) => { if (m.type() === "error" || m.type() === "warning") wrong.push(`console: ${m.text()}`); });
  page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
  await page.goto(address);
  return page;
}
const shown = (page) => page.evaluate(() =>
  [...document.querySelectorAll(".entry")].filter((e) => e.offsetParent !== null && !e.hidden).length);
const settle = (page) => page.evaluate(() =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
async function accessible(page, where) {
  // The policy of the page lets no script in; an isolated world may.
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setBypassCSP", { enabled: true });
  await page.reload();
  await page.addScriptTag({ path: axe });
  const { violations, passes } = await page.evaluate(() => window.axe.run(document));
  expect(passes.length > 15, `axe, ${where}: only ${passes.length} rules looked`);
  for (const v of violations) {
    const target = v.nodes[0]?.target.join(" ");
    console.log(`axe, ${where}: ${v.impact} ${v.id} (${v.nodes.length}): ${target}`);
    expect(!["serious", "critical"].includes(v.impact), `axe, ${where}: ${v.id} at ${target}`);
  }
  console.log(`axe, ${where}: ${passes.length} rules held, ${violations.length} did not`);
}

// Without script everything is there to read.
{
  const page = await open(small, { javaScriptEnabled: false });
  expect(await page.locator("#tools").isHidden(), "the tools are shown without script");
  expect((await page.locator(".entry").count()) > 0, "no entries without script");
  expect(await page.locator(".entry").first().isVisible(), "entries are hidden without script");
  await page.context().close();
}

// Search, filters, clock, timeline.
{
  const page = await open(small);
  const all = await shown(page);
  const status = () => page.locator("#count").textContent();
  expect((await status()).startsWith(`${all} of ${all} `), `status: ${await status()}`);
  for (const id of ["place", "stage", "person"]) {
    const select = page.locator(`#${id}`);
    if ((await select.count()) === 0) continue;
    const option = await select.locator("option").nth(1).textContent();
    await select.selectOption({ index: 1 });
    await settle(page);
    const n = Number(/\((\d+)\)$/.exec(option)[1]);
    expect((await shown(page)) === n, `${id} ${option} shows ${await shown(page)}`);
    await page.locator("#reset").click();
    await settle(page);
    expect((await shown(page)) === all, `not all after reset of ${id}`);
  }
  const first = page.locator(".entry").first();
  const number = await first.getAttribute("id");
  await page.locator("#words").fill(number);
  await settle(page);
  expect(await first.isVisible() && (await shown(page)) <= all, "search for a number");
  await page.locator("#words").fill("no such words anywhere");
  await settle(page);
  expect((await shown(page)) === 0, "search for nothing");
  expect(await page.locator(".group").first().isHidden(), "an empty day keeps its heading");
  await page.locator("#reset").click();
  await settle(page);

  const place = (which) => first.locator(which).evaluate((e) => {
    const r = e.getBoundingClientRect();
    return Math.round(r.top / 8) * 10000 + r.left;
  });
  const second = (await first.locator(".t2").count()) > 0;
  const begins = second && (await place(".t1")) < (await place(".t2"));
  const other = (await page.locator("body").getAttribute("data-utc-first")) === "true" ? "local" : "utc";
  await page.locator(`input[value=${other}]`).check();
  expect(!second || (begins && (await place(".t2")) < (await place(".t1"))), "the clocks do not change places");

  // A document in which nothing is dated has no timeline.
  if (await page.locator("#timeline").isVisible()) {
    // By keyboard: the ends of the window are sliders.
    await page.locator("#begin").focus();
    for (let i = 0; i < 6; i += 1) await page.keyboard.press("PageUp");
    await settle(page);
    const fewer = await shown(page);
    expect(fewer < all, `a later beginning still shows ${fewer} of ${all}`);
    expect((await page.locator("#begin").getAttribute("aria-valuetext")).endsWith("Z"), "a slider without words");
    await page.locator("#reset").click();
    await page.locator("#in").press("Enter");
    await settle(page);
    expect(/ to .*Z$/.test(await status()), `zoom: ${await status()}`);
    await page.locator("#out").press("Enter");
    await page.locator("#out").press("Enter");
    await settle(page);
    expect((await shown(page)) === all, "zoomed out, not all are shown");
    // By hand: a window drawn over all time.
    const box = await page.locator("#whole").boundingBox();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.999, box.y + 20, { steps: 5 });
    await page.mouse.up();
    await settle(page);
    const brushed = await shown(page);
    expect(brushed > 0 && brushed < all, `the brush shows ${brushed} of ${all}`);
    // From the timeline to an entry, and from a chart.
    const mark = page.locator("#lens a").first();
    if ((await mark.count()) > 0) {
      const href = await mark.getAttribute("href");
      await mark.press("Enter");
      await settle(page);
      expect(decodeURIComponent(new URL(page.url()).hash) === href, `the timeline leads to ${page.url()}`);
      expect(await page.locator(`[id="${href.slice(1)}"]`).isVisible(), "the entry is not shown");
    }
  }
  const symbol = page.locator("figure [data-entry]").first();
  if ((await symbol.count()) > 0) {
    const entry = await symbol.getAttribute("data-entry");
    await symbol.dispatchEvent("click");
    await settle(page);
    expect(decodeURIComponent(new URL(page.url()).hash) === `#${entry}`, `the chart leads to ${page.url()}`);
    const target = page.locator(`[id="${entry}"]`);
    expect(await target.evaluate((e) => {
      const r = e.getBoundingClientRect();
      return document.activeElement === e && r.top >= 0 && r.top < window.innerHeight;
    }), "the entry of a chart's mark is not in view with the focus");
  }
  await page.emulateMedia({ media: "print" });
  expect(await page.locator("#tools").isHidden(), "the tools are printed");
  const pdf = await page.pdf();
  expect(pdf.length > 1000, "it cannot be printed");
  await page.emulateMedia({ media: "screen" });
  await accessible(page, "desk");
  await page.context().close();
}

// On a phone nothing leaves the screen.
{
  const page = await open(small, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  const wide = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, window.innerWidth) - 360);
  expect(wide <= 0, `on a phone the page is ${wide} pixels too wide`);
  await accessible(page, "phone");
  await page.context().close();
}

// Ten thousand entries.
if (big) {
  const begun = performance.now();
  const page = await open(big);
  await page.locator("#count").waitFor();
  await settle(page);
  console.log(`opened in ${Math.round(performance.now() - begun)} ms`);
  const time = (change) => page.evaluate((change) => new Promise((done) => {
    const begun = performance.now();
    const [id, value] = change;
    const input = document.getElementById(id);
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
  }), change);
  for (const change of [["words", "a"], ["words", "ab"], ["words", "no such words"], ["words", ""],
    ["place", "1"], ["place", ""], ["begin", "400"], ["begin", "0"]]) {
    const took = await time(change);
    console.log(`${change[0]} = "${change[1]}": ${Math.round(took)} ms, ${await page.locator("#count").textContent()}`);
    expect(took < 500, `${change} took ${took} ms`);
  }
  await page.context().close();
}

await browser.close();
for (const w of wrong) console.log(`WRONG ${w}`);
console.log(wrong.length === 0 ? "all well" : `${wrong.length} things are wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
