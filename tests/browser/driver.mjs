// Drives a browser for the tests: one JSON request a line on stdin, one JSON answer a line on stdout.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
let browser, page, said = [], scripted = true;

// A page without scripts has no animation frames, for which a locator waits.
const press = async (selector) => scripted ? page.locator(selector).click() : (await page.waitForSelector(selector)).click();

const deeds = {
  async open({ kind, path, folder, downloads }) {
    const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    browser = await puppeteer.launch({
      browser: kind, executablePath: path, userDataDir: folder, headless: true,
      args: kind === "chrome" ? quiet : [], protocolTimeout: 300_000,
    });
    await deeds.fresh({ downloads });
  },
  async fresh({ downloads, scripts = true, dark = false, reduced = false }) {
    const before = page;
    page = await browser.newPage();
    await before?.close();
    said = [];
    page.on("console", (line) => ["error", "warn", "warning"].includes(line.type()) && said.push(line.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("dialog", (dialog) => dialog.accept());
    scripted = scripts;
    if (!scripts) await page.setJavaScriptEnabled(false);
    if (dark) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    if (downloads) {
      const session = await page.createCDPSession();
      await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });
    }
  },
  size: ({ width, height }) => page.setViewport({ width, height }),
  async go({ url }) { const answer = await page.goto(url, { waitUntil: "load" }); return answer?.status() ?? 0; },
  async click({ selector, leaves }) {
    if (!leaves) return void await press(selector);
    await Promise.all([page.waitForNavigation({ waitUntil: "load" }), press(selector)]);
  },
  fill: ({ selector, value }) => scripted
    ? page.locator(selector).fill(value)
    : page.$eval(selector, (node, text) => { node.value = text; }, value),
  choose: ({ selector, value }) => page.select(selector, value).then(() => undefined),
  upload: async ({ selector, files }) => (await page.$(selector)).uploadFile(...files),
  press: ({ key }) => page.keyboard.press(key),
  type: ({ text }) => page.keyboard.type(text),
  wait: ({ selector }) => page.waitForSelector(selector, { timeout: 60_000 }).then(() => undefined),
  text: ({ selector }) => page.$eval(selector, (node) => node.innerText),
  run: ({ script }) => page.evaluate(script),
  work: ({ script }) => page.workers()[0].evaluate(script),
  url: () => page.url(),
  picture: ({ path, whole }) => page.screenshot({ path, fullPage: whole }).then(() => undefined),
  async axe() {
    // run apart from the page's own policy, as an extension of the browser would
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 200)}`));
  },
  said: () => said,
  async close() { await browser?.close(); },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { deed, ...rest } = JSON.parse(line);
  let answer;
  try { answer = { value: (await deeds[deed](rest)) ?? null }; }
  catch (error) { answer = { error: String(error) }; }
  process.stdout.write(JSON.stringify(answer) + "\n");
  if (deed === "close") break;
}
