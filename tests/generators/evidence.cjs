// SPDX-License-Identifier: MIT
// A page of the format html, with scripts off: node evidence.cjs PAGE → {quote, shown, before, width, href, followed}: what stands at the first
// link's end, as it is shown when the link has the focus and before, how wide the page is then, and what a browser asks for that follows it.
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");

(async () => {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"] });
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
  const page = await context.newPage(), asked = [];
  await context.route(/^https?:/, (r) => { asked.push(r.request().url()); r.fulfill({ status: 200, body: "there" }); });
  await page.goto(pathToFileURL(process.argv[2]).href);
  const link = page.locator("a.ev").first();
  const look = () => link.evaluate((e) => getComputedStyle(e, "::after").content);
  const before = await look();
  await link.focus();
  const shown = await look(), width = await page.evaluate(() => document.documentElement.scrollWidth);
  const quote = await link.getAttribute("data-quote"), href = await link.getAttribute("href");
  await page.keyboard.press("Enter");
  await page.waitForURL(/^https:/);
  console.log(JSON.stringify({ quote, shown, before, width, href, followed: page.url(), asked }));
  await browser.close();
})();
