// SPDX-License-Identifier: MIT
// A served page as its reader uses it, in Chromium: node served.cjs URL → one JSON object.
const { chromium } = require("playwright-core");

const LOUD = new Set(["error", "warning"]);

// The fonts that a node's text is drawn with: [{family, glyphs}].
async function fontsOf(page, selector) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("DOM.enable");
  await cdp.send("CSS.enable");
  const { root } = await cdp.send("DOM.getDocument");
  const { nodeId } = await cdp.send("DOM.querySelector", { nodeId: root.nodeId, selector });
  const { fonts } = await cdp.send("CSS.getPlatformFontsForNode", { nodeId });
  return fonts.map((f) => ({ family: f.familyName, glyphs: f.glyphCount }));
}

// Follow the link in a page by a click; where the reader is then, and how far from the window's top the target stands.
async function follow(page, link) {
  await link.click();
  await page.waitForTimeout(100);
  return page.evaluate(() => {
    const id = decodeURIComponent(location.hash.slice(1));
    const e = document.getElementById(id);
    const box = e && e.getBoundingClientRect();
    return { id, seen: !!box && box.bottom > 0 && box.top < innerHeight, text: e ? e.textContent.slice(0, 200) : null };
  });
}

(async () => {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const said = [];
  page.on("console", (m) => LOUD.has(m.type()) && said.push(m.text()));
  page.on("pageerror", (e) => said.push(String(e)));
  page.on("response", (r) => r.status() >= 400 && said.push(`${r.status()} ${r.url()}`));
  page.on("dialog", (d) => { said.push(`a dialog: ${d.message()}`); d.dismiss(); });
  const strangers = [];
  page.on("request", (r) => new URL(r.url()).hostname === "127.0.0.1" || strangers.push(r.url()));
  await page.goto(process.argv[2], { waitUntil: "load" });
  const rows = page.locator("main table tbody tr");
  const n = await rows.count(), visible = await page.locator("main table").isVisible();
  const jumps = [];
  for (const i of [0, Math.floor(n / 2), n - 1]) {
    const there = await follow(page, rows.nth(i).locator("td").first().locator("a"));
    const back = await follow(page, page.locator(`[id="${there.id}"] a[href^="#fnref"]`).first());
    jumps.push({ there, back });
  }
  const math = await page.evaluate(() => ({
    drawn: document.querySelectorAll(".katex").length,
    tex: [...document.querySelectorAll(".katex annotation")].map((a) => a.textContent),
    wrong: [...document.querySelectorAll(".katex-error")].map((e) => e.title + ": " + e.textContent),
    errors: window.katexErrors,
  }));
  const fonts = await fontsOf(page, "main table tbody tr:last-child td:last-child");
  const summary = await rows.last().locator("td").last().textContent();
  console.log(JSON.stringify({ said, strangers, rows: n, visible, jumps, math, fonts, summary }));
  await browser.close();
})().catch((e) => { console.error(e); process.exit(1); });
