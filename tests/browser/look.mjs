// Looks at a page in Chromium and prints what it saw as JSON: node look.mjs TOOLS PAGE PDF [axe]. tests/it/page.rs judges it. axe
// looks at the contrast of every cell: it is asked of pages with short lists.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , tools, file, pdf, withAxe] = process.argv;
const require = createRequire(pathToFileURL(`${tools}/`));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const address = pathToFileURL(file).href;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const seen = { told: [], requests: [], looks: [] };

async function open(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (message) => seen.told.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.told.push(`error: ${error.message}`));
  page.on("request", (request) => { if (request.url() !== address && !request.url().startsWith("data:")) seen.requests.push(request.url()); });
  await page.goto(address);
  return page;
}

for (const width of [360, 1440]) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open({ viewport: { width, height: 800 }, colorScheme });
    if (withAxe) await page.evaluate(axe);
    const look = await page.evaluate(async (withAxe) => {
      const found = withAxe ? await window.axe.run(document, { resultTypes: ["violations"] }) : { violations: [] };
      return {
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        ground: getComputedStyle(document.body).backgroundColor,
        faults: found.violations.map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target + " " + (node.any[0]?.message ?? "")).join(" | ")}`),
        headings: [...document.querySelectorAll("h1,h2,h3,h4")].map((heading) => Number(heading.tagName[1])),
      };
    }, withAxe);
    seen.looks.push({ width, colorScheme, ...look });
    await page.context().close();
  }
}

// With the keyboard alone: sort a list both ways, filter it, choose dark.
const page = await open({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
seen.text = await page.locator("main").textContent();
const lists = page.locator(".list:has(thead button)");
seen.lists = await lists.count();
if (seen.lists > 0) {
  const list = lists.first();
  const column = () => list.evaluate((it) => [...it.querySelectorAll("tbody tr")].map((row) => row.cells[0].textContent.trim()));
  const sort = async () => {
    await page.keyboard.press("Enter");
    return { column: await column(), way: await list.locator("thead th").first().getAttribute("aria-sort") };
  };
  await list.locator("input").focus();
  await page.keyboard.press("Tab");
  if ((await page.evaluate(() => document.activeElement.className)) === "scroll") await page.keyboard.press("Tab");
  seen.before = await column();
  seen.ascending = await sort();
  seen.descending = await sort();
  await list.locator("input").focus();
  await page.keyboard.type(seen.before[0]);
  seen.filtered = await list.evaluate((it) => [...it.querySelectorAll("tbody tr:not([hidden])")].map((row) => row.textContent));
}
await page.locator(".theme").focus();
await page.keyboard.press("Enter");
seen.chosen = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
seen.hacked = await page.evaluate(() => window.hacked ?? null);
seen.handlers = await page.evaluate(() => [...document.querySelectorAll("*")].filter((it) => [...it.attributes].some((one) => /^(on|style$)/.test(one.name))).length);
seen.broken = await page.evaluate(() => [...document.querySelectorAll("a[href^='#']")].map((it) => it.getAttribute("href")).filter((to) => !document.getElementById(to.slice(1))));
seen.twice = await page.evaluate(() => { const ids = [...document.querySelectorAll("[id]")].map((it) => it.id); return ids.filter((id, at) => ids.indexOf(id) !== at); });
await page.emulateMedia({ media: "print", colorScheme: "dark" });
seen.print = await page.evaluate(() => ({
  ground: getComputedStyle(document.body).backgroundColor,
  cut: [...document.querySelectorAll("figure")].filter((it) => getComputedStyle(it).display !== "none" && getComputedStyle(it).breakInside !== "avoid").length,
}));
await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true });

const bare = await (await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } })).newPage();
await bare.goto(address);
seen.bare = await bare.locator("main").textContent();
await browser.close();
console.log(JSON.stringify(seen));
