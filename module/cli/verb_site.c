/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_site.c - whyblock site: the explanation pages as files for any web server */
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "page/page.h"

#define PATH_SIZE 4096

_Static_assert(sizeof(WB_PAGE_CATEGORY) + WB_CATEGORY_ID_SIZE <= WB_PAGE_PATH_SIZE, "a path has room for any category");

struct site {
	struct wb_page_site shown;
	struct wb_page_category categories[WB_POLICY_CATEGORIES_MAX]; /* of shown */
	const char *folder;
	struct json_object *files; /* what was written, below folder */
};

/* The service fills the same values for its pages, in web/live.c. */
static void fill_site(const struct wb_config *config, struct site *site)
{
	for (size_t i = 0; i < config->policy.category_count; i++) {
		const struct wb_category *category = &config->policy.categories[i];

		site->categories[i] = (struct wb_page_category){
			.id = category->id,
			.title = category->title,
			.has_own_title = wb_category_has_own_title(category),
			.is_active = category->action != WB_OFF,
		};
	}
	site->shown = (struct wb_page_site){
		.name = config->policy.site.name,
		.contacts = config->policy.site.contacts,
		.removal_address = config->removal.address,
		.colour = config->colour,
		.colour_dark = config->colour_dark,
		.categories = site->categories,
		.category_count = config->policy.category_count,
	};
}

/* Makes a folder, whatever the umask; one that is there stays as it is. */
static enum cli_exit make_folder(const char *path)
{
	struct stat status;

	if (mkdir(path, 0755) == 0)
		return chmod(path, 0755) == 0 ? CLI_DONE : cli_fail(CLI_IO, "%s: %s", path, strerror(errno));
	if (errno != EEXIST)
		return cli_fail(CLI_IO, "cannot make the folder %s: %s", path, strerror(errno));
	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return cli_fail(CLI_IO, "%s is there and is no folder: name another one", path);
	return CLI_DONE;
}

/* By a temporary name, so that a visitor sees the old page or the new one. */
static enum cli_exit write_file(struct site *site, const char *name, const struct wb_html *html)
{
	char path[PATH_SIZE], temporary[PATH_SIZE + 8];
	int file;
	bool is_written;

	if (html->no_memory || html->data == NULL)
		return cli_fail(CLI_IO, "%s: out of memory", name);
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", site->folder, name) >= sizeof(path))
		return cli_fail(CLI_IO, "%s: the path is too long", site->folder);
	snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);
	file = mkostemp(temporary, O_CLOEXEC);
	if (file < 0)
		return cli_fail(CLI_IO, "cannot write %s: %s", path, strerror(errno));
	is_written = wb_file_write(file, html->data, html->length) && fchmod(file, 0644) == 0;
	if (close(file) != 0 || !is_written || rename(temporary, path) != 0) {
		int reason = errno;

		unlink(temporary);
		return cli_fail(CLI_IO, "cannot write %s: %s", path, strerror(reason));
	}
	json_object_array_add(site->files, json_object_new_string(name));
	return CLI_DONE;
}

/* One page: the overview when category is NULL. */
static enum cli_exit write_page(struct site *site, enum wb_language language, const struct wb_page_category *category)
{
	bool is_below = language != WB_LANGUAGE_EN;
	char path[WB_PAGE_PATH_SIZE] = "", name[sizeof(path) + 32];
	struct wb_page page = { .site = &site->shown, .language = language, .is_static = true, .path = path, .query = "" };
	struct wb_html html = { 0 };
	enum cli_exit status;

	if (category != NULL)
		wb_page_category_path(category, path);
	page.root = category != NULL ? (is_below ? "../../" : "../") : (is_below ? "../" : "");
	if (category != NULL)
		wb_page_category(&page, category, &html);
	else
		wb_page_overview(&page, NULL, &html);
	snprintf(name, sizeof(name), "%s%s%s.html", is_below ? wb_languages[language].tag : "", is_below ? "/" : "",
	    category != NULL ? path : "index");
	status = write_file(site, name, &html);
	wb_html_close(&html);
	return status;
}

static enum cli_exit write_language(struct site *site, enum wb_language language)
{
	char folder[PATH_SIZE], categories[PATH_SIZE];
	const char *below = language != WB_LANGUAGE_EN ? wb_languages[language].tag : ".";
	enum cli_exit status;

	if ((size_t)snprintf(folder, sizeof(folder), "%s/%s", site->folder, below) >= sizeof(folder) ||
	    (size_t)snprintf(categories, sizeof(categories), "%s/%s/category", site->folder, below) >= sizeof(categories))
		return cli_fail(CLI_IO, "%s: the path is too long", site->folder);
	status = make_folder(folder);
	if (status == CLI_DONE)
		status = make_folder(categories);
	if (status == CLI_DONE)
		status = write_page(site, language, NULL);
	for (size_t i = 0; status == CLI_DONE && i < site->shown.category_count; i++) {
		if (site->categories[i].is_active)
			status = write_page(site, language, &site->categories[i]);
	}
	return status;
}

enum cli_exit cli_site(struct cli *cli)
{
	struct site site = { .folder = cli->argv[0], .files = json_object_new_array() };
	const char *url = cli->config->policy.site.url;
	struct wb_html style = { 0 };
	enum cli_exit status = make_folder(site.folder);

	fill_site(cli->config, &site);
	/* The style sheet first: no page may stand there without it. */
	wb_page_style(&site.shown, &style);
	if (status == CLI_DONE)
		status = write_file(&site, WB_PAGE_STYLE, &style);
	wb_html_close(&style);
	for (int i = 0; status == CLI_DONE && i < WB_LANGUAGES; i++)
		status = write_language(&site, (enum wb_language)i);

	if (status == CLI_DONE && cli->json) {
		puts(json_object_to_json_string_ext(site.files, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
	} else if (status == CLI_DONE) {
		printf("wrote %zu pages and style.css to %s, in %d languages\n", json_object_array_length(site.files) - 1,
		    site.folder, (int)WB_LANGUAGES);
		if (url[0] == '\0')
			puts("site.url is empty: set it to where index.html can be read, and replies will name it");
		else
			printf("%s should show its index.html\n", url);
	}
	json_object_put(site.files);
	return status;
}
