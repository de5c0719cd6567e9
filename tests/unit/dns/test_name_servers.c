/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_name_servers.c - what is made of resolv.conf, as people and programs write it, and as nobody should. */
#include "dns/name_servers.h"
#include "unit.h"

static const struct wb_texts nobody = { NULL, 0 };

/* "192.0.2.53 [2001:db8::53]:5353", and what is behind it. */
static const char *describe(const struct wb_name_servers *servers)
{
	static char text[1024];

	text[0] = '\0';
	for (size_t i = 0; i < servers->count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", i > 0 ? " " : "", servers->rows[i]);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s|%s", servers->uses_tcp ? " tcp" : "",
	    servers->is_default ? " default" : "", servers->left_out);
	return text;
}

static void test_files(void **state)
{
	static const struct {
		const char *label, *file, *wanted;
	} rows[] = {
		{ "one", "nameserver 192.0.2.53\n", "192.0.2.53|" },
		{ "comments, blanks, CRLF, no newline",
		    "# nameserver 192.0.2.1\n; x\n\n \tnameserver\t192.0.2.53 # mine\r\nsearch example.net\nnameserver 2001:db8::53",
		    "192.0.2.53 2001:db8::53|" },
		{ "three at most", "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n",
		    "192.0.2.1 192.0.2.2 192.0.2.3|192.0.2.4" },
		{ "one that is named twice",
		    "nameserver 192.0.2.1\nnameserver 192.0.2.1\nnameserver 192.0.2.10\nnameserver 192.0.2.2\nnameserver 192.0.2.2\n",
		    "192.0.2.1 192.0.2.10 192.0.2.2|" },
		{ "a port, a scope", "nameserver [2001:db8::53]:5353\nnameserver fe80::1%eth0\n",
		    "[2001:db8::53]:5353 fe80::1%eth0|" },
		{ "options", "options use-vc timeout:1 ndots:2\noptions attempts:1 rotate edns0\nnameserver 192.0.2.53\n",
		    "192.0.2.53 tcp|timeout:1, attempts:1, rotate" },
		{ "half a word", "nameservers 192.0.2.1\noptions use-vcx\n", "127.0.0.1 default|" },
		{ "no address", "nameserver\nnameserver \n", "127.0.0.1 default|" },
		{ "empty", "", "127.0.0.1 default|" },
		{ "a control character", "nameserver 192.0.2.53\noptions timeout:\x1b[2J\n", "192.0.2.53|timeout:?[2J" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_name_servers servers;

		begin_row(rows[i].label);
		wb_name_servers_find(&nobody, write_text(*state, "resolv.conf", rows[i].file), &servers);
		assert_string_equal(describe(&servers), rows[i].wanted);
	}
}

static void test_what_is_no_file(void **state)
{
	struct wb_name_servers servers;

	begin_row("none");
	wb_name_servers_find(&nobody, path_in(*state, "none"), &servers);
	assert_string_equal(describe(&servers), "127.0.0.1 default|");
	begin_row("a FIFO, which would hold whoever reads it");
	assert_int_equal(mkfifo(path_in(*state, "fifo"), 0600), 0);
	wb_name_servers_find(&nobody, path_in(*state, "fifo"), &servers);
	assert_string_equal(describe(&servers), "127.0.0.1 default|");
	begin_row("a folder");
	wb_name_servers_find(&nobody, *state, &servers);
	assert_string_equal(describe(&servers), "127.0.0.1 default|");
}

static void test_long_ones_are_read_to_their_limit(void **state)
{
	char text[20000] = "nameserver 192.0.2.53\n";
	struct wb_name_servers servers;

	memset(text + strlen(text), 'x', sizeof(text) - strlen(text) - 30);
	strcat(text, "\nnameserver 192.0.2.54\n");
	wb_name_servers_find(&nobody, write_text(*state, "resolv.conf", text), &servers);
	assert_string_equal(describe(&servers), "192.0.2.53|");
	begin_row("an address that is cut by the limit");
	memset(text, '#', 4096);
	memcpy(text, "nameserver 192.0.2.53\n", 22);
	strcpy(text + 4096 - strlen("\nnameserver 192.0.2.5"), "\nnameserver 192.0.2.54\n");
	wb_name_servers_find(&nobody, write_text(*state, "resolv.conf", text), &servers);
	assert_string_equal(describe(&servers), "192.0.2.53|");
	begin_row("an address that is none by its length");
	memset(text, '1', 200);
	memcpy(text, "nameserver ", 11);
	strcpy(text + 200, "\nnameserver 192.0.2.54\n");
	wb_name_servers_find(&nobody, write_text(*state, "resolv.conf", text), &servers);
	assert_string_equal(servers.rows[0], "192.0.2.54");
	assert_int_equal(strlen(servers.left_out), 159);
}

static void test_the_configured_ones_come_first(void **state)
{
	const char *items[] = { "192.0.2.1", "192.0.2.2:5353" };
	const struct wb_texts configured = { items, 2 };
	struct wb_name_servers servers;

	wb_name_servers_find(
	    &configured, write_text(*state, "resolv.conf", "nameserver 192.0.2.53\noptions use-vc\n"), &servers);
	assert_string_equal(describe(&servers), "192.0.2.1 192.0.2.2:5353|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_files),
		test_in_folder(test_what_is_no_file),
		test_in_folder(test_long_ones_are_read_to_their_limit),
		test_in_folder(test_the_configured_ones_come_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
