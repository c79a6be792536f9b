(() => {
"use strict";
const root = document.documentElement;
try {
	root.dataset.theme = localStorage.getItem("digest-theme") || "";
} catch (e) { /* no storage: the system's theme */ }
root.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
	const here = location.href.replace(/[?#].*/, "").replace(/\/$/, "/index.html");
	for (const a of document.querySelectorAll("nav.site a"))
		if (a.href === here)
			a.setAttribute("aria-current", "page");

	/* d/2026-11-20.html?c=cs.CL&i=rag: a day's papers of a category, of an interest. */
	for (const [key, name] of new URLSearchParams(location.search))
		for (const item of document.querySelectorAll('.side [data-key="' + CSS.escape(key) + '"] > li'))
			if (item.dataset.name === name && item.querySelector("button"))
				item.querySelector("button").click();

	const keys = { h: "prev", l: "next" };
	addEventListener("keydown", e => {
		const rel = Object.hasOwn(keys, e.key) && keys[e.key];
		if (!rel || e.ctrlKey || e.altKey || e.metaKey || e.isComposing || e.target.closest && e.target.closest("input, textarea, select"))
			return;
		const link = document.querySelector('nav.days a[rel="' + rel + '"]');
		if (link)
			link.click();
	});
});
})();
