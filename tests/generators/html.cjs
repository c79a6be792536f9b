// SPDX-License-Identifier: MIT
// Pages of the format html as their readers use them, in Chromium: node html.cjs PLAN.json → {checks: [[name, ok, detail]], notes}.
// PLAN: {folder, pages: {name: file}, big: {queries: [{q, ids}], cards: [{id, c, t, href, bibtex}], papers}}; what browsers make of
// each page is written beside it as FILE.seen.
const fs = require("fs");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const checks = [], notes = [];
const check = (name, ok, detail) => checks.push([name, !!ok, detail === undefined ? "" : JSON.stringify(detail)]);
const equal = (name, got, want) => check(name, JSON.stringify(got) === JSON.stringify(want), { got, want });
const address = (name) => pathToFileURL(plan.folder + "/" + plan.pages[name]).href;

let browser;

// A page, open; what it did that it should not is checked at the end.
async function visit(title, name, options, steps, more) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage(), said = [], asked = [];
  page.on("console", (m) => said.push(m.type() + ": " + m.text()));
  page.on("pageerror", (e) => said.push("error: " + e.message));
  page.on("dialog", (d) => { said.push("dialog: " + d.message()); d.dismiss(); });
  page.on("request", (r) => asked.push(r.url()));
  await context.route(/^(https?|data|blob):/, (r) => r.fulfill({ status: 204 }));
  let loads = 1;
  const reload = async (rest = "") => { loads++; await page.goto("about:blank"); await page.goto(address(name) + rest); };
  try {
    if (more && more.before)
      await page.addInitScript(more.before);
    await page.goto(address(name) + ((more && more.rest) || ""));
    await steps(page, { reload, asked });
    const pages = asked.filter((u) => u !== "about:blank" && !u.startsWith(address(name)));
    check(`${title}: nothing is asked for but the page`, pages.length === 0 && asked.filter((u) => u.startsWith(address(name))).length === loads, asked);
    check(`${title}: no message, no dialog`, said.length === 0, said);
  } catch (e) {
    check(`${title}: runs`, false, String(e));
  }
  await context.close();
}

const shown = (page) => page.evaluate(() => [...document.querySelectorAll(".card")].filter((c) => c.checkVisibility()).map((c) => c.id));
const live = (page) => page.textContent("#live");
const now = (page) => page.evaluate(() => (document.querySelector(".card.now") || {}).id);
// By a timer of the page's own: those that it set before are due earlier, however busy the machine is.
const settle = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 150)));
// At most 20 s, for what the browser does in another process.
async function until(met) {
  for (let i = 0; i < 200 && !met(); i++)
    await new Promise((done) => setTimeout(done, 100));
}
const sorted = (list) => [...list].sort();

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => (await axe.run()).violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" ; ")));
}

async function filtering(page, { reload }) {
  const { queries, cards, papers } = plan.big;
  for (const { q, ids } of queries) {
    await page.fill("#find", q);
    await settle(page);
    const seen = await shown(page);
    equal(`filter: ${q || "nothing"} leaves ${ids.length}`, sorted(seen), sorted(ids));
    equal(`filter: ${q || "nothing"}: the count is said`, await live(page), (ids.length < cards.length ? `${ids.length} / ` : "") + `${cards.length} ${papers}`);
    equal(`filter: ${q || "nothing"}: the address keeps it`, new URL(page.url()).searchParams.get("q"), q.trim() || null);
  }
  const last = queries.filter((x) => x.q && x.ids.length)[0];
  await reload("?q=" + encodeURIComponent(last.q));
  equal("an address with ?q= shows what it showed", sorted(await shown(page)), sorted(last.ids));
  const marked = await page.evaluate(() => ({ n: CSS.highlights.get("found").size, open: document.querySelectorAll("details[data-found][open]").length,
    hidden: [...document.querySelectorAll(".card:not([hidden])")].filter((c) => [...c.querySelectorAll("details[open]")].length === 0).length }));
  check("what was found is marked, in details that were opened for it", marked.n > 0 && marked.open > 0, marked);
  await page.fill("#find", "");
  await settle(page);
  equal("without words the details are closed again", await page.evaluate(() => document.querySelectorAll("details[open]").length), 0);
  await page.fill("#find", "ｎｏｔｈｉｎｇ-ｓｕｃｈ");
  await settle(page);
  check("no match is said", await page.isVisible("#nothing") && (await shown(page)).length === 0);
}

async function toggling(page) {
  const { cards } = plan.big;
  const press = (key, name) => page.locator(`.side [data-key=${key}] [data-name="${name}"] button`).click();
  const of = (f) => sorted(cards.filter(f).map((c) => c.id));
  const kind = (c) => c.t.replace("replace-cross", "replace");
  const [a, b] = [...new Set(cards.map((c) => c.c))].sort((x, y) => cards.filter((c) => c.c === y).length - cards.filter((c) => c.c === x).length);
  await press("c", a);
  equal("a category alone", sorted(await shown(page)), of((c) => c.c === a));
  await press("c", b);
  equal("two categories", sorted(await shown(page)), of((c) => c.c === a || c.c === b));
  await press("t", "replace");
  equal("and a type", sorted(await shown(page)), of((c) => (c.c === a || c.c === b) && kind(c) === "replace"));
  equal("what is pressed says so", await page.locator(".side [aria-pressed=true]").count(), 3);
  await press("c", a);
  await press("c", b);
  equal("the type alone", sorted(await shown(page)), of((c) => kind(c) === "replace"));
  await press("t", "replace");
  equal("pressed again: all", (await shown(page)).length, cards.length);
  const few = await page.locator(".chart li:visible").count();
  await page.click(".all");
  const all = await page.locator(".chart li:visible").count();
  check("the chart is short at first, and whole on demand", few < all && all === new Set(cards.map((c) => c.c)).size, [few, all]);
}

async function keys(page, { asked }) {
  const order = await shown(page), key = (k) => page.keyboard.press(k);
  const clear = async () => page.evaluate(() => {
    const card = document.querySelector(".card.now").getBoundingClientRect(), bar = document.querySelector(".bar").getBoundingClientRect();
    return card.top >= bar.bottom - 1 && card.top < innerHeight;
  });
  await key("j");
  equal("j: the first card", await now(page), order[0]);
  await key("j");
  await key("j");
  equal("j, j: the third", await now(page), order[2]);
  check("it stands below the bar", await clear());
  await key("k");
  equal("k: the second", await now(page), order[1]);
  const marked = await page.evaluate(() => {
    const style = (c) => getComputedStyle(c).backgroundColor + getComputedStyle(c, "::before").backgroundColor;
    return [document.querySelector(".card.now"), document.querySelector(".card:not(.now)")].map(style);
  });
  check("the current card is seen", marked[0] !== marked[1], marked);
  for (let i = 0; i < 40; i++)
    await key("j");
  equal("j forty times", await now(page), order[41]);
  check("it is in sight", await clear());
  await key("o");
  check("o opens its details", await page.locator(".card.now .more").evaluate((d) => d.open));
  await key("o");
  check("o closes them", !await page.locator(".card.now .more").evaluate((d) => d.open));
  await key("e");
  equal("e opens all", await page.locator(".more:not([open])").count(), 0);
  await key("e");
  equal("e closes all", await page.locator(".more[open]").count(), 0);
  for (const k of ["Control+k", "Alt+k", "Meta+k"])
    await key(k);
  equal("not with Ctrl, Alt, Meta", await now(page), order[41]);
  await key("/");
  equal("/ goes to the box", await page.evaluate(() => document.activeElement.id), "find");
  await page.keyboard.type("jkoe");
  // They neither move on nor open anything; the filter, once it has run, leaves the card that it hides.
  equal("letters go into the box", [await page.inputValue("#find"), [order[41], undefined, null].includes(await now(page)), await page.locator(".more[open]").count()],
        ["jkoe", true, 0]);
  await settle(page);
  await key("Escape");
  await settle(page);
  equal("Esc: all papers again, and out of the box", [await page.inputValue("#find"), (await shown(page)).length, await page.evaluate(() => document.activeElement.id)], ["", order.length, ""]);
  await key("j");
  const id = await now(page);
  await key("Enter");
  await until(() => asked.length >= 2);
  const link = plan.big.cards.find((c) => c.id === id).href;
  check("Enter opens the paper", asked.length === 2 && asked[1] === link, [asked, link]);
  asked.pop();
}

async function themes(page, { reload }) {
  const light = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).reduce((a, x) => a + +x, 0) > 382);
  check("light with a light system", await light());
  await page.emulateMedia({ colorScheme: "dark" });
  check("dark with a dark system", !await light());
  await page.click("#theme");
  check("the button makes it light", await light());
  await reload();
  check("it stays so", await light());
  await page.click("#theme");
  check("and dark again", !await light());
  await page.emulateMedia({ colorScheme: "light" });
  check("whatever the system says", !await light());
}

async function starring(page, { reload }) {
  const order = await shown(page), key = (k) => page.keyboard.press(k), line = () => page.textContent(".kept pre");
  check("no star, no line", !await page.isVisible(".kept"));
  await key("s");
  check("s without a card does nothing", !await page.isVisible(".kept"));
  for (const k of ["j", "j", "s", "j", "s"])
    await key(k);
  equal("s: the line to paste", await line(), `digest star ${order[1]} ${order[2]}`);
  await reload();
  equal("stars stay", await line(), `digest star ${order[1]} ${order[2]}`);
  equal("they are marked", await page.evaluate(() => [...document.querySelectorAll(".card.starred")].map((c) => c.id)), [order[1], order[2]]);
  for (const k of ["j", "j", "s"])
    await key(k);
  equal("s again takes it off", await line(), `digest star ${order[2]}`);
}

async function links(page, { reload }) {
  const id = plan.big.cards[149].id;
  await reload("#" + id);
  const saw = await page.evaluate(() => {
    const c = document.querySelector(".card:target"), r = c.getBoundingClientRect();
    return { id: c.id, open: c.querySelector(".more").open, seen: r.top >= document.querySelector(".bar").getBoundingClientRect().bottom - 1 && r.top < innerHeight };
  });
  equal("#id arrives at its card, open and below the bar", saw, { id, open: true, seen: true });
  await page.click(`[id="${plan.big.cards[150].id}"] .id`);
  equal("a card's own link marks it", await now(page), plan.big.cards[150].id);
}

async function copying(page, how) {
  const { cards } = plan.big, card = page.locator(`[id="${cards[3].id}"]`), pre = card.locator("pre");
  check(`${how}: BibTeX is hidden`, !await pre.isVisible());
  await card.locator(".bib summary").click();
  equal(`${how}: BibTeX is the record's`, await pre.textContent(), cards[3].bibtex);
  const copied = await page.evaluate(() => document.body.dataset.copied);
  // The button says it for 1.5 s only: watched from before the click.
  const watch = await card.locator(".copy").evaluateHandle((button) => ({ said: new Promise((done) => {
    new MutationObserver(() => done(button.textContent)).observe(button, { childList: true, characterData: true, subtree: true });
    setTimeout(() => done("nothing"), 20000);
  }) }));
  await card.locator(".copy").click();
  equal(`${how}: it says that it was copied`, await watch.evaluate((w) => w.said), copied);
  await page.click("#find");
  await page.keyboard.press("Control+V");
  equal(`${how}: it can be pasted`, await page.inputValue("#find"), cards[3].bibtex.replace(/\n/g, " "));
}

async function printing(page) {
  const closed = await page.locator("details:not([open])").count();
  await page.emulateMedia({ media: "print" });
  const saw = await page.evaluate(() => {
    const height = (s) => [...document.querySelectorAll(s)].map((e) => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect().height; });
    return { details: height(".abstract-en, .abstract, .rest").filter((h) => h < 5).length, bar: document.querySelector(".bar").checkVisibility(),
      bib: document.querySelector(".bib").checkVisibility(), wide: document.documentElement.scrollWidth > innerWidth };
  });
  equal("print: all details, no controls, not too wide", saw, { details: 0, bar: false, bib: false, wide: false });
  await page.emulateMedia({ media: "screen" });
  const pdf = await page.pdf({ format: "A4" });
  const sheets = (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) || []).length;
  check("print: as sheets", sheets > 20, sheets);
  equal("print: then as before", await page.locator("details:not([open])").count(), closed);
}

async function without(page) {
  const { cards } = plan.big;
  equal("without script: all papers", (await page.locator(".card:visible").count()), cards.length);
  check("without script: no controls that do nothing", await page.locator(".find:visible, .all:visible, .copy:visible, .keys:visible, .kept:visible, .side button:visible").count() === 0);
  const more = page.locator(".more").first();
  await more.locator("summary").click();
  check("without script: details open", await more.locator(".abstract-en").isVisible());
  const bib = page.locator(".bib").first();
  await bib.locator("summary").click();
  check("without script: BibTeX is there", await bib.locator("pre").isVisible());
  equal("without script: the chart is whole", await page.locator(".chart li:visible").count(), new Set(cards.map((c) => c.c)).size);
}

// No width that a page has makes it scroll sideways; a line of formulas scrolls by itself.
async function width(page, name, w) {
  await page.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
  const saw = await page.evaluate(() => {
    const out = [];
    for (const c of document.querySelectorAll(".card")) {
      c.style.contentVisibility = "visible";
      for (const e of c.querySelectorAll("p, ul, h2, h3, pre, div, footer"))
        if (e.getBoundingClientRect().right > innerWidth + 1 || (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "visible" && e.clientWidth))
          out.push(c.id + " " + e.className + " " + e.textContent.slice(0, 60));
    }
    return { wide: document.documentElement.scrollWidth - innerWidth, out: out.slice(0, 5) };
  });
  equal(`${name} at ${w} px: nothing sideways`, saw, { wide: 0, out: [] });
}

// Whatever a record asks for: open it all, go over it all, and see whether something ran.
async function provoke(page, name) {
  const saw = await page.evaluate(async () => {
    for (const d of document.querySelectorAll("details"))
      d.open = true;
    for (const e of document.querySelectorAll("main *"))
      for (const kind of ["mouseover", "mouseenter", "focus", "load", "error", "toggle"])
        e.dispatchEvent(new Event(kind));
    await new Promise((done) => setTimeout(done, 200));
    const known = new Set(("article h2 h3 p a span div details summary time strong b footer pre button ul li section code math" +
      " em ol blockquote h4 h5").split(" "));  // the second line: Markdown that a field may have
    return { pwned: String(window.pwned), odd: [...document.querySelectorAll("main *")].filter((e) => !e.closest("math") && !known.has(e.localName)).map((e) => e.localName).slice(0, 5),
      scripts: document.scripts.length, foreign: [...document.querySelectorAll("math *")].filter((e) => e.namespaceURI !== "http://www.w3.org/1998/Math/MathML").length,
      hooks: [...document.querySelectorAll("main *")].filter((e) => [...e.attributes].some((a) => /^on|^style$/.test(a.name))).length };
  });
  equal(`${name}: nothing of a record ran`, saw, { pwned: "undefined", odd: [], scripts: 1, foreign: 0, hooks: 0 });
}

// What a reader waits for, in time of the page's thread: others' load does not count. It is told, not judged.
async function times(page, { reload }) {
  const cdp = await page.context().newCDPSession(page);
  const busy = async () => (await cdp.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1000;
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await busy();
  await reload();
  const loaded = await busy();
  await page.waitForTimeout(500);
  const idle = await busy();
  await page.fill("#find", "模型");
  await page.waitForTimeout(500);
  const filtered = await busy();
  notes.push(`${plan.big.cards.length} papers: loaded in ${Math.round(loaded - before)} ms, read for filtering in ${Math.round(idle - loaded)} ms more, filtered in ${Math.round(filtered - idle)} ms`);
}

(async () => {
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
  const copy = { permissions: ["clipboard-read", "clipboard-write"] };
  await visit("times", "big", {}, times);
  await visit("filter", "big", {}, filtering);
  await visit("toggles", "big", {}, toggling);
  await visit("keys", "big", {}, keys);
  await visit("themes", "big", {}, themes);
  await visit("stars", "big", {}, starring);
  await visit("links", "big", {}, links);
  await visit("clipboard", "big", copy, (p) => copying(p, "clipboard"));
  await visit("no clipboard", "big", copy, (p) => copying(p, "no clipboard"), { before: "Object.defineProperty(navigator, 'clipboard', { value: undefined });" });
  await visit("no storage", "big", {}, async (p) => {
    await p.click("#theme");
    check("no storage: the page works", await p.evaluate(() => document.documentElement.dataset.theme === "dark"));
    for (const k of ["j", "s"])
      await p.keyboard.press(k);
    check("no storage: stars, for this visit", await p.isVisible(".kept"));
  }, { before: "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } });" });
  await visit("print", "big", {}, printing);
  await visit("without script", "big", { javaScriptEnabled: false }, without);
  for (const name of Object.keys(plan.pages)) {
    await visit(name, name, {}, async (page) => {
      fs.writeFileSync(plan.folder + "/" + plan.pages[name] + ".seen", await page.evaluate(() => document.documentElement.outerHTML));
      await provoke(page, name);
    });
    if (name.endsWith("bare"))
      continue;
    for (const w of [320, 390, 1000, 2560])
      await visit(`${name} at ${w} px`, name, { viewport: { width: w, height: 844 } }, (page) => width(page, name, w));
    for (const colorScheme of ["light", "dark"])
      await visit(`${name}, ${colorScheme}`, name, { colorScheme, viewport: { width: colorScheme === "light" ? 1280 : 390, height: 900 } }, async (page) => {
        await page.locator(".more summary").first().click();
        await page.keyboard.press("j");
        equal(`${name}, ${colorScheme}: axe-core has nothing to say`, await violations(page), []);
      });
  }
  await browser.close();
  process.stdout.write(JSON.stringify({ checks, notes }));
})();
