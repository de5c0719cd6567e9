/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_received.c - the Received fields of mail servers of each kind, as they write them. */
#include "unit.h"
#include "verdict/received.h"

static const char *logins[] = { "?", "no", "yes" };

static void test_forms(void **state)
{
	/* wanted: address or how else it came, HELO, name, by, protocol, recipient, login. */
	static const struct {
		const char *label, *value, *wanted;
	} rows[] = {
		{ "Exim, the name is the HELO",
		    "from mail.example.net ([192.0.2.1]) by mx.example.org with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <ann@example.net>) id 1qAbCd-000123-0a for bob@example.org; Mon, 05 Jan 2026 10:00:00 +0100",
		    "192.0.2.1|mail.example.net|mail.example.net|mx.example.org|esmtps|bob@example.org|no" },
		{ "Exim, another HELO",
		    "from p5b0.dip0.t-ipconnect.de ([198.51.100.7] helo=laptop) by mx.example.org with esmtp (Exim 4.94.2) (envelope-from <a@b.example>) id 1qAbCd-000123-0a for bob@example.org; Mon, 05 Jan 2026 10:00:00 +0100",
		    "198.51.100.7|laptop|p5b0.dip0.t-ipconnect.de|mx.example.org|esmtp|bob@example.org|no" },
		{ "Exim, with ports",
		    "from mail.example.net ([192.0.2.1]:41234 helo=other.example) by mx.example.org with esmtp (Exim 4.96) id 1; x",
		    "192.0.2.1|other.example|mail.example.net|mx.example.org|esmtp||no" },
		{ "Exim, no name", "from [198.51.100.7] (helo=laptop) by mx.example.org with smtp (Exim 4.96) id 1; x",
		    "198.51.100.7|laptop||mx.example.org|smtp||no" },
		{ "Exim, no name, port before helo",
		    "from [198.51.100.7] (port=4711 helo=[10.0.0.3]) by mx.example.org with esmtpsa (TLS1.2:ECDHE:256) (Exim 4.92) id 1; x",
		    "198.51.100.7|[10.0.0.3]||mx.example.org|esmtpsa||yes" },
		{ "Exim, a literal as HELO", "from [198.51.100.7] by mx.example.org with esmtp (Exim 4.96) id 1; x",
		    "198.51.100.7|||mx.example.org|esmtp||no" },
		{ "Exim, IPv6",
		    "from mail.example.net ([2001:db8::25] helo=example.net) by mx.example.org with esmtps (Exim 4.96) id 1; x",
		    "2001:db8::25|example.net|mail.example.net|mx.example.org|esmtps||no" },
		{ "Exim 3, ident", "from [218.51.100.7] (helo=h ident=xyz) by y with smtp (Exim 3.35 #1 (Debian)) id 1; x",
		    "218.51.100.7|h||y|smtp||no" },
		{ "Exim, local",
		    "from www-data by web.example.com with local (Exim 4.94) (envelope-from <www-data@web.example.com>) id 1; x",
		    "local|||web.example.com|local||?" },
		{ "Exim, of an unknown form", "from mail.example.net ([192.0.2.1]) by mx.example.org with esmtps id 1; x",
		    "192.0.2.1|mail.example.net||mx.example.org|esmtps||?" },
		{ "Postfix",
		    "from mail.example.net (mail.example.net [192.0.2.1]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits)) (No client certificate requested) by mx.example.org (Postfix) with ESMTPS id 4ABC for <bob@example.org>; Mon, 5 Jan 2026 10:00:00 +0100 (CET)",
		    "192.0.2.1|mail.example.net|mail.example.net|mx.example.org|ESMTPS|bob@example.org|no" },
		{ "Postfix, no name", "from laptop (unknown [198.51.100.7]) by mx.example.org (Postfix) with SMTP id 4; x",
		    "198.51.100.7|laptop||mx.example.org|SMTP||no" },
		{ "Postfix, IPv6",
		    "from a.example (a.example [IPv6:2001:db8::25]) by mx.example.org (Postfix) with ESMTP id 4; x",
		    "2001:db8::25|a.example|a.example|mx.example.org|ESMTP||no" },
		{ "Postfix on Debian",
		    "from a.example (a.example [192.0.2.1]) by mx.example.org (Postfix, on Debian) with ESMTP id 4; x",
		    "192.0.2.1|a.example|a.example|mx.example.org|ESMTP||no" },
		{ "Postfix, logged in",
		    "from [10.0.0.3] (p5b0.dip0.t-ipconnect.de [198.51.100.7]) by mail.example.net (Postfix) with ESMTPSA id 4; x",
		    "198.51.100.7|[10.0.0.3]|p5b0.dip0.t-ipconnect.de|mail.example.net|ESMTPSA||yes" },
		{ "Postfix, says who has logged in",
		    "from laptop (p5b0.dip0.t-ipconnect.de [198.51.100.7]) (Authenticated sender: ann@example.net) by mail.example.net (Postfix) with ESMTP id 4; x",
		    "198.51.100.7|laptop|p5b0.dip0.t-ipconnect.de|mail.example.net|ESMTP||yes" },
		{ "Postfix, without a space",
		    "from 207.8.214.3 (unknown[198.51.100.7]) by mx.example.org (Postfix) with SMTP id 9; x",
		    "198.51.100.7|207.8.214.3||mx.example.org|SMTP||no" },
		{ "Postfix, a user of the host",
		    "by web.example.com (Postfix, from userid 33) id 4ABC; Mon, 5 Jan 2026 10:00:00 +0100 (CET)",
		    "local|||web.example.com|||?" },
		{ "Postfix behind a filter",
		    "from localhost (localhost [127.0.0.1]) by mx.example.net (Postfix) with ESMTP id 4; x",
		    "127.0.0.1|localhost|localhost|mx.example.net|ESMTP||no" },
		{ "amavisd",
		    "from mx.example.net ([127.0.0.1]) by localhost (mx.example.net [127.0.0.1]) (amavis, port 10024) with ESMTP id x; x",
		    "127.0.0.1|mx.example.net||localhost|ESMTP||?" },
		{ "Sendmail",
		    "from mail.example.net (mail.example.net [192.0.2.1]) by mx.example.org (8.17.1/8.17.1/Debian-2) with ESMTPS id 305A for <bob@example.org>; x",
		    "192.0.2.1|mail.example.net|mail.example.net|mx.example.org|ESMTPS|bob@example.org|no" },
		{ "Sendmail, the name may be forged",
		    "from laptop (p7.dyn.example.net [198.51.100.7] (may be forged)) by mx.example.org (8.14.4/8.14.4) with ESMTP id t; x",
		    "198.51.100.7|laptop|p7.dyn.example.net|mx.example.org|ESMTP||no" },
		{ "Sendmail, no name", "from laptop ([198.51.100.7]) by mx.example.org (8.14.4/8.14.4) with ESMTP id t; x",
		    "198.51.100.7|laptop||mx.example.org|ESMTP||no" },
		{ "Sendmail, ident", "from a.example (IDENT:ann@a.example [192.0.2.1]) by b (8.11.6/8.11.6) with SMTP id t; x",
		    "192.0.2.1|a.example|a.example|b|SMTP||no" },
		{ "Sendmail, ident without a name", "from laptop (kgbxn@[198.51.100.7]) by b (8.11.6/8.11.6) with SMTP id t; x",
		    "198.51.100.7|laptop||b|SMTP||no" },
		{ "Sendmail, logged in",
		    "from laptop (p7.dyn.example.net [198.51.100.7]) (authenticated bits=0) by mail.example.net (8.14.4/8.14.4) with ESMTP id t; x",
		    "198.51.100.7|laptop|p7.dyn.example.net|mail.example.net|ESMTP||yes" },
		{ "Sendmail, logged in, an old one",
		    "from l (n.example [192.0.2.62] (may be forged)) (authenticated) by m (8.11.4/8.11.4) with ESMTP id h0 for <x@y.example>; x",
		    "192.0.2.62|l|n.example|m|ESMTP|x@y.example|yes" },
		{ "Sendmail, a user of the host", "(from apache@localhost) by web.example.com (8.14.4/8.14.4/Submit) id t0; x",
		    "local|||web.example.com|||?" },
		{ "Exchange 2016",
		    "from mail.example.net (192.0.2.1) by EX1.example.org (10.1.1.5) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.1.2507.39 via Frontend Transport; x",
		    "192.0.2.1|mail.example.net||EX1.example.org|Microsoft||?" },
		{ "Exchange Online",
		    "from DU2PR.eurprd01.prod.exchangelabs.com (2603:10a6:10:2ee::17) by PAX.eurprd01.prod.exchangelabs.com (2603:10a6:102:50::6) with Microsoft SMTP Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.7409.10; x",
		    "2603:10a6:10:2ee::17|DU2PR.eurprd01.prod.exchangelabs.com||PAX.eurprd01.prod.exchangelabs.com|Microsoft||?" },
		{ "Exchange Online, from a mailbox",
		    "from DU2PR.exchangelabs.com ([fe80::abcd:1]) by DU2PR.exchangelabs.com ([fe80::abcd:1%7]) with mapi id 15.20.7409.010; x",
		    "local|DU2PR.exchangelabs.com||DU2PR.exchangelabs.com|mapi||?" },
		{ "Microsoft's SMTP service",
		    "from laptop ([198.51.100.7] RDNS failed) by ms.example.net with Microsoft SMTPSVC(6.0.3790.4675); x",
		    "198.51.100.7|laptop||ms.example.net|Microsoft||?" },
		{ "Microsoft's pickup folder", "from mail pickup service by ms.example.net with Microsoft SMTPSVC; x",
		    "local|||ms.example.net|Microsoft||?" },
		{ "qmail", "from mail.example.net (192.0.2.1) by mx.example.org with SMTP; 5 Jan 2026 09:00:00 -0000",
		    "192.0.2.1|mail.example.net|mail.example.net|mx.example.org|SMTP||?" },
		{ "qmail, another HELO", "from p7.dyn.example.net (HELO laptop) (198.51.100.7) by mx.example.org with SMTP; x",
		    "198.51.100.7|laptop|p7.dyn.example.net|mx.example.org|SMTP||?" },
		{ "qmail, no name, ident", "from unknown (HELO laptop) (ann@198.51.100.7) by mx.example.org with SMTP; x",
		    "198.51.100.7|laptop||mx.example.org|SMTP||?" },
		{ "qmail, literal as HELO", "from unknown (HELO [10.0.0.3]) (198.51.100.7) by mx.example.org with ESMTPA; x",
		    "198.51.100.7|[10.0.0.3]||mx.example.org|ESMTPA||yes" },
		{ "qmail-ldap",
		    "from unknown (HELO t.example) (jd@[198.51.100.7]) (envelope-sender <jd@f.example>) by mx.example.org (qmail-ldap-1.03) with SMTP for <jm@jm.example>; x",
		    "198.51.100.7|t.example||mx.example.org|SMTP|jm@jm.example|?" },
		{ "qmail, a user of the host", "(qmail 2341 invoked by uid 33); 5 Jan 2026 09:00:00 -0000", "local||||||?" },
		{ "qmail, an alias", "(qmail 2341 invoked by alias); 5 Jan 2026 09:00:00 -0000", "local||||||?" },
		{ "qmail, only that it came", "(qmail 2341 invoked from network); 5 Jan 2026 09:00:00 -0000", "-||||||?" },
		{ "Gmail",
		    "from mail.example.net (mail.example.net. [192.0.2.1]) by mx.google.com with ESMTPS id a1si123.2026 for <bob@gmail.com> (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); x",
		    "192.0.2.1|mail.example.net|mail.example.net|mx.google.com|ESMTPS|bob@gmail.com|?" },
		{ "Gmail, from a client",
		    "from [192.168.1.4] (p5b0.dip0.t-ipconnect.de. [198.51.100.7]) by smtp.gmail.com with ESMTPSA id x1 for <bob@example.org>; x",
		    "198.51.100.7|[192.168.1.4]|p5b0.dip0.t-ipconnect.de|smtp.gmail.com|ESMTPSA|bob@example.org|yes" },
		{ "Gmail, inside", "by 2002:a05:6214:2b0e:b0:6b5:1 with SMTP id 6a1803df08f44; x",
		    "-|||2002:a05:6214:2b0e:b0:6b5:1|SMTP||?" },
		{ "Courier",
		    "from laptop (p7.dyn.example.net [::ffff:198.51.100.7]) (AUTH: LOGIN ann@example.net, SSL: TLSv1.2,256bits,AES) by mail.example.net with ESMTPS id 0000; x",
		    "198.51.100.7|laptop|p7.dyn.example.net|mail.example.net|ESMTPS||yes" },
		{ "Courier, no login", "from a.example ([::ffff:192.0.2.1]) by mail.example.net with ESMTP id 0000; x",
		    "192.0.2.1|a.example||mail.example.net|ESMTP||?" },
		{ "MDaemon",
		    "from laptop by example.net (MDaemon PRO v21.5.1) with ESMTPA id md5001.msg for <bob@example.org>; x",
		    "-|||example.net|ESMTPA|bob@example.org|yes" },
		{ "MDaemon, an address", "from [198.51.100.7] by example.net (MDaemon PRO v9.6.6) with ESMTP id md5.msg; x",
		    "198.51.100.7|||example.net|ESMTP||?" },
		{ "hMailServer", "from laptop (p7.dyn.example.net [198.51.100.7]) by mail.example.net with ESMTPSA ; x",
		    "198.51.100.7|laptop|p7.dyn.example.net|mail.example.net|ESMTPSA||yes" },
		{ "OpenSMTPD",
		    "from mail.example.net (mail.example.net [192.0.2.1]) by mx.example.org (OpenSMTPD) with ESMTPS id 1a (TLSv1.3:AEAD-AES256-GCM-SHA384:256:NO) for <bob@example.org>; x",
		    "192.0.2.1|mail.example.net|mail.example.net|mx.example.org|ESMTPS|bob@example.org|no" },
		{ "OpenSMTPD, logged in",
		    "from laptop (p7.dyn.example.net [198.51.100.7]) by m (OpenSMTPD) with ESMTPSA id 1a (TLSv1.3:X:256:NO) auth=yes user=ann; x",
		    "198.51.100.7|laptop|p7.dyn.example.net|m|ESMTPSA||yes" },
		{ "OpenSMTPD, a user of the host", "from localhost (m [local]) by m (OpenSMTPD) with ESMTPA id 1a; x",
		    "local|||m|ESMTPA||yes" },
		{ "XMail",
		    "from a.example (192.0.2.1:23198) by m.example (192.0.2.9:25) with [XMail 1.27 ESMTP Server] id <S7> for <x@y.example> from <z@a.example>; x",
		    "192.0.2.1|a.example||m.example|[XMail|x@y.example|?" },
		{ "CommuniGate, logged in",
		    "from [198.51.100.7] (account ann@example.net HELO [10.0.0.3]) by example.net (CommuniGate Pro SMTP 6.2) with ESMTPSA id 1; x",
		    "198.51.100.7|[10.0.0.3]||example.net|ESMTPSA||yes" },
		{ "CommuniGate, an old one",
		    "from [198.51.100.7] (account ann@example.net) by example.net (CommuniGate Pro SMTP 4.1.8) with ESMTP id 1; x",
		    "198.51.100.7|||example.net|ESMTP||yes" },
		{ "Exim, an ident that would be an address",
		    "from [198.51.100.7] (helo=h ident=a@10.0.0.1) by y with smtp (Exim 4.96) id 1; x",
		    "198.51.100.7|h||y|smtp||no" },
		{ "CommuniGate",
		    "from a.example ([192.0.2.1] verified) by example.net (CommuniGate Pro SMTP 6.2) with ESMTPS id 1; x",
		    "192.0.2.1|a.example||example.net|ESMTPS||?" },
		{ "IceWarp", "from laptop ([198.51.100.7]) by mail.example.net (IceWarp 10.4) with ASMTP (SSL) id 2; x",
		    "198.51.100.7|laptop||mail.example.net|ASMTP||yes" },
		{ "Kerio",
		    "from laptop ([198.51.100.7]) (authenticated user ann@example.net) by m (Kerio Connect 9.4) with ESMTP; x",
		    "198.51.100.7|laptop||m|ESMTP||yes" },
		{ "Roundcube", "from p7.dyn.example.net ([198.51.100.7]) by webmail.example.net with HTTP (HTTP/1.1 POST); x",
		    "local|p7.dyn.example.net||webmail.example.net|HTTP||?" },
		{ "SquirrelMail", "from 198.51.100.7 (SquirrelMail authenticated user ann) by webmail.example.net with HTTP; x",
		    "local|||webmail.example.net|HTTP||yes" },
		{ "Yahoo's web mail", "from [198.51.100.7] by web4.mail.yahoo.com via HTTP; x",
		    "local|||web4.mail.yahoo.com|||?" },
		{ "Dovecot",
		    "from mx.example.org by mx.example.org with LMTP id aBcD (envelope-from <ann@example.net>) for <bob@example.org>; x",
		    "-|||mx.example.org|LMTP|bob@example.org|?" },
		{ "fetchmail",
		    "from pop.example.net [192.0.2.1] by laptop with POP3 (fetchmail-6.4.2) for <ann@localhost> (single-drop); x",
		    "192.0.2.1|pop.example.net||laptop|POP3|ann@localhost|?" },
		{ "vger",
		    "from mail.example.net ([192.0.2.1]:54434 \"EHLO mail.example.net\" rhost-flags-OK-OK-OK-OK) by vger.example.org with ESMTP id S1 (ORCPT <rfc822;bob@example.org>); x",
		    "192.0.2.1|mail.example.net||vger.example.org|ESMTP||?" },
		{ "Zone-MTA",
		    "from a.example ([192.0.2.1] a.example) (Authenticated sender: mb67) by relay.example (ZoneMTA) with ESMTPSA id 1 for <bob@example.org> (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384); x",
		    "192.0.2.1|a.example||relay.example|ESMTPSA|bob@example.org|yes" },
		{ "not logged in, says somebody",
		    "from a (b.example [192.0.2.1]) (not authenticated) by c (Postfix) with ESMTP id 1; x",
		    "192.0.2.1|a|b.example|c|ESMTP||no" },
		{ "names that are clauses", "from by (from [192.0.2.1]) by with (Postfix) with id id for for for; x",
		    "192.0.2.1|by|from|with|id|for|?" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_received received;
		char address[WB_ADDRESS_TEXT_SIZE] = "-", found[1200];

		begin_row(rows[i].label);
		memset(&received, 0xa5, sizeof(received));
		wb_received_read(rows[i].value, &received);
		if (received.kind == WB_RECEIVED_HOST)
			wb_address_format(&received.address, address);
		else if (received.kind == WB_RECEIVED_LOCAL)
			strcpy(address, "local");
		snprintf(found, sizeof(found), "%s|%s|%s|%s|%s|%s|%s", address, received.helo, received.name, received.by,
		    received.protocol, received.recipient, logins[received.login]);
		assert_string_equal(found, rows[i].wanted);
	}
}

static void test_what_is_no_form(void **state)
{
	static const char *const rows[] = { "", " ", ";", "from", "by", "from by", "(", ")", "((((", "))))", "from (",
		"from a (", "from a ()", "from a ([", "from a ([])", "from a ([IPv6:])", "from a (@)", "from a (:)",
		"from a (.)", "from a (helo=)", "from a (HELO)", "for <>", "for <", "with A", "from a ([192.0.2.256])",
		"from a (b", "x y z", "(from)", "(by", "\xff\xfe" };
	char value[999];
	struct wb_received received;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		begin_row(rows[i]);
		wb_received_read(rows[i], &received);
		assert_int_equal(received.kind, WB_RECEIVED_OTHER);
		assert_int_equal(received.login, WB_RECEIVED_LOGIN_UNKNOWN);
	}
	/* More words than are looked at, and one that is longer than anything. */
	for (size_t i = 0; i < sizeof(value) - 1; i++)
		value[i] = i % 2 == 0 ? 'a' : ' ';
	value[sizeof(value) - 1] = '\0';
	wb_received_read(value, &received);
	memset(value + 5, 'a', sizeof(value) - 6);
	memcpy(value, "from ", 5);
	memcpy(value + 900, " ([192.0.2.1]) by mx (Postfix) with ESMTP", 41);
	value[941] = '\0';
	wb_received_read(value, &received);
	assert_int_equal(received.kind, WB_RECEIVED_HOST);
	assert_int_equal(strlen(received.helo), WB_RECEIVED_NAME_SIZE - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_what_is_no_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
