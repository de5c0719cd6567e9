/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_words_de.c - the mails about requests in German; see mail_text.h */
#include "page/words.h"

WB_ROWS_BEGIN(mail_words_de);

const struct wb_mail_text wb_mail_words_de[WB_MAILS] = {
	WB_ROW(WB_MAIL_APPROVED_REMOVED) = { "Ihre Anfrage %{number}: %{client} ist nicht mehr gesperrt",
	    "Guten Tag,\n\n"
	    "Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Wir\n"
	    "haben diesen Server von unserer Liste genommen:\n\n"
	    "    %{client}\n\n"
	    "Bitte schicken Sie Ihre E-Mail noch einmal. Kommt sie wieder zurück,\n"
	    "enthält die Meldung eine neue Referenz: Bitte fragen Sie dann mit dieser.\n\n"
	    "%{answer}\n\n"
	    "Alles zu Ihrer Anfrage: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_ALLOWED) = { "Ihre Anfrage %{number}: %{client} wird durchgelassen",
	    "Guten Tag,\n\n"
	    "Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Eine\n"
	    "andere Liste oder Regel kann noch gegen diesen Server sprechen. Wir\n"
	    "lassen ihn trotzdem durch:\n\n"
	    "    %{client}\n\n"
	    "Bis: %{until}\n\n"
	    "Bitte schicken Sie Ihre E-Mail noch einmal, und lassen Sie die Ursache in\n"
	    "der Zwischenzeit klären.\n\n"
	    "%{answer}\n\n"
	    "Alles zu Ihrer Anfrage: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_APPROVED_NOTHING) = { "Ihre Anfrage %{number}: %{client} wird durch nichts mehr gesperrt",
	    "Guten Tag,\n\n"
	    "Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Wir\n"
	    "haben nachgesehen: Bei uns sperrt diesen Server nichts mehr:\n\n"
	    "    %{client}\n\n"
	    "Bitte schicken Sie Ihre E-Mail noch einmal. Kommt sie wieder zurück,\n"
	    "enthält die Meldung eine neue Referenz: Bitte fragen Sie dann mit dieser.\n\n"
	    "%{answer}\n\n"
	    "Alles zu Ihrer Anfrage: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_DENIED) = { "Ihre Anfrage %{number}: %{client} bleibt vorerst gesperrt",
	    "Guten Tag,\n\n"
	    "Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Für\n"
	    "diesen Server bleibt sie vorerst bestehen:\n\n"
	    "    %{client}\n\n"
	    "%{answer}\n\n"
	    "Wenn sich etwas geändert hat, können Sie erneut anfragen.\n\n"
	    "Alles zu Ihrer Anfrage: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_RECEIVED) = { "Ihre Anfrage %{number} ist angekommen",
	    "Guten Tag,\n\n"
	    "Ihre Bitte, eine Sperre aufzuheben, ist angekommen. Sie hat die Nummer\n"
	    "%{number}, und es geht um diesen Server:\n\n"
	    "    %{client}\n\n"
	    "Ein Mensch wird sie lesen und entscheiden. Die Antwort bekommen Sie per\n"
	    "E-Mail.\n\n"
	    "Bis %{until} wird seine Post nur aufgeschoben.\n\n"
	    "Wie es um sie steht, nur für Sie: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_QUESTION) = { "Eine Frage zu Ihrer Anfrage %{number}",
	    "Guten Tag,\n\n"
	    "Sie haben uns gebeten, eine Sperre aufzuheben (Anfrage %{number}). Es geht\n"
	    "um diesen Server:\n\n"
	    "    %{client}\n\n"
	    "Bevor wir entscheiden können, möchten wir von Ihnen wissen:\n\n"
	    "%{answer}\n\n"
	    "Bitte antworten Sie auf diese E-Mail. Die Anfrage wartet auf Ihre Antwort.\n\n"
	    "Alles zu Ihrer Anfrage: %{status}\n\n" WB_MAIL_FOOT },
	WB_ROW(WB_MAIL_NO_REFERENCE) = { "Ihre Anfrage braucht eine Referenz",
	    "Guten Tag,\n\n"
	    "danke für Ihre E-Mail. Wir können nicht erkennen, um welchen Server es\n"
	    "geht: Wir haben darin keine Referenz von uns gefunden.\n\n"
	    "Wenn unser Server eine E-Mail abweist, enthält seine Antwort eine Zeile wie\n\n"
	    "    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
	    "Bitte antworten Sie auf diese E-Mail und kopieren Sie diese Zeile oder die\n"
	    "ganze Meldung, mit der Ihre E-Mail zurückkam, hinein. Sagen Sie in wenigen\n"
	    "Worten, wie die E-Mail verschickt und was gegen die Ursache getan wurde.\n\n" WB_MAIL_FOOT },
};

WB_ROWS_END(mail_words_de, WB_MAILS);
