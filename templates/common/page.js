(() => {
"use strict";
const root = document.documentElement, store = "digest-theme";
try {
	root.dataset.theme = localStorage.getItem(store) || "";
} catch (e) { /* no storage: the system's theme */ }
root.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
	const $ = s => document.querySelector(s), $$ = (s, from) => [...(from || document).querySelectorAll(s)];
	const cards = $$(".card"), box = $("#find"), live = $("#live"), nothing = $("#nothing");
	const fold = s => s.normalize("NFKC").toLowerCase();
	let current = null, texts = null;

	/* ---- Filter: words, and toggles whose keys are the cards' data ---- */

	/* Of each card its texts: what is always seen, and its details. */
	const read = () => texts || (texts = cards.map(card => {
		let open = card.id;
		const folded = [];
		for (const x of card.children) {
			const d = x.tagName === "DETAILS" ? x : x.querySelector("details");
			if (x.tagName === "FOOTER")
				continue;
			if (d !== x)
				open += "\n" + (d ? x.firstChild : x).textContent;
			if (d)
				folded.push([d, fold(d.textContent)]);
		}
		open = fold(open);
		return { open, folded, all: [open, ...folded.map(f => f[1])].join("\n") };
	}));
	const chosen = { c: new Set(), t: new Set(), i: new Set() };
	const interests = card => (card.dataset.i || "").split(";").filter(i => i);
	const kind = card => card.dataset.t.replace("replace-cross", "replace");
	const among = card => (!chosen.c.size || chosen.c.has(card.dataset.c)) && (!chosen.t.size || chosen.t.has(kind(card))) &&
		(!chosen.i.size || interests(card).some(i => chosen.i.has(i)));

	const words = () => fold(box.value).split(/\s+/).filter(w => w && w !== "-");
	function show() {
		const all = words(), want = all.filter(w => w[0] !== "-"), not = all.filter(w => w[0] === "-").map(w => w.slice(1));
		let n = 0;
		cards.forEach((card, i) => {
			const text = all.length ? read()[i].all : "";
			const on = among(card) && want.every(w => text.includes(w)) && !not.some(w => text.includes(w));
			card.hidden = !on;
			n += on;
		});
		live.textContent = (n < cards.length ? n + " / " : "") + cards.length + " " + document.body.dataset.papers;
		nothing.hidden = n > 0 || cards.length === 0;
		mark(want);
		if (current && current.hidden)
			leave();
	}

	/* What matched is marked without touching the document; a match in closed details opens them for as long. */
	function mark(want) {
		const marks = window.Highlight && CSS.highlights ? new Highlight() : null;
		let left = 3000;
		for (const d of $$("details[data-found]")) {
			d.open = false;
			delete d.dataset.found;
		}
		if (want.length && want.join("").length > 1)
			for (const [i, card] of cards.entries()) {
				if (card.hidden || left < 0)
					continue;
				for (const [d, text] of read()[i].folded)
					if (!d.open && want.some(w => text.includes(w) && !read()[i].open.includes(w))) {
						d.open = true;
						d.dataset.found = "";
					}
				if (!marks)
					continue;
				const walk = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
				for (let node; left >= 0 && (node = walk.nextNode());) {
					const text = fold(node.data);
					if (text.length !== node.data.length)
						continue;
					for (const w of want)
						for (let at = text.indexOf(w); at >= 0 && left-- > 0; at = text.indexOf(w, at + w.length)) {
							const r = new Range();
							r.setStart(node, at);
							r.setEnd(node, at + w.length);
							marks.add(r);
						}
				}
			}
		if (marks)
			CSS.highlights.set("found", marks);
	}

	function keep() {
		const url = new URL(location.href);
		if (box.value.trim())
			url.searchParams.set("q", box.value.trim());
		else
			url.searchParams.delete("q");
		try {
			history.replaceState(null, "", url);
		} catch (e) { /* a file in some browsers */ }
	}

	let soon = 0;
	box.addEventListener("input", () => {
		clearTimeout(soon);
		soon = setTimeout(() => { show(); keep(); }, 60);
	});
	box.form.addEventListener("submit", e => { e.preventDefault(); box.blur(); });
	box.form.hidden = false;

	/* A chip for each interest that speaks for some paper, the most first. */
	const chips = $(".interests"), fans = new Map();
	for (const card of cards)
		for (const i of interests(card))
			fans.set(i, (fans.get(i) || 0) + 1);
	for (const [name, n] of [...fans].sort((a, b) => b[1] - a[1])) {
		const item = document.createElement("li"), word = document.createElement("span"), count = document.createElement("b");
		word.textContent = name;
		count.textContent = n;
		item.dataset.name = name;
		item.append(word, " ", count);
		chips.append(item);
	}

	for (const list of $$(".side ul")) {
		const set = chosen[list.dataset.key];
		for (const item of list.children) {
			const button = document.createElement("button");
			button.type = "button";
			button.setAttribute("aria-pressed", "false");
			button.append(...item.childNodes);
			item.append(button);
			button.addEventListener("click", () => {
				const on = set.has(item.dataset.name);
				set[on ? "delete" : "add"](item.dataset.name);
				button.setAttribute("aria-pressed", String(!on));
				show();
			});
		}
	}
	const chart = $(".chart"), all = $(".all");
	if (chart.children.length > 9) {
		chart.classList.add("few");
		all.hidden = false;
		all.addEventListener("click", () => all.setAttribute("aria-expanded", String(!chart.classList.toggle("few"))));
	}

	/* ---- The order: by relevance, as the page comes, or by number, the newest first ---- */

	const order = $(".order");
	if (order && cards.length > 1) {
		const home = cards.slice(), behind = cards[cards.length - 1].nextSibling;
		const newest = (a, b) => b.id.localeCompare(a.id, "en", { numeric: true });
		let byId = false;
		order.hidden = false;
		order.addEventListener("click", () => {
			byId = !byId;
			const now = byId ? home.slice().sort(newest) : home;
			for (const card of now)
				card.parentNode.insertBefore(card, behind);
			cards.splice(0, cards.length, ...now);
			texts = null;
			order.textContent = byId ? order.dataset.score : order.dataset.id;
			show();
		});
	}

	/* ---- The card that keys work on ---- */

	function leave() {
		if (current)
			current.classList.remove("now");
		current = null;
	}
	function go(card, quiet) {
		leave();
		current = card;
		card.classList.add("now");
		card.tabIndex = -1;
		card.focus({ preventScroll: true });
		if (!quiet)
			card.scrollIntoView({ block: "start" });
	}
	function step(by) {
		const seen = cards.filter(c => !c.hidden);
		let at = seen.indexOf(current);
		if (at < 0) {
			const first = seen.findIndex(c => c.getBoundingClientRect().bottom > 80);
			at = first < 0 ? seen.length : by > 0 ? first - 1 : first;
		}
		if (seen[at + by])
			go(seen[at + by]);
	}

	/* ---- Stars: kept by the browser, for all pages; the line below is for a shell ---- */

	const starStore = "digest-stars", starBox = $(".kept");
	let stars = null;
	const idOf = card => card.querySelector(".id").textContent;
	const canStar = card => /^([\w.-]+\/)?\d[\d.]+$/.test(idOf(card));
	const readStars = () => {
		try {
			const list = JSON.parse(localStorage.getItem(starStore) || "[]");
			return new Set(Array.isArray(list) ? list.map(String) : []);
		} catch (e) {
			return stars || new Set();
		}
	};
	function showStars() {
		const here = cards.filter(c => stars.has(idOf(c)));
		for (const card of cards)
			card.classList.toggle("starred", here.includes(card));
		starBox.hidden = !here.length;
		starBox.querySelector("pre").textContent = "digest star " + here.map(idOf).join(" ");
	}
	function star(card) {
		const id = idOf(card);
		if (!canStar(card))
			return;
		stars = readStars();  /* another page may have put some in */
		stars[stars.has(id) ? "delete" : "add"](id);
		try {
			localStorage.setItem(starStore, JSON.stringify([...stars]));
		} catch (e) { /* for this visit only */ }
		showStars();
	}
	stars = readStars();
	showStars();

	/* An address of a card opens it. */
	function arrive() {
		let id = location.hash.slice(1);
		try {
			id = decodeURIComponent(id);
		} catch (e) { /* as it is */ }
		const card = id && document.getElementById(id);
		if (card && card.classList.contains("card")) {
			if (card.hidden) {
				box.value = "";
				for (const b of $$(".side [aria-pressed=true]"))
					b.click();
				show();
			}
			const more = card.querySelector(".more");
			if (more)
				more.open = true;
			go(card);
		}
	}
	addEventListener("hashchange", arrive);

	const details = () => $$(".more").filter(d => !d.closest("[hidden]"));
	const keys = {
		"/": () => { box.focus(); box.select(); },
		j: () => step(1),
		k: () => step(-1),
		s: () => { if (current) star(current); },
		o: () => { const d = current && current.querySelector(".more"); if (d) d.open = !d.open; },
		e: () => { const list = details(), on = list.some(d => !d.open); for (const d of list) d.open = on; },
		Enter: () => { const a = current && current.querySelector("h2 a"); if (a) a.click(); },
		Escape: () => { if (box.value) { box.value = ""; show(); keep(); } else leave(); },
	};
	addEventListener("keydown", e => {
		if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing)
			return;
		if (e.target === box) {
			if (e.key === "Escape") {
				keys.Escape();
				box.blur();
				e.preventDefault();
			}
			return;
		}
		if (e.key === "Enter" && e.target.closest && e.target.closest("a, button, summary"))
			return;
		const act = Object.hasOwn(keys, e.key) && keys[e.key];
		if (act) {
			e.preventDefault();
			act();
		}
	});
	$(".keys").hidden = false;

	/* A line of formulas that is too long is scrolled by itself, by keys, too. */
	const wide = card => {
		for (const x of $$(":is(p, ul, h2, h3):has(math)", card))
			if (x.scrollWidth > x.clientWidth)
				x.tabIndex = 0;
	};
	const watch = new IntersectionObserver(list => list.forEach(x => x.isIntersecting && wide(x.target)));
	for (const card of $$(".card:has(math)"))
		watch.observe(card);
	document.addEventListener("toggle", e => wide(e.target), true);

	/* ---- Theme, BibTeX, print ---- */

	$("#theme").addEventListener("click", () => {
		const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
		root.dataset.theme = dark ? "light" : "dark";
		try {
			localStorage.setItem(store, root.dataset.theme);
		} catch (e) { /* for this visit only */ }
	});

	async function copy(pre) {
		try {
			await navigator.clipboard.writeText(pre.textContent);
			return true;
		} catch (e) {
			const s = getSelection();
			s.selectAllChildren(pre);
			return document.execCommand("copy");
		}
	}
	document.addEventListener("click", async e => {
		const button = e.target.closest(".copy");
		if (!button || !await copy(button.parentNode.querySelector("pre")))
			return;
		const name = button.textContent;
		if (name !== document.body.dataset.copied) {
			button.textContent = document.body.dataset.copied;
			setTimeout(() => { button.textContent = name; }, 1500);
		}
	});

	let opened = [];
	addEventListener("beforeprint", () => {
		opened = $$("details:not([open]):not(.bib)");
		for (const d of opened)
			d.open = true;
	});
	addEventListener("afterprint", () => {
		for (const d of opened)
			d.open = false;
	});

	box.value = new URLSearchParams(location.search).get("q") || "";
	show();
	arrive();
	(window.requestIdleCallback || setTimeout)(read);
});
})();
