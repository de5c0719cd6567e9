/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_words_de.c - the mails about requests in German; see mail_text.h */
#include "page/words.h"

WB_ROWS_BEGIN(mail_words_de);

/* At the end of each that is about a request. */
#define ABOUT \
	"Referenz: %{reference}\n" \
	"Status: %{status}\n"

const struct wb_mail_text wb_mail_words_de[WB_MAILS] = {
	WB_ROW(WB_MAIL_APPROVED_REMOVED) = { "Ihre Anfrage %{number}: %{client} ist nicht mehr gesperrt",
	    "Guten Tag,\n"
	    "\n"
	    "Sie haben uns gebeten, einen Mailserver zu entsperren (Anfrage %{number}).\n"
	    "Wir haben ihn von unserer Liste genommen:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Bitte senden Sie Ihre E-Mail noch einmal. Wird sie wieder abgewiesen, steht\n"
	    "in der Fehlermeldung eine neue Referenz. Bitte schicken Sie uns dann diese.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_ALLOWED) = { "Ihre Anfrage %{number}: Wir nehmen E-Mails von %{client} an",
	    "Guten Tag,\n"
	    "\n"
	    "Sie haben uns gebeten, einen Mailserver zu entsperren (Anfrage %{number}).\n"
	    "Gegen ihn spricht noch etwas, das wir nicht für diesen Server allein\n"
	    "aufheben können, zum Beispiel ein Eintrag auf der Liste eines anderen\n"
	    "Anbieters. Wir machen deshalb eine Ausnahme für diesen Server:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Bis: %{until}\n"
	    "\n"
	    "Bitte senden Sie Ihre E-Mail noch einmal, und lassen Sie in der Zwischenzeit\n"
	    "die Ursache beheben.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_NOTHING) = { "Ihre Anfrage %{number}: %{client} ist nicht mehr gesperrt",
	    "Guten Tag,\n"
	    "\n"
	    "Sie haben uns gebeten, einen Mailserver zu entsperren (Anfrage %{number}).\n"
	    "Wir haben nachgesehen: Er ist bei uns nicht mehr gesperrt:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Bitte senden Sie Ihre E-Mail noch einmal. Wird sie wieder abgewiesen, steht\n"
	    "in der Fehlermeldung eine neue Referenz. Bitte schicken Sie uns dann diese.\n"
	    "\n"
	    "%{answer}\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_DENIED) = { "Ihre Anfrage %{number}: %{client} bleibt vorerst gesperrt",
	    "Guten Tag,\n"
	    "\n"
	    "Sie haben uns gebeten, einen Mailserver zu entsperren (Anfrage %{number}).\n"
	    "Er bleibt vorerst gesperrt:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "%{answer}\n"
	    "\n"
	    "Wenn sich etwas geändert hat, können Sie erneut anfragen. Wenn Sie eine\n"
	    "Frage haben, antworten Sie auf diese E-Mail.\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_QUESTION) = { "Eine Frage zu Ihrer Anfrage %{number}",
	    "Guten Tag,\n"
	    "\n"
	    "Sie haben uns gebeten, einen Mailserver zu entsperren (Anfrage %{number}):\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Bevor wir entscheiden können, möchten wir noch etwas von Ihnen wissen:\n"
	    "\n"
	    "%{answer}\n"
	    "\n"
	    "Bitte antworten Sie auf diese E-Mail. Sobald wir Ihre Antwort haben, geht es\n"
	    "weiter.\n"
	    "\n" ABOUT "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_RECEIVED) = { "Ihre Anfrage %{number} ist angekommen",
	    "Guten Tag,\n"
	    "\n"
	    "Ihre Bitte, einen Mailserver zu entsperren, ist bei uns angekommen. Sie hat\n"
	    "die Nummer %{number}, und es geht um diesen Server:\n"
	    "\n"
	    "    %{client}\n"
	    "\n"
	    "Ein Mensch sieht sie sich an und entscheidet. Die Antwort schicken wir an\n"
	    "diese Adresse.\n"
	    "\n"
	    "Wir antworten in der Regel innerhalb von %{within}.\n"
	    "\n"
	    "Bis %{until} werden E-Mails von ihm nur verzögert.\n"
	    "\n"
	    "Wenn Sie etwas ergänzen möchten, antworten Sie auf diese E-Mail.\n"
	    "\n" ABOUT "\n"
	    "Nach %{keep} löschen wir Ihre Anfrage und alles, was dazugehört.\n"
	    "\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_NO_REFERENCE) = { "Wir brauchen die Referenz aus der Fehlermeldung",
	    "Guten Tag,\n"
	    "\n"
	    "danke für Ihre E-Mail. Wir können nicht erkennen, um welchen Mailserver es\n"
	    "geht, denn wir haben darin keine Referenz von uns gefunden.\n"
	    "\n"
	    "Wenn unser Server eine E-Mail abweist, enthält die Meldung so eine Zeile:\n"
	    "\n"
	    "    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n"
	    "\n"
	    "Bitte antworten Sie auf diese E-Mail und fügen Sie diese Zeile oder die\n"
	    "ganze Fehlermeldung ein. Schreiben Sie kurz dazu, wie die E-Mail verschickt\n"
	    "wurde und was gegen die Ursache getan wurde.\n"
	    "\n"
	    "Angehängte E-Mails haben wir bis zur %{levels}. Ebene angesehen.\n"
	    "\n"
	    "Kennen Sie nur die Adresse des Servers, hilft dieses Formular: %{form}\n"
	    "\n" WB_MAIL_FOOT },
};

WB_ROWS_END(mail_words_de, WB_MAILS);
