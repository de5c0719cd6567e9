/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_site.c - whyblock site: the explanation pages as files for any web server */
#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"
#include "page/page.h"

#define TEMPORARY ".whyblock-new"

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
		.url = config->policy.site.url,
		.removal_address = config->removal.address,
		.answer_within_s = config->removal.answer_within_s,
		.keep_s = config->removal.keep_s,
		.colour = config->colour,
		.colour_dark = config->colour_dark,
		.categories = site->categories,
		.category_count = config->policy.category_count,
	};
}

/*
 * Opens a folder that is made where it is missing, whatever the umask; one that is there stays as it is. below: AT_FDCWD for the folder
 * that the command line names, which may be a link; below that none is followed, since somebody else may write there.
 */
static enum cli_exit open_folder(const struct site *site, int below, const char *name, int *fd_r)
{
	const char *above = below != AT_FDCWD ? site->folder : "", *slash = below != AT_FDCWD ? "/" : "";
	bool is_new = mkdirat(below, name, 0755) == 0;

	*fd_r = -1;
	if (!is_new && errno != EEXIST)
		return cli_fail(CLI_IO, "cannot make the folder %s%s%s: %s", above, slash, name, strerror(errno));
	*fd_r = openat(below, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (below != AT_FDCWD ? O_NOFOLLOW : 0));
	if (*fd_r < 0 && (errno == ENOTDIR || errno == ELOOP))
		return cli_fail(CLI_IO, "%s%s%s is there and is no folder: name another one", above, slash, name);
	if (*fd_r < 0 || (is_new && fchmod(*fd_r, 0755) < 0))
		return cli_fail(CLI_IO, "%s%s%s: %s", above, slash, name, strerror(errno));
	return CLI_DONE;
}

/*
 * By a temporary name, so that a visitor sees the old page or the new one. folder: where it goes; shown: its name below the folder of
 * the command line, which begins with that of the folder.
 */
static enum cli_exit write_file(struct site *site, int folder, const char *shown, const struct wb_html *html)
{
	const char *name = strrchr(shown, '/') != NULL ? strrchr(shown, '/') + 1 : shown;
	int file;
	bool is_written;

	if (html->no_memory || html->data == NULL)
		return cli_fail(CLI_IO, "%s: out of memory", shown);
	unlinkat(folder, TEMPORARY, 0); /* of a run that was killed */
	file = openat(folder, TEMPORARY, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file < 0)
		return cli_fail(CLI_IO, "cannot write %s/%s: %s", site->folder, shown, strerror(errno));
	is_written = wb_file_write(file, html->data, html->length) && fchmod(file, 0644) == 0;
	if (close(file) != 0 || !is_written || renameat(folder, TEMPORARY, folder, name) != 0) {
		int reason = errno;

		unlinkat(folder, TEMPORARY, 0);
		return cli_fail(CLI_IO, "cannot write %s/%s: %s", site->folder, shown, strerror(reason));
	}
	json_object_array_add(site->files, json_object_new_string(shown));
	return CLI_DONE;
}

/* One page: the overview when category is NULL. folder: where it goes. */
static enum cli_exit write_page(
    struct site *site, int folder, enum wb_language language, const struct wb_page_category *category)
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
	status = write_file(site, folder, name, &html);
	wb_html_close(&html);
	return status;
}

static enum cli_exit write_language(struct site *site, int top, enum wb_language language)
{
	const char *below = language != WB_LANGUAGE_EN ? wb_languages[language].tag : ".";
	int folder, categories = -1;
	enum cli_exit status = open_folder(site, top, below, &folder);

	if (status == CLI_DONE)
		status = open_folder(site, folder, "category", &categories);
	if (status == CLI_DONE)
		status = write_page(site, folder, language, NULL);
	for (size_t i = 0; status == CLI_DONE && i < site->shown.category_count; i++) {
		if (site->categories[i].is_active)
			status = write_page(site, categories, language, &site->categories[i]);
	}
	if (folder >= 0)
		close(folder);
	if (categories >= 0)
		close(categories);
	return status;
}

enum cli_exit cli_site(struct cli *cli)
{
	struct site site = { .folder = cli->argv[0], .files = json_object_new_array() };
	const char *url = cli->config->policy.site.url;
	struct wb_html style = { 0 };
	int top;
	enum cli_exit status = open_folder(&site, AT_FDCWD, site.folder, &top);

	fill_site(cli->config, &site);
	/* The style sheet first: no page may stand there without it. */
	wb_page_style(&site.shown, &style);
	if (status == CLI_DONE)
		status = write_file(&site, top, WB_PAGE_STYLE, &style);
	wb_html_close(&style);
	for (int i = 0; status == CLI_DONE && i < WB_LANGUAGES; i++)
		status = write_language(&site, top, (enum wb_language)i);

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
	if (top >= 0)
		close(top);
	return status;
}
