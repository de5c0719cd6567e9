/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* page_form.c - the form with which people ask for removal */
#include <stdio.h>

#include "page/page_part.h"

#define BYTES_OF_A_CHARACTER 4 /* of UTF-8, at most */

WB_ROWS_BEGIN(fields);
const struct wb_page_field_row wb_page_fields[WB_FIELDS] = {
	/* name, size, needed, long, autocomplete; a reference or an address is needed, which no row can say */
	WB_ROW(WB_FIELD_REF) = { "ref", WB_PAGE_CODE_SIZE, false, false, NULL },
	WB_ROW(WB_FIELD_ADDRESS) = { "address", WB_PREFIX_TEXT_SIZE, false, false, NULL },
	WB_ROW(WB_FIELD_HOW) = { "how", WB_PAGE_TEXT_SIZE, true, true, NULL },
	WB_ROW(WB_FIELD_DONE) = { "done", WB_PAGE_TEXT_SIZE, true, true, NULL },
	WB_ROW(WB_FIELD_NAME) = { "name", WB_PAGE_NAME_SIZE, false, false, "name" },
	WB_ROW(WB_FIELD_EMAIL) = { "email", WB_PAGE_EMAIL_SIZE, true, false, "email" },
};
WB_ROWS_END(fields, WB_FIELDS);

/* Which fields stand together, and under which question. */
static const struct {
	enum wb_phrase legend;
	enum wb_page_field first, last;
} groups[] = {
	{ WB_PHRASE_FORM_SERVER, WB_FIELD_REF, WB_FIELD_ADDRESS },
	{ WB_PHRASE_FORM_STORY, WB_FIELD_HOW, WB_FIELD_DONE },
	{ WB_PHRASE_FORM_PERSON, WB_FIELD_NAME, WB_FIELD_EMAIL },
};

/* 'name="value"' with a space before it. */
static void add_attribute(struct wb_html *html, const char *name, const char *value, const char *ending)
{
	wb_html_raw(html, " ");
	wb_html_raw(html, name);
	wb_html_raw(html, "=\"");
	wb_html_text(html, value);
	wb_html_raw(html, ending);
	wb_html_raw(html, "\"");
}

static void add_hidden(struct wb_html *html, const char *name, const char *value)
{
	wb_html_raw(html, "<input type=\"hidden\"");
	add_attribute(html, "name", name, "");
	add_attribute(html, "value", value, "");
	wb_html_raw(html, ">\n");
}

static void add_mistake(
    const struct wb_page *page, const struct wb_page_form *form, enum wb_page_field field, struct wb_html *html)
{
	const struct wb_words *words = wb_words[page->language];
	enum wb_page_mistake mistake = form->mistakes[field];
	const char *values[] = { form->better_email != NULL ? form->better_email : "", words->fields[field].label, NULL };

	wb_html_fill(html, mistake == WB_MISTAKE_MISSING ? words->fields[field].missing : words->mistakes[mistake], values);
}

static bool has_mistake(const struct wb_page_form *form)
{
	for (int i = 0; i < WB_FIELDS; i++) {
		if (form->mistakes[i] != WB_MISTAKE_NONE)
			return true;
	}
	return false;
}

/* All mistakes, each a link to its field. */
static void add_summary(const struct wb_page *page, const struct wb_page_form *form, struct wb_html *html)
{
	wb_html_raw(html, "<div class=\"banner stop\" id=\"mistakes\" role=\"alert\" tabindex=\"-1\">\n");
	wb_page_element(page, "h2", WB_PHRASE_FORM_MISTAKES, NULL, html);
	wb_html_raw(html, "<ul>\n");
	for (int i = 0; i < WB_FIELDS; i++) {
		if (form->mistakes[i] == WB_MISTAKE_NONE)
			continue;
		wb_html_raw(html, "<li><a");
		add_attribute(html, "href", "#", wb_page_fields[i].name);
		wb_html_raw(html, ">");
		add_mistake(page, form, (enum wb_page_field)i, html);
		wb_html_raw(html, "</a></li>\n");
	}
	wb_html_raw(html, "</ul>\n</div>\n");
}

/* What <input> and <textarea> have in common. */
static void add_control(enum wb_page_field field, bool has_mistake, struct wb_html *html)
{
	const struct wb_page_field_row *row = &wb_page_fields[field];
	char number[16], described[100];

	snprintf(number, sizeof(number), "%zu", row->size - 1);
	snprintf(described, sizeof(described), "%s-hint%s%s%s", row->name, has_mistake ? " " : "", has_mistake ? row->name : "",
	    has_mistake ? "-mistake" : "");
	add_attribute(html, "id", row->name, "");
	add_attribute(html, "name", row->name, "");
	add_attribute(html, "maxlength", number, "");
	add_attribute(html, "autocomplete", row->autocomplete != NULL ? row->autocomplete : "off", "");
	add_attribute(html, "aria-describedby", described, "");
	if (has_mistake)
		add_attribute(html, "aria-invalid", "true", "");
	if (row->is_needed)
		wb_html_raw(html, " required");
}

static void add_field(
    const struct wb_page *page, const struct wb_page_form *form, enum wb_page_field field, struct wb_html *html)
{
	const struct wb_page_field_row *row = &wb_page_fields[field];
	const struct wb_field_words *words = &wb_words[page->language]->fields[field];
	const char *value = form->values[field] != NULL ? form->values[field] : "";
	bool is_mistaken = form->mistakes[field] != WB_MISTAKE_NONE;
	/* A browser counts characters: all that it lets people type is shown again, though a text that long is not taken. */
	char cut[BYTES_OF_A_CHARACTER * WB_PAGE_CODE_SIZE];

	snprintf(
	    cut, BYTES_OF_A_CHARACTER * row->size < sizeof(cut) ? BYTES_OF_A_CHARACTER * row->size : sizeof(cut), "%s", value);
	wb_html_raw(html, is_mistaken ? "<div class=\"field mistaken\">\n<label" : "<div class=\"field\">\n<label");
	add_attribute(html, "for", row->name, "");
	wb_html_raw(html, ">");
	wb_html_text(html, words->label);
	if (field == WB_FIELD_NAME) {
		wb_html_raw(html, " <span class=\"optional\">");
		wb_page_say(page, WB_PHRASE_OPTIONAL, NULL, html);
		wb_html_raw(html, "</span>");
	}
	wb_html_raw(html, "</label>\n<p class=\"hint\"");
	add_attribute(html, "id", row->name, "-hint");
	wb_html_raw(html, ">");
	wb_html_raw(html, words->hint);
	wb_html_raw(html, "</p>\n");
	if (is_mistaken) {
		wb_html_raw(html, "<p class=\"mistake\"");
		add_attribute(html, "id", row->name, "-mistake");
		wb_html_raw(html, "><strong>");
		wb_page_say(page, WB_PHRASE_FORM_MISTAKE, NULL, html);
		wb_html_raw(html, "</strong> ");
		add_mistake(page, form, field, html);
		wb_html_raw(html, "</p>\n");
	}
	if (row->is_long) {
		wb_html_raw(html, "<textarea rows=\"5\"");
		add_control(field, is_mistaken, html);
		wb_html_raw(html, ">\n"); /* the parser drops this line feed, and none of the value's */
		wb_html_text(html, cut);
		wb_html_raw(html, "</textarea>\n</div>\n");
		return;
	}
	wb_html_raw(html, field == WB_FIELD_EMAIL ? "<input type=\"email\"" : "<input type=\"text\"");
	add_control(field, is_mistaken, html);
	if (field != WB_FIELD_NAME)
		wb_html_raw(html, " spellcheck=\"false\"");
	add_attribute(html, "value", cut, "");
	wb_html_raw(html, ">\n</div>\n");
}

/* Of a genuine code the server is shown, and its address is asked for only while the code does not say which host it is. */
static void add_server(const struct wb_page *page, const struct wb_page_form *form, struct wb_html *html)
{
	if (form->server[0] == '\0')
		return;
	wb_html_raw(html, "<p>");
	wb_page_say(page, WB_PHRASE_FORM_ABOUT, form->server, html);
	wb_html_raw(html, "</p>\n");
}

void wb_page_form(const struct wb_page *page, const struct wb_page_form *form, struct wb_html *html)
{
	bool is_mistaken = has_mistake(form);
	char title[WB_PAGE_TITLE_SIZE];

	/* WCAG 2.4.2: somebody who hears the page hears first that something is wrong. */
	snprintf(title, sizeof(title), "%s%s", is_mistaken ? wb_page_phrase(page, WB_PHRASE_FORM_ERROR) : "",
	    wb_page_phrase(page, WB_PHRASE_FORM_TITLE));
	wb_page_begin(page, title, WB_PAGE_FORM, html);
	wb_page_element(page, "h1", WB_PHRASE_FORM_TITLE, NULL, html);
	if (is_mistaken)
		add_summary(page, form, html);
	if (form->notice != WB_MESSAGES)
		wb_page_notice(page, form->notice, form->server[0] == '\0', html);
	wb_html_raw(html, "<p class=\"lead\">");
	wb_page_say(page, WB_PHRASE_FORM_LEAD, NULL, html);
	wb_html_raw(html, "</p>\n");
	wb_page_promise(page, html);
	wb_page_element(page, "p", WB_PHRASE_FORM_NEEDED, NULL, html);
	/* The browser's own check would show one mistake at a time, in its own language; ours shows all. */
	wb_html_raw(html, "<form class=\"request\" id=\"request\" method=\"post\" novalidate action=\"");
	wb_html_raw(html, page->root);
	wb_html_raw(html, WB_PAGE_REMOVE "\">\n");
	add_hidden(html, "lang", wb_languages[page->language].tag);
	if (form->seen_email != NULL)
		add_hidden(html, WB_PAGE_SEEN_EMAIL, form->seen_email);
	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
		wb_html_raw(html, "<fieldset>\n");
		wb_page_element(page, "legend", groups[i].legend, NULL, html);
		if (i == 0)
			add_server(page, form, html);
		for (int field = (int)groups[i].first; field <= (int)groups[i].last; field++) {
			if (field == WB_FIELD_ADDRESS && form->is_whole_server && form->mistakes[field] == WB_MISTAKE_NONE)
				continue;
			add_field(page, form, (enum wb_page_field)field, html);
		}
		wb_html_raw(html, "</fieldset>\n");
	}
	wb_page_keep(page, html);
	wb_html_raw(html, "<button type=\"submit\">");
	wb_page_say(page, WB_PHRASE_FORM_SEND, NULL, html);
	wb_html_raw(html, "</button>\n</form>\n");
	wb_page_end(page, html);
}
