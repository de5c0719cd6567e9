/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* name_servers.c - see name_servers.h */
#include "dns/name_servers.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

#define FILE_BYTES_MAX 4096   /* of which the beginning is read */
#define RESOLV_CONF_SERVERS 3 /* MAXNS */
#define BLANKS " \t\r"

/* One that is named twice is one server, and its silence one server's. */
static bool has_row(const struct wb_name_servers *servers, const char *text, size_t length)
{
	for (size_t i = 0; i < servers->count; i++) {
		if (strlen(servers->rows[i]) == length && memcmp(servers->rows[i], text, length) == 0)
			return true;
	}
	return false;
}

static void add(struct wb_name_servers *servers, const char *text, size_t length, size_t most)
{
	if (!has_row(servers, text, length) && servers->count < most && length < WB_NAME_SERVER_SIZE &&
	    memchr(text, '\0', length) == NULL) {
		memcpy(servers->rows[servers->count], text, length);
		servers->rows[servers->count++][length] = '\0';
	}
}

static void leave_out(struct wb_name_servers *servers, const char *text, size_t length)
{
	struct wb_text list = { servers->left_out, sizeof(servers->left_out), strlen(servers->left_out), false };

	wb_text_add(&list, list.length > 0 ? ", " : "");
	wb_text_add_printable(&list, text, length);
}

static bool begins(const char *word, size_t length, const char *name)
{
	return length >= strlen(name) && strncmp(word, name, strlen(name)) == 0;
}

/* Those that have to do with how servers are asked: how long and how often is decided by dns.deadline. */
static void read_options(struct wb_name_servers *servers, const char *at, const char *end)
{
	static const char *const without_effect[] = { "timeout:", "attempts:", "rotate" };

	while (at < end) {
		size_t length;

		at += strspn(at, BLANKS);
		length = strcspn(at, BLANKS "\n");
		servers->uses_tcp = servers->uses_tcp || (length == strlen("use-vc") && begins(at, length, "use-vc"));
		for (size_t i = 0; i < sizeof(without_effect) / sizeof(without_effect[0]); i++) {
			if (begins(at, length, without_effect[i]))
				leave_out(servers, at, length);
		}
		at += length > 0 ? length : 1;
	}
}

static void read_line(struct wb_name_servers *servers, const char *line, const char *end)
{
	static const char name_server[] = "nameserver", options[] = "options";
	const char *at = line + strspn(line, BLANKS);
	size_t length = strcspn(at, BLANKS "\n");
	const char *value = at + length + strspn(at + length, BLANKS);

	if (length == sizeof(options) - 1 && begins(at, length, options)) {
		read_options(servers, value, end);
	} else if (length == sizeof(name_server) - 1 && begins(at, length, name_server)) {
		length = strcspn(value, BLANKS "\n#;");
		if (length > 0 && !has_row(servers, value, length) &&
		    (length >= WB_NAME_SERVER_SIZE || servers->count == RESOLV_CONF_SERVERS))
			leave_out(servers, value, length);
		else if (length > 0)
			add(servers, value, length, RESOLV_CONF_SERVERS);
	}
}

static void read_file(struct wb_name_servers *servers, const char *path)
{
	char text[FILE_BYTES_MAX + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t size = -1;
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		size = pread(fd, text, sizeof(text) - 1, 0);
	if (fd >= 0)
		close(fd);
	if (size <= 0)
		return;
	/* A line that is cut may hold another server's address. */
	if (size == FILE_BYTES_MAX) {
		while (size > 0 && text[size - 1] != '\n')
			size--;
	}
	text[size] = '\0';
	for (const char *line = text, *end; *line != '\0'; line = *end == '\n' ? end + 1 : end) {
		end = line + strcspn(line, "\n");
		read_line(servers, line, end);
	}
}

void wb_name_servers_find(const struct wb_texts *configured, const char *resolv_conf, struct wb_name_servers *servers_r)
{
	memset(servers_r, 0, sizeof(*servers_r));
	for (size_t i = 0; i < configured->count; i++)
		add(servers_r, configured->items[i], strlen(configured->items[i]), WB_NAME_SERVERS_MAX);
	if (configured->count > 0)
		return;
	read_file(servers_r, resolv_conf != NULL ? resolv_conf : WB_RESOLV_CONF);
	servers_r->is_default = servers_r->count == 0;
	if (servers_r->is_default)
		add(servers_r, "127.0.0.1", strlen("127.0.0.1"), 1);
}
