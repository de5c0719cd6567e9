/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_style.c - the one style sheet: two sets of colours, and rules that use them */
#include "base/colour.h"
#include "page/page.h"

/* Text, lines and banners on the light and on the dark page; each text has a contrast of 4.5 or more, each border 3. */
static const struct {
	const char *name, *light, *dark;
} colours[] = {
	{ "page", WB_COLOUR_PAGE_LIGHT, WB_COLOUR_PAGE_DARK },
	{ "text", "#1c1f24", "#e8eaed" },
	{ "quiet", "#50565f", "#b4b9c1" },
	{ "line", "#d3d7dd", "#3b4048" },
	{ "field", "#6d7480", "#8d949f" },
	{ "tint", "#f3f5f8", "#20242a" },
	{ "stop", "#a5141c", "#ffb3ad" },
	{ "wait", "#7a4f00", "#f2c26b" },
	{ "good", "#17653a", "#8ed6a8" },
};

static const char *const rules[] = {
	"*,*::before,*::after{box-sizing:border-box}",
	"[hidden]{display:none!important}",
	"html{-webkit-text-size-adjust:100%;text-size-adjust:100%}",
	"body{margin:0;background:var(--page);color:var(--text);font:1.0625rem/1.6 system-ui,-apple-system,\"Segoe UI\",Roboto,"
	"\"Noto Sans\",\"Liberation Sans\",Arial,sans-serif;overflow-wrap:break-word}",
	".frame{max-width:50rem;margin:0 auto;padding:0 1.25rem}",
	/* links and focus */
	"a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:.08em}",
	"a:hover{text-decoration-thickness:.16em}",
	":focus-visible{outline:3px solid var(--text);outline-offset:3px;border-radius:.2rem}",
	"main:focus{outline:none}",
	".skip{position:absolute;left:-999rem;top:0;padding:.75rem 1.25rem;background:var(--page);z-index:1}",
	".skip:focus{left:0}",
	/* header and footer */
	"header{border-top:.375rem solid var(--accent);border-bottom:1px solid var(--line)}",
	"header .frame{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:center;justify-content:space-between;"
	"padding-top:.75rem;padding-bottom:.75rem}",
	".site{font-weight:650;color:var(--text);text-decoration:none;padding:.25rem 0;min-width:0;overflow-wrap:anywhere}",
	".site:hover{text-decoration:underline}",
	".languages ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;margin:0;padding:0}",
	".languages a,.languages button{display:inline-block;padding:.25rem 0;min-width:1.5rem}",
	".languages button{border:0;border-radius:0;background:none;color:var(--accent);font-weight:400;text-decoration:underline;text-underline-offset:.2em}",
	".languages [aria-current]{color:var(--text);text-decoration:none;font-weight:650}",
	"footer{margin-top:4rem;border-top:1px solid var(--line);background:var(--page);padding:1.5rem 0 2.5rem;font-size:1rem}",
	"footer h2{font-size:1.0625rem;margin-top:.5rem}",
	"footer ul{list-style:none;padding:0}",
	"footer a{display:inline-block;padding:.1rem 0;overflow-wrap:anywhere}",
	/* text */
	"main.frame{padding-top:2rem}",
	"h1{font-size:clamp(1.75rem,1.3rem + 2.2vw,2.5rem);line-height:1.15;letter-spacing:-.02em;margin:.5rem 0 1rem;"
	"overflow-wrap:anywhere;text-wrap:balance}",
	"h2{font-size:1.4rem;line-height:1.25;letter-spacing:-.01em;margin:2.75rem 0 .75rem;overflow-wrap:anywhere}",
	"h3{font-size:1.0625rem;line-height:1.35;margin:1.5rem 0 .4rem;overflow-wrap:anywhere}",
	"h1,h2,h3{color:var(--text);font-weight:680}",
	"p{margin:.6rem 0}",
	"p,main li,dd{max-width:42rem}",
	".lead{font-size:1.1875rem;line-height:1.55}",
	".quiet,.hint,.optional{color:var(--quiet)}",
	".above{margin:0;font-size:1rem}.above a{display:inline-block;padding:.2rem 0}.above a::before{content:\"\\2190\"/\"\";display:inline-block;margin-right:.4em}",
	"ul,ol{padding-left:1.35rem;margin:.6rem 0}",
	"li{margin:.35rem 0}",
	"li::marker{color:var(--quiet)}",
	"code{font-family:ui-monospace,\"DejaVu Sans Mono\",Menlo,Consolas,monospace;font-size:.9em;background:var(--tint);"
	"padding:.1em .3em;border-radius:.25rem;overflow-wrap:anywhere}",
	/* what people copy: one click takes all of it */
	".copy{font:.95rem/1.5 ui-monospace,\"DejaVu Sans Mono\",Menlo,Consolas,monospace;background:var(--tint);border:1px solid var(--line);"
	"border-radius:.5rem;padding:.75rem 1rem;max-width:42rem;white-space:pre-wrap;overflow-wrap:anywhere;-webkit-user-select:all;user-select:all}",
	".paper{display:none}",
	"main>details{max-width:42rem;margin:1rem 0}",
	"main>details>summary{cursor:pointer;padding:.2rem 0;color:var(--accent)}",
	/* the three steps */
	".steps{list-style:none;padding:0;counter-reset:step}",
	".steps>li{position:relative;counter-increment:step;padding:0 0 1.25rem 3.25rem;margin:0;max-width:none}",
	".steps>li::before{content:counter(step);position:absolute;left:0;top:0;width:2.125rem;height:2.125rem;border-radius:50%;"
	"background:var(--accent);color:var(--page);font-weight:650;line-height:2.125rem;text-align:center}",
	".steps>li:not(:last-child)::after{content:\"\";position:absolute;left:1rem;top:2.6rem;bottom:.35rem;width:2px;background:var(--line)}",
	".steps h3{margin-top:0;padding-top:.25rem;font-size:1.125rem}",
	/* cards */
	".cards{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));margin:1.25rem 0}",
	".card{position:relative;border:1px solid var(--line);border-radius:.75rem;padding:1.1rem 1.25rem 1.25rem}",
	".card h3{margin:0 0 .35rem;font-size:1.125rem}",
	".card p{margin:0;font-size:1rem}",
	".card a::after{content:\"\";position:absolute;inset:0;border-radius:.75rem}",
	".card:has(details[open]){grid-column:1/-1}",
	".card details{position:relative;margin-top:.75rem;background:var(--page)}",
	".card summary{cursor:pointer;padding:.2rem 0;color:var(--quiet)}",
	".card h4{margin:1.25rem 0 .4rem;font-size:1.0625rem}",
	".card h5{margin:.75rem 0 .4rem;font-size:1rem}",
	".card:hover{border-color:var(--accent)}",
	".card a:focus-visible{outline:none}",
	".card:focus-within{outline:3px solid var(--text);outline-offset:3px}",
	/* banners: what they say stands in words, too */
	".banner{border:1px solid var(--line);border-left:.5rem solid var(--look);border-radius:.5rem;padding:.75rem 1.25rem;margin:1.5rem 0}",
	".banner>p:first-child strong,.banner h2{color:var(--look);font-size:1.1875rem;margin:0}",
	".stop{--look:var(--stop)}",
	".wait{--look:var(--wait)}",
	".good{--look:var(--good)}",
	/* facts */
	".facts{margin:.75rem 0;border-top:1px solid var(--line)}",
	".facts div{display:grid;grid-template-columns:minmax(9rem,13rem) 1fr;gap:0 1rem;padding:.55rem 0;border-bottom:1px solid var(--line)}",
	".facts dt{color:var(--quiet)}",
	".facts dd{margin:0;overflow-wrap:anywhere}",
	"@media (max-width:32rem){.facts div{grid-template-columns:1fr}}",
	/* forms */
	"button,.button{display:inline-block;font:inherit;font-weight:650;line-height:1.3;padding:.7rem 1.25rem;border:2px solid transparent;"
	"border-radius:.5rem;background:var(--accent);color:var(--page);text-decoration:none;cursor:pointer}",
	"button:hover,.button:hover{text-decoration:underline;text-underline-offset:.2em}",
	"fieldset{border:0;border-top:1px solid var(--line);margin:2rem 0 0;padding:1.25rem 0 0;min-width:0}",
	"legend{float:left;width:100%;font-size:1.25rem;font-weight:680;padding:0 0 .75rem}",
	"legend+*{clear:left}",
	"label{display:block;font-weight:650}",
	".optional{font-weight:400}",
	".field{margin:1.1rem 0}",
	".hint{margin:.1rem 0 .4rem;font-size:1rem}",
	"input[type=text],input[type=email],textarea{font:inherit;width:100%;max-width:42rem;padding:.6rem .75rem;color:var(--text);"
	"background:var(--page);border:1px solid var(--field);border-radius:.5rem}",
	"textarea{resize:vertical;display:block}",
	"#ref,#address{font-family:ui-monospace,\"DejaVu Sans Mono\",Menlo,Consolas,monospace}",
	".lookup{margin:1rem 0 0}",
	".line{display:flex;flex-wrap:wrap;gap:.75rem}",
	".line input[type=text]{flex:1 1 16rem;width:auto;min-width:0}",
	".mistaken{border-left:.25rem solid var(--stop);padding-left:1rem}",
	".mistake{color:var(--stop);margin:.1rem 0 .4rem}",
	".mistaken input,.mistaken textarea{border:2px solid var(--stop)}",
	"@media print{.skip,.languages,form.lookup,.button,main>details{display:none}.paper{display:block}body{font-size:11pt}"
	".card,.banner,.copy,.facts div{break-inside:avoid}details:not([open])>*{display:block}"
	"main a[href^=\"http\"]::after{content:\" (\" attr(href) \")\";overflow-wrap:anywhere}}",
	"@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}",
};

static void add_colours(const char *accent, bool is_dark, struct wb_html *html)
{
	wb_html_raw(html, ":root{--accent:");
	wb_html_text(html, accent);
	for (size_t i = 0; i < sizeof(colours) / sizeof(colours[0]); i++) {
		wb_html_raw(html, ";--");
		wb_html_raw(html, colours[i].name);
		wb_html_raw(html, ":");
		wb_html_raw(html, is_dark ? colours[i].dark : colours[i].light);
	}
	wb_html_raw(html, ";color-scheme:");
	wb_html_raw(html, is_dark ? "dark}" : "light}");
}

void wb_page_style(const struct wb_page_site *site, struct wb_html *html)
{
	add_colours(site->colour, false, html);
	wb_html_raw(html, "\n@media screen and (prefers-color-scheme:dark){");
	add_colours(site->colour_dark, true, html);
	wb_html_raw(html, "}\n");
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		wb_html_raw(html, rules[i]);
		wb_html_raw(html, "\n");
	}
}
