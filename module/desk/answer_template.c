/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* answer_template.c - see answer_template.h */
#include "desk/answer_template.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/request.h"

#define IDS_MAX 50
#define ID_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

enum wb_status wb_answer_check(const char *text, struct wb_error *error_r)
{
	char clean[WB_REQUEST_ANSWER_SIZE];

	if (strlen(text) >= sizeof(clean))
		return wb_fail(error_r, WB_INVALID, "%zu bytes: expected at most %zu", strlen(text), sizeof(clean) - 1);
	wb_text_copy_utf8_lines(clean, sizeof(clean), text, strlen(text));
	return strcmp(clean, text) == 0 ? WB_OK
					: wb_fail(error_r, WB_INVALID, "expected text in UTF-8 without control characters");
}

void wb_answer_trim(char *text)
{
	size_t begin = strspn(text, " \t\r\n"), length = 0;

	for (const char *c = text + begin; *c != '\0'; c++) {
		if (c[0] != '\r' || c[1] != '\n')
			text[length++] = *c;
	}
	while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
		length--;
	text[length] = '\0';
}

/* The length of the id that a file's name begins with; 0: it is no template's. */
static size_t id_length(const char *name)
{
	size_t length = strspn(name, ID_LETTERS);

	if (length == 0 || length >= WB_ANSWER_TEMPLATE_ID_SIZE || name[length] != '.')
		return 0;
	return strlen(name) == length + 3 && strspn(name + length + 1, "abcdefghijklmnopqrstuvwxyz") == 2 ? length : 0;
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp(a, b);
}

void wb_answer_template_list(const char *folder, struct wb_text *text)
{
	char ids[IDS_MAX][WB_ANSWER_TEMPLATE_ID_SIZE];
	size_t count = 0;
	DIR *files = opendir(folder);

	for (struct dirent *file = NULL; files != NULL && count < IDS_MAX && (file = readdir(files)) != NULL;) {
		size_t length = id_length(file->d_name);

		if (length > 0)
			snprintf(ids[count++], sizeof(ids[0]), "%.*s", (int)length, file->d_name);
	}
	if (files != NULL)
		closedir(files);
	qsort(ids, count, sizeof(ids[0]), compare_ids);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || strcmp(ids[i], ids[i - 1]) != 0)
			wb_text_addf(text, "%s%s", i > 0 ? ", " : "", ids[i]);
	}
}

/* WB_NOT_FOUND: there is no such file. */
static enum wb_status read_file(
    const char *folder, const char *id, const char *language, char *buffer, size_t size, struct wb_error *error_r)
{
	char path[PATH_MAX];
	size_t length = 0;
	ssize_t got = 1;
	int fd;

	if ((size_t)snprintf(path, sizeof(path), "%s/%s.%s", folder, id, language) >= sizeof(path))
		return wb_fail(error_r, WB_INVALID, "%.60s...: the path is too long", folder);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? WB_NOT_FOUND : wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	while (got > 0 && length < size - 1) {
		got = read(fd, buffer + length, size - 1 - length);
		length += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	if (got < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	buffer[length] = '\0';
	return strlen(buffer) == length ? WB_OK : wb_fail(error_r, WB_INVALID, "%s: found a NUL byte: expected text", path);
}

enum wb_status wb_answer_template_read(
    const char *folder, const char *id, const char *language, char *buffer, size_t size, struct wb_error *error_r)
{
	char file[WB_REQUEST_ANSWER_SIZE + 100], known[400];
	struct wb_error error;
	struct wb_text text;
	enum wb_status status = WB_NOT_FOUND;
	size_t length;

	wb_text_open(&text, known, sizeof(known));
	if (id[0] != '\0' && strlen(id) < WB_ANSWER_TEMPLATE_ID_SIZE && id[strspn(id, ID_LETTERS)] == '\0') {
		status = strlen(language) == 2 && strspn(language, "abcdefghijklmnopqrstuvwxyz") == 2
		    ? read_file(folder, id, language, file, sizeof(file), error_r)
		    : WB_NOT_FOUND;
		if (status == WB_NOT_FOUND)
			status = read_file(folder, id, "en", file, sizeof(file), error_r);
	}
	if (status == WB_NOT_FOUND) {
		wb_answer_template_list(folder, &text);
		return wb_fail(error_r, WB_INVALID, "no template \"%.40s\" in %s, as file %.40s.%s%s; there are: %s", id,
		    folder, id, language, strcmp(language, "en") != 0 ? " or .en" : "", text.length > 0 ? known : "none");
	}
	if (status != WB_OK)
		return status;
	wb_answer_trim(file);
	length = strlen(file);
	wb_text_copy_utf8_lines(buffer, size, file, length);
	status = wb_answer_check(file, &error);
	if (status == WB_OK && (length == 0 || length >= size))
		return wb_fail(error_r, WB_INVALID, "template %s in %s is %s", id, folder, length == 0 ? "empty" : "too long");
	return status == WB_OK ? WB_OK : wb_fail(error_r, status, "template %s in %s: %s", id, folder, error.text);
}
