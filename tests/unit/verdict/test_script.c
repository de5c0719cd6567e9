/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_script.c - which script it was, as PHP, hosters and mail servers say it. */
#include "message_fixture.h"
#include "verdict/script.h"

#define A40 "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd"

static void test_descriptions(void **state)
{
	static const struct {
		const char *label, *header, *wanted;
	} rows[] = {
		{ "nothing", "From: ann@example.net\nTo: bob@example.org\n", "" },
		{ "PHP", "X-PHP-Originating-Script: 33:mailer.php\n", "file mailer.php, uid 33" },
		{ "PHP, eval", "X-PHP-Originating-Script: 1004:x.php(12) : eval()'d code(1) : eval()'d code\n",
		    "file x.php(12) : eval()'d code(1) : eval()'d code, uid 1004" },
		{ "PHP, no uid", "X-PHP-Originating-Script: mailer.php\n", "file mailer.php" },
		{ "PHP, empty", "X-PHP-Originating-Script:\n", "" },
		{ "PHP, only a uid", "X-PHP-Originating-Script: 33:\n", "uid 33" },
		{ "a hoster's patch", "X-PHP-Script: example.com/contact.php for 203.0.113.9\n",
		    "example.com/contact.php for 203.0.113.9" },
		{ "a hoster's patch with the path", "X-PHP-Filename: /home/web12/htdocs/x.php REMOTE_ADDR: 203.0.113.9\n",
		    "file /home/web12/htdocs/x.php" },
		{ "both",
		    "X-PHP-Script: example.com/contact.php for 203.0.113.9, 10.0.0.1\nX-PHP-Originating-Script: 33:PHPMailer.php\n",
		    "file PHPMailer.php, uid 33; example.com/contact.php for 203.0.113.9, 10.0.0.1" },
		{ "a panel, a script",
		    "X-AntiAbuse: Primary Hostname - host.example.com\nX-AntiAbuse: Originator/Caller UID/GID - [1004 990] / [47 12]\nX-Get-Message-Sender-Via: host.example.com: authenticated_id: web12/from_h\nX-Authenticated-Sender: host.example.com: web12\nX-Source: /usr/bin/php\nX-Source-Args: /usr/bin/php /home/web12/public_html/x.php\nX-Source-Dir: example.com:/public_html/wp-content/uploads\n",
		    "folder example.com:/public_html/wp-content/uploads; process /usr/bin/php /home/web12/public_html/x.php; account web12; uid 1004" },
		{ "a panel, somebody who has logged in",
		    "X-AntiAbuse: Originator/Caller UID/GID - [47 12] / [47 12]\nX-Authenticated-Sender: host.example.com: ann@example.com\nX-Source:\nX-Source-Args:\nX-Source-Dir:\n",
		    "account ann@example.com" },
		{ "a panel, only one of its fields",
		    "X-Get-Message-Sender-Via: host.example.com: acl_c_authenticated_local_user: mailman/mailman\n",
		    "account mailman" },
		{ "a panel, empty", "X-Authenticated-Sender: host.example.com: \nX-Get-Message-Sender-Via: h: none: web12\n",
		    "account web12" },
		{ "Exim", "Received: from www-data by web.example.com with local (Exim 4.96)\n", "user www-data" },
		{ "Postfix", "Received: by web.example.com (Postfix, from userid 33)\n\tid 4ABC; x\n", "uid 33" },
		{ "qmail", "Received: (qmail 2341 invoked by uid 48); x\n", "uid 48" },
		{ "Sendmail", "Received: (from apache@localhost)\n\tby web.example.com (8.14.4/8.14.4/Submit) id t; x\n",
		    "user apache" },
		{ "who handed it on says less than PHP",
		    "Received: by web.example.com (Postfix, from userid 33)\nX-PHP-Originating-Script: 33:mailer.php\n",
		    "file mailer.php, uid 33" },
		{ "from another host",
		    "Received: from mail.example.net (mail.example.net [192.0.2.1])\n\tby mx (Postfix) with ESMTP\n", "" },
		{ "classic FormMail", "X-Http-Client: [203.0.113.9]\nX-Generated-By: NMS FormMail.pl v3.14c1\n",
		    "program NMS FormMail.pl v3.14c1" },
		{ "what is not printable", "X-PHP-Originating-Script: 33:\xc3\xbc\x1b[31m.php\n", "file ?? [31m.php, uid 33" },
		{ "a long name leaves room for the others",
		    "X-PHP-Originating-Script: 33:" A40 A40 A40 A40 ".php\nX-Authenticated-Sender: h: web12\n",
		    "file " A40 A40 A40 ", uid 33; account web12" },
		{ "200 bytes at most",
		    "X-PHP-Originating-Script: 33:" A40 A40 A40 A40 ".php\nX-PHP-Script: " A40 A40 A40
		    "\nX-Authenticated-Sender: h: web12\n",
		    "file " A40 A40 A40 ", uid 33; " A40 "aaaaaaaaaabbbbbbbbbbccccc" },
		{ "a uid of many digits", "X-PHP-Originating-Script: 12345678901234567890:a.php\n",
		    "file a.php, uid 1234567890" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[WB_SCRIPT_SIZE];
		bool is_known;

		begin_row(rows[i].label);
		memset(text, 'x', sizeof(text));
		is_known = wb_script_describe(message_of(rows[i].header), text);
		assert_string_equal(text, rows[i].wanted);
		assert_int_equal(is_known, rows[i].wanted[0] != '\0');
		assert_true(wb_text_is_printable(text));
	}
}

static void test_who_is_a_script(void **state)
{
	static const struct {
		const char *label, *text;
		bool is_script;
	} rows[] = {
		{ "a person",
		    "From: ann@example.net\nX-Mailer: Microsoft Outlook 16.0\nUser-Agent: Mozilla Thunderbird\n\nHello\n",
		    false },
		{ "nothing", "", false },
		{ "PHP", "X-PHP-Originating-Script: 33:a.php\n", true },
		{ "a hoster's PHP", "X-PHP-Script: example.com/a.php for 203.0.113.9\n", true },
		{ "a hoster's PHP with the path", "X-PHP-Filename: /srv/a.php\n", true },
		{ "a panel", "X-Source-Args: /usr/bin/php /home/web12/a.php\n", true },
		{ "a panel that names a folder alone", "X-Source-Dir: example.com:/public_html\n", true },
		{ "a panel's user who has logged in",
		    "X-Source-Args:\nX-Source-Dir: \nX-Authenticated-Sender: h: ann@example.com\n", false },
		{ "PHPMailer", "X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)\n", true },
		{ "PHP without a library", "X-Mailer: PHP/8.2.7\n", true },
		{ "a forum", "X-Mailer: vBulletin Mail via PHP\n", true },
		{ "a shop", "X-Mailer: osCommerce Mailer\n", true },
		{ "the user of a web server, Postfix", "Received: by h (Postfix, from userid 33)\n\tid 4; x\n", true },
		{ "another user, Postfix", "Received: by h (Postfix, from userid 1000)\n\tid 4; x\n", false },
		{ "a number that begins alike", "Received: by h (Postfix, from userid 335)\n\tid 4; x\n", false },
		{ "the user of a web server, qmail", "Received: (qmail 2 invoked by uid 48); x\n", true },
		{ "the user of a web server, Exim", "Received: from www-data by h with local (Exim 4.96)\n", true },
		{ "the user of a web server, Sendmail",
		    "Received: (from apache@localhost)\n\tby h (8.14.4/8.14.4/Submit) id t; x\n", true },
		{ "cron", "Received: from root by h with local (Exim 4.96)\n", false },
		{ "a host of that name", "Received: from www ([192.0.2.1])\n\tby h with esmtp (Exim 4.96)\n", false },
		{ "in the second field",
		    "Received: from a ([192.0.2.1])\n\tby h with esmtp (Exim 4.96)\nReceived: by h (Postfix, from userid 33)\n",
		    true },
		{ "a rewrite of FormMail", "X-Generated-By: NMS FormMail.pl v3.14c1\n", true },
		{ "FormMail", "From: a@x.example\n\nBelow is the result of your feedback form.  It was submitted by\n", true },
		{ "FormMail, lines run together", "From: a@x.example\n\n Below is the result of your feedback form.  It was",
		    true },
		{ "somebody quotes it", "From: a@x.example\n\n> Below is the result of your feedback form.\n", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i].label);
		assert_int_equal(wb_script_has_sent(message_of(rows[i].text)), rows[i].is_script);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_descriptions),
		cmocka_unit_test(test_who_is_a_script),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
