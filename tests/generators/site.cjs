// SPDX-License-Identifier: MIT
// A site as its readers use it, in Chromium: node site.cjs PLAN.json → [[name, ok, detail]]. PLAN: test_site.py.
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const { chromium } = require("playwright-core");

const plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const checks = [];
const check = (name, ok, detail) => checks.push([name, !!ok, detail === undefined ? "" : JSON.stringify(detail)]);
const equal = (name, got, want) => check(name, JSON.stringify(got) === JSON.stringify(want), { got, want });
const address = (folder, page) => pathToFileURL(path.join(folder, page)).href;
const sorted = (list) => [...list].sort();

let browser;

// A page of a site, open; what it asked for and said that it should not is checked at the end.
async function visit(title, [folder, start, rest = ""], options, steps) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage(), said = [], asked = [];
  page.setDefaultTimeout(20000);
  page.on("console", (m) => said.push(m.type() + ": " + m.text()));
  page.on("pageerror", (e) => said.push("error: " + e.message));
  page.on("dialog", (d) => { said.push("dialog: " + d.message()); d.dismiss(); });
  page.on("request", (r) => asked.push(r.url()));
  await context.route(/^https?:/, (r) => r.fulfill({ status: 204 }));
  const open = (name, query = "", until = "load") => page.goto(address(folder, name) + query, { waitUntil: until });
  try {
    await open(start, rest);
    await steps(page, { open, folder, context });
    const others = asked.filter((u) => !u.startsWith(address(folder, ".") + "/"));
    check(`${title}: nothing is asked for but the site's files`, asked.length > 0 && others.length === 0, others);
    check(`${title}: no message, no dialog`, said.length === 0, said);
  } catch (e) {
    check(`${title}: runs`, false, String(e));
  }
  await context.close();
}

const cards = (page) => page.evaluate(() => [...document.querySelectorAll(".card")].filter((c) => c.checkVisibility()).map((c) => c.id));
const found = (page) => page.evaluate(() => [...document.querySelectorAll("#found .meta span:nth-of-type(2)")].map((e) => e.textContent));
const here = (page, folder) => decodeURIComponent(page.url()).slice(decodeURIComponent(address(folder, ".")).length + 1);
const dayOf = (page) => path.basename(new URL(page.url()).pathname, ".html");
const current = (page) => page.locator("nav.site [aria-current=page]").allTextContents();

// A step that leads to another page; where the reader is then.
async function led(page, step) {
  await Promise.all([page.waitForNavigation({ timeout: 20000 }), step()]);
  return dayOf(page);
}

async function calendar(page, { folder }) {
  const saw = await page.evaluate(() => [...document.querySelectorAll("td a")].map((a) => ({
    day: a.getAttribute("href").slice(2, -5), n: +a.querySelector("b").innerText, column: a.closest("td").cellIndex, month: a.closest("section").querySelector("h2 a").innerText })));
  const by = (f) => Object.fromEntries(saw.map((x) => [x.day, f(x)]).sort());
  equal("calendar: each day with its count", by((x) => x.n), plan.counts);
  equal("calendar: below its weekday", by((x) => x.column), plan.columns);
  check("calendar: in its month", saw.every((x) => x.day.startsWith(x.month)));
  equal("calendar: says where one is", await current(page), [plan.words.calendar]);
  const day = plan.days[4];
  equal("calendar: a day leads to its page", await led(page, () => page.click(`td a[href="d/${day}.html"]`)), day);
  equal("and there are its papers", sorted(await cards(page)), plan.ids[day]);
  await led(page, () => page.click('nav.site a[href$="calendar.html"]'));
  equal("and back", here(page, folder), "calendar.html");
}

// From the newest day to the oldest and back, by links and by keys.
async function neighbours(page, { open }) {
  const back = [...plan.days].reverse();
  const ways = { link: (rel) => page.click(`nav.days a[rel=${rel}]`), key: (rel) => page.keyboard.press(rel === "prev" ? "h" : "l") };
  for (const [way, go] of Object.entries(ways)) {
    await open(`d/${back[0]}.html`);
    const down = [], up = [];
    for (let i = 1; i < back.length; i++)
      down.push(await led(page, () => go("prev")));
    equal(`the day before, by ${way}: down to the oldest`, down, back.slice(1));
    equal(`the oldest has none before it`, await page.locator("nav.days a[rel=prev]").count(), 0);
    equal("its papers", sorted(await cards(page)), plan.ids[back[back.length - 1]]);
    for (let i = 1; i < back.length; i++)
      up.push(await led(page, () => go("next")));
    equal(`the day after, by ${way}: up to the newest`, up, plan.days.slice(1));
  }
  equal("the newest has none after it", await page.locator("nav.days a[rel=next]").count(), 0);
  await page.fill("#find", "");
  await page.locator("#find").pressSequentially("hlh");
  await page.keyboard.press("Escape");
  for (const k of ["Control+h", "Alt+h", "Meta+h"])
    await page.locator("h1").press(k, { noWaitAfter: true });
  await page.waitForTimeout(200);
  equal("letters go into the box; h not with Ctrl, Alt, Meta", dayOf(page), back[0]);
  await open("m/2026-01.html");
  equal("months: h", await led(page, () => page.keyboard.press("h")), "2025-12");
  equal("months: l", await led(page, () => page.keyboard.press("l")), "2026-01");
}

// Type what is looked for, and wait for what is said of it.
async function look(page, q, says) {
  await page.fill("#words", q);
  await page.waitForFunction((t) => document.querySelector("#said").textContent === t, says).catch(() => {});
  return page.textContent("#said");
}

async function search(page, { open, folder }) {
  const { words } = plan, count = (n) => `${n} ${words.papers}`;
  for (const { q, ids } of plan.queries) {
    await look(page, "", "");
    equal(`search: ${q}: it says how many`, await look(page, q, count(ids.length)), count(ids.length));
    equal(`search: ${q}: the papers that have it`, sorted(await found(page)), sorted(ids));
  }
  const { q, ids } = plan.queries[0];
  equal("search: nothing found is said", await look(page, plan.none, words.none), words.none);
  equal("and nothing is shown", [await found(page), await page.isVisible("#more")], [[], false]);
  await look(page, plan.all, count(plan.first));
  equal("search: the newest first, and more on demand", [(await found(page)).length, await page.isVisible("#more")], [plan.first, true]);
  await page.click("#more");
  await page.waitForFunction((n) => document.querySelectorAll("#found li").length === n, plan.total);
  equal("then all", [await page.textContent("#said"), await page.isVisible("#more")], [count(plan.total), false]);
  await look(page, q, count(ids.length));
  equal("the address keeps it", new URL(page.url()).searchParams.get("q"), q);
  check("what was found is marked", (await page.locator("#found mark").allTextContents()).includes(q));
  const first = (await found(page))[0];
  await led(page, () => page.locator("#found h2 a").first().click());
  equal("what was found leads to its card, open", await page.evaluate(() => {
    const c = document.querySelector(".card:target"), r = c.getBoundingClientRect();
    return [c.id, c.querySelector(".more").open, r.top >= 0 && r.top < innerHeight];
  }), [first, true, true]);
  check("in its day's page", plan.ids[dayOf(page)].includes(first));
  await page.goBack();
  await page.waitForFunction((n) => document.querySelectorAll("#found li").length === n, ids.length);
  equal("and back: what was found is there", [await page.inputValue("#words"), sorted(await found(page))], [q, sorted(ids)]);
  await open("search.html");
  await page.keyboard.press("/");
  equal("/ goes to the box", await page.evaluate(() => document.activeElement.id), "words");
  equal("nothing is looked for yet", [await page.textContent("#said"), await found(page)], ["", []]);
  equal("search: says where one is", here(page, folder), "search.html");
}

// A reader who types before the index has come.
async function early(page, { open, context }) {
  const { q, ids } = plan.queries[0];
  let go;
  const held = new Promise((done) => { go = done; });
  let waits = 0;
  await context.route(/search\/index\.js$/, async (r) => { waits++; await held; await r.continue(); });
  await open("search.html", "", "domcontentloaded");
  await page.fill("#words", q);
  await page.waitForTimeout(400);
  const before = await found(page);
  go();
  await page.waitForFunction((n) => document.querySelectorAll("#found li").length === n, ids.length);
  equal("search: words typed before the index came", [waits > 0, before, sorted(await found(page))], [true, [], sorted(ids)]);
}

async function topics(page, { open }) {
  const { name, day, ids } = plan.category, { page: list, ids: liked } = plan.interest;
  await led(page, () => page.click(`.lines a[href="c/${name}.html"]`));
  equal("a category: the newest day", await led(page, () => page.locator(".lines a").first().click()), day);
  equal("a category: its papers of the day", sorted(await cards(page)), sorted(ids));
  await open(list);
  await led(page, () => page.locator(".lines a").first().click());
  equal("an interest: its papers of the day", sorted(await cards(page)), sorted(liked));
}

async function lost(page, { folder }) {
  check("a wrong address: it is said", (await page.textContent("main")).includes(plan.words.lost));
  const links = await page.evaluate(() => [...document.querySelectorAll("nav.site a")].map((a) => a.getAttribute("href")));
  check("it leads on", links.length === 5 && links.every((l) => fs.existsSync(path.join(folder, l))), links);
  await led(page, () => page.locator("nav.site a").first().click());
  equal("and home: today", sorted(await cards(page)), plan.ids[plan.days[plan.days.length - 1]]);
}

async function readings(page, { open, folder }) {
  for (const name of plan.own) {
    await open("p/" + name);
    equal(`a reading, ${name}: alone`, (await cards(page)).length, 1);
    await led(page, () => page.click("nav.days a.up"));
    check("it leads to its day", /^d\/2026-01-1[23]\.html/.test(here(page, folder)), here(page, folder));
  }
  await open("search.html");
  await page.fill("#words", "静港");
  await page.waitForSelector("#found li");
  await led(page, () => page.click("#found h2 a"));
  equal("the search leads to the reading", here(page, folder), "p/2601.00001.html");
}

// In the dark a page is dark, whatever its kind; a choice made in a day's page holds in the lists.
async function themes(page, { open }) {
  const light = () => page.evaluate(() => {
    const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
    return r + g + b > 384;
  });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const name of ["calendar.html", "index.html", "search.html", "404.html"]) {
      await open(name);
      equal(`${name}: ${colorScheme}, as the system is`, await light(), colorScheme === "light");
    }
  }
  await open("index.html");
  await page.click("#theme");
  equal("another theme by the button", await light(), true);
  await open("calendar.html");
  equal("and in the calendar, too", await light(), true);
}

async function without(page, { open }) {
  equal("without script: the calendar", await page.locator("td a:visible").count(), plan.days.length);
  await open("search.html");
  check("without script: the search says why not", (await page.innerText("main")).includes(plan.words.script));
  equal("without script: no controls that do nothing", await page.locator("input:visible, button:visible").count(), 0);
  await open("index.html");
  equal("without script: a day's papers", sorted(await cards(page)), plan.ids[plan.days[plan.days.length - 1]]);
}

// Scripts that somebody gets into a page: which of them ran, and which the policy kept from it.
async function foreign(name) {
  const context = await browser.newContext(), page = await context.newPage();
  await context.route(/^https:/, (r) => r.fulfill({ contentType: "text/javascript", body: "ran.push('host')" }));
  await page.goto(address(plan.main, name));
  const saw = await page.evaluate(async () => {
    window.ran = [];
    const blocked = [];
    document.addEventListener("securitypolicyviolation", (e) => blocked.push(e.effectiveDirective));
    const script = (set) => document.body.append(Object.assign(document.createElement("script"), set));
    script({ textContent: "ran.push('inline')" });
    script({ src: "data:text/javascript,ran.push('data')" });
    script({ src: "https://x.example/x.js" });
    const button = document.createElement("button");
    button.setAttribute("onclick", "ran.push('handler')");
    document.body.append(button);
    button.click();
    for (let i = 0; i < 100 && ran.length + blocked.length < 4; i++)
      await new Promise((done) => setTimeout(done, 100));
    return { ran: ran.sort(), blocked: blocked.sort() };
  });
  await context.close();
  return saw;
}

async function policy() {
  const all = ["data", "handler", "host", "inline"], kept = ["script-src-attr", "script-src-elem", "script-src-elem", "script-src-elem"];
  equal("without the policy foreign scripts would run", await foreign(plan.bare), { ran: all, blocked: [] });
  for (const name of ["calendar.html", "index.html", "search.html", "404.html"])
    equal(`${name}: foreign scripts do not run`, await foreign(name), { ran: [], blocked: kept });
}

// Without axe's own loading of style sheets, which the pages' policy forbids; only a rule on media, which they have none of, wants it.
async function violations(page) {
  return page.evaluate(async () => (await axe.run({ preload: false })).violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" ; ")));
}

async function width(page) {
  return page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map((e) => e.outerHTML.slice(0, 100))]);
}

async function kinds() {
  for (const [kind, at] of Object.entries(plan.kinds))
    await visit(kind, at, {}, async (page) => {
      if (at[2])
        await page.waitForFunction(() => document.querySelector("#said").textContent !== "");
      await page.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
      await page.evaluate(axe);
      for (const [colorScheme, w] of [["light", 1280], ["dark", 1280], ["dark", 390], ["light", 390]]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: w, height: 844 });
        equal(`${kind}, ${colorScheme}, ${w} px: nothing sideways`, await width(page), [0, []]);
        equal(`${kind}, ${colorScheme}, ${w} px: axe-core has nothing to say`, await violations(page), []);
      }
    });
}

(async () => {
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
  const { main, notes } = plan;
  await visit("calendar", [main, "calendar.html"], {}, calendar);
  await visit("days", [main, "index.html"], {}, neighbours);
  await visit("search", [main, "search.html"], {}, search);
  await visit("early", [main, "404.html"], {}, early);
  await visit("topics", [main, "topics.html"], {}, topics);
  await visit("lost", [main, "404.html"], {}, lost);
  await visit("readings", [notes, "index.html"], {}, readings);
  await visit("themes", [main, "index.html"], {}, themes);
  await visit("without script", [main, "calendar.html"], { javaScriptEnabled: false }, without);
  await policy();
  await kinds();
  await browser.close();
  process.stdout.write(JSON.stringify(checks));
})().catch((e) => { console.error(e); process.exit(1); });
