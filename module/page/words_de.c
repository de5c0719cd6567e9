/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* words_de.c - the sentences of the pages in German; see words.h */
#include "page/words.h"

WB_ROWS_BEGIN(words_de);

const struct wb_words wb_words_de = {
	.phrases = {
		WB_ROW(WB_PHRASE_SKIP) = "Zum Inhalt springen",
		WB_ROW(WB_PHRASE_LANGUAGES) = "Sprache",
		WB_ROW(WB_PHRASE_HOME) = "Übersicht: Warum wurde meine E-Mail abgewiesen?",
		WB_ROW(WB_PHRASE_CONTACT_TITLE) = "Ansprechpartner",
		WB_ROW(WB_PHRASE_CONTACT) = "Diese Seiten betreibt %{0}. So erreichen Sie uns:",
		WB_ROW(WB_PHRASE_NO_CONTACT) = "Diese Seiten betreibt %{0}. Schreiben Sie an <strong>postmaster@</strong> und die Domain der Person, die Sie erreichen wollten.",
		WB_ROW(WB_PHRASE_PRIVACY) = "Keine Cookies, keine Skripte, nichts wird von anderen Websites geladen.",
		WB_ROW(WB_PHRASE_OPTIONAL) = "(darf leer bleiben)",

		WB_ROW(WB_PHRASE_OVERVIEW_TITLE) = "Warum wurde meine E-Mail abgewiesen?",
		WB_ROW(WB_PHRASE_OVERVIEW_LEAD) = "Ihre E-Mail kam mit <strong>Fehler 550</strong> oder <strong>451</strong> zurück, und die Meldung hat Sie hierher geführt, zu %{0}. Diese Seite erklärt, was geschehen ist und wie Ihre E-Mail doch noch ankommt.",
		WB_ROW(WB_PHRASE_VISITOR) = "Sie besuchen diese Seite von der Adresse %{0} aus. Der Server, der Ihre E-Mails verschickt, hat meist eine andere.",
		WB_ROW(WB_PHRASE_NOW_TITLE) = "Was Sie jetzt tun können",
		WB_ROW(WB_PHRASE_STEP_REFERENCE) = "Sehen Sie nach, was vorliegt",
		WB_ROW(WB_PHRASE_STEP_REFERENCE_FORM) = "Gegen Ende der Meldung, mit der Ihre E-Mail zurückkam, steht hinter dem Wort „ref“ ein Code. Er verrät Ihnen den Grund und ob die Sperre noch besteht.",
		WB_ROW(WB_PHRASE_STEP_REFERENCE_KEEP) = "Gegen Ende der Meldung, mit der Ihre E-Mail zurückkam, steht hinter dem Wort „ref“ ein Code. Heben Sie ihn auf: Damit können wir nachsehen, was geschehen ist. Dieselbe Meldung nennt einen der Gründe, die unten stehen.",
		WB_ROW(WB_PHRASE_REFERENCE_LABEL) = "Referenz",
		WB_ROW(WB_PHRASE_REFERENCE_HINT) = "Sechs oder acht Gruppen aus Buchstaben und Ziffern. Groß oder klein, mit oder ohne Bindestriche.",
		WB_ROW(WB_PHRASE_REFERENCE_BUTTON) = "Grund anzeigen",
		WB_ROW(WB_PHRASE_STEP_ADMIN) = "Sagen Sie es denen, die Ihren Mailserver betreiben",
		WB_ROW(WB_PHRASE_STEP_ADMIN_TEXT) = "Leiten Sie die ganze Meldung weiter: an die Hilfe Ihres Anbieters, die IT Ihrer Firma oder Ihren Webhoster. Die Ursache liegt auf deren Server, also kann nur dort jemand sie beheben.",
		WB_ROW(WB_PHRASE_STEP_REMOVAL) = "Bitten Sie um Aufhebung",
		WB_ROW(WB_PHRASE_STEP_REMOVAL_TEXT) = "Sobald die Ursache behoben ist, können Sie oder Ihre Administratoren uns bitten, die Sperre aufzuheben.",
		WB_ROW(WB_PHRASE_WHAT_TITLE) = "Was ist geschehen?",
		WB_ROW(WB_PHRASE_WHAT_TEXT) = "Eine E-Mail reist von Server zu Server. Unser Server wusste etwas über den Server, der Ihre E-Mail brachte, und nahm sie ihm nicht ab. In den meisten Fällen geht es dabei nicht um Sie und nicht um das, was Sie geschrieben haben.",
		WB_ROW(WB_PHRASE_WHAT_550) = "<strong>550</strong> ist ein endgültiges Nein. Ihre E-Mail wurde nicht zugestellt, Sie haben sie zurückbekommen.",
		WB_ROW(WB_PHRASE_WHAT_451) = "<strong>451</strong> heißt „jetzt nicht“. Ihre E-Mail wartet auf dem Server, der sie verschickt, und er versucht es von selbst wieder. Kommt sie auch nach einigen Stunden nicht durch, gehen Sie vor wie bei 550.",
		WB_ROW(WB_PHRASE_REASONS_TITLE) = "Gründe für eine Sperre",
		WB_ROW(WB_PHRASE_REASONS_TEXT) = "Die Meldung, mit der Ihre E-Mail zurückkam, nennt einen davon. Jede Seite sagt, was er bedeutet, wie es dazu kommt, wie Sie es herausfinden und wie Sie es beheben.",
		WB_ROW(WB_PHRASE_REASONS_MORE) = "Bedeutung, Ursachen und Abhilfe",

		WB_ROW(WB_PHRASE_MEANING) = "Was es bedeutet",
		WB_ROW(WB_PHRASE_CAUSES) = "Wie es dazu kommt",
		WB_ROW(WB_PHRASE_USER_TITLE) = "Wenn Sie nur eine E-Mail schicken wollten",
		WB_ROW(WB_PHRASE_ADMIN_TITLE) = "Wenn Sie den Server betreiben",
		WB_ROW(WB_PHRASE_FIND) = "Wie Sie es herausfinden",
		WB_ROW(WB_PHRASE_FIX) = "Wie Sie es beheben",
		WB_ROW(WB_PHRASE_REMOVAL_TITLE) = "Um Aufhebung bitten",
		WB_ROW(WB_PHRASE_REMOVAL_DECISION) = "Beheben Sie zuerst die Ursache, sonst ist die Sperre bald wieder da. Sagen Sie uns dann, was Sie gefunden und getan haben. Ein Mensch liest jede Anfrage und entscheidet.",
		WB_ROW(WB_PHRASE_REMOVAL_BUTTON) = "Aufhebung beantragen",
		WB_ROW(WB_PHRASE_REMOVAL_WRITE) = "Schreiben Sie uns und geben Sie die Referenz an, oder die Adresse des Servers:",
		WB_ROW(WB_PHRASE_REMOVAL_NOWHERE) = "Schreiben Sie an <strong>postmaster@</strong> und die Domain der Person, die Sie erreichen wollten, und geben Sie die Referenz an, oder die Adresse des Servers.",
		WB_ROW(WB_PHRASE_REMOVAL_SUBJECT) = "Bitte um Aufhebung einer Sperre",

		WB_ROW(WB_PHRASE_BLOCKED_TITLE) = "Warum diese E-Mail zurückkam",
		WB_ROW(WB_PHRASE_BLOCKED_REFUSED) = "E-Mail vom Server %{0} wurde am %{1} abgewiesen. Grund: %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_DEFERRED) = "E-Mail vom Server %{0} wurde am %{1} vorerst nicht angenommen. Grund: %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_NOTED) = "E-Mail vom Server %{0} wurde am %{1} angenommen und vermerkt. Grund: %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_REFUSED_BARE) = "E-Mail vom Server %{0} wurde am %{1} abgewiesen. Der damalige Grund wird hier nicht mehr verwendet.",
		WB_ROW(WB_PHRASE_BLOCKED_DEFERRED_BARE) = "E-Mail vom Server %{0} wurde am %{1} vorerst nicht angenommen. Der damalige Grund wird hier nicht mehr verwendet.",
		WB_ROW(WB_PHRASE_BLOCKED_NOTED_BARE) = "E-Mail vom Server %{0} wurde am %{1} angenommen und vermerkt. Der damalige Grund wird hier nicht mehr verwendet.",
		WB_ROW(WB_PHRASE_VISIT_TITLE) = "Zu Ihrer Adresse",
		WB_ROW(WB_PHRASE_VISIT_LISTED) = "Die Adresse, von der Sie kommen, %{0}, steht auf unserer Liste. Grund: %{2}.",
		WB_ROW(WB_PHRASE_VISIT_LISTED_BARE) = "Die Adresse, von der Sie kommen, %{0}, steht auf unserer Liste.",
		WB_ROW(WB_PHRASE_VISIT_NOT_LISTED) = "Hier geht es um die Adresse, von der Sie kommen: %{0}.",
		WB_ROW(WB_PHRASE_NOW_LISTED) = "Die Sperre besteht noch.",
		WB_ROW(WB_PHRASE_NOW_NOT_REFUSED_YET) = "E-Mail wird noch nicht abgewiesen: Bis %{0} wird sie aufgeschoben, und Ihr Server behält sie und versucht es wieder. Nutzen Sie die Zeit.",
		WB_ROW(WB_PHRASE_NOW_UNTIL) = "Sie endet am %{0}, wenn sie nicht vorher aufgehoben wird.",
		WB_ROW(WB_PHRASE_NOW_WITHOUT_END) = "Sie hat kein Enddatum: Sie gilt, bis sie aufgehoben wird.",
		WB_ROW(WB_PHRASE_NOW_NETWORK) = "Sie umfasst ein ganzes Netz, und %{0} ist darin eine Adresse von vielen. Die Ursache kann also bei einem Nachbarn liegen. Handeln muss der Anbieter des Netzes.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED) = "Der Server steht jetzt nicht auf unserer eigenen Liste.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED_ZONES) = "Eine öffentliche Liste, die andere führen, kann ihn noch nennen. Welche, steht in der Meldung, mit der Ihre E-Mail zurückkam; unten finden Sie die Listen, die wir befragen.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED_SEND) = "Bitte schicken Sie Ihre E-Mail noch einmal. Kommt sie wieder zurück, verwenden Sie die neue Referenz.",
		WB_ROW(WB_PHRASE_NOW_OTHERS) = "Wir sperren den Server, solange ihn die unten genannte Liste führt.",
		WB_ROW(WB_PHRASE_NOW_OTHERS_TEXT) = "Andere führen diese Liste, und diese Seite befragt sie nicht. Schlagen Sie den Server dort nach. Sobald er nicht mehr darauf steht, schicken Sie Ihre E-Mail bitte noch einmal.",
		WB_ROW(WB_PHRASE_NOW_SIGN) = "Der Server steht nicht auf unserer Liste. Entschieden hat, wie der Server oder diese E-Mail aussah.",
		WB_ROW(WB_PHRASE_NOW_SIGN_TEXT) = "Wir prüfen jede E-Mail neu. Sobald die unten genannte Ursache behoben ist, schicken Sie Ihre E-Mail bitte noch einmal.",
		WB_ROW(WB_PHRASE_NOW_RETRIES) = "Ihre E-Mail ist nicht verloren: Der sendende Server behält sie und versucht es von selbst noch einmal.",
		WB_ROW(WB_PHRASE_NOW_ALLOWED) = "Der Server ist nicht mehr gesperrt.",
		WB_ROW(WB_PHRASE_NOW_ALLOWED_TEXT) = "Bitte schicken Sie Ihre E-Mail noch einmal.",
		WB_ROW(WB_PHRASE_NOW_UNKNOWN) = "Wir können gerade nicht sehen, ob die Sperre noch besteht.",
		WB_ROW(WB_PHRASE_NOW_UNKNOWN_TEXT) = "Bitte laden Sie diese Seite in ein paar Minuten neu.",
		WB_ROW(WB_PHRASE_FACTS) = "Die Angaben",
		WB_ROW(WB_PHRASE_FACT_CLIENT) = "Adresse des Servers",
		WB_ROW(WB_PHRASE_FACT_TIME) = "Zeit der E-Mail",
		WB_ROW(WB_PHRASE_FACT_REASON) = "Grund",
		WB_ROW(WB_PHRASE_FACT_REFERENCE) = "Referenz",
		WB_ROW(WB_PHRASE_FACT_SINCE) = "Gesperrt seit",
		WB_ROW(WB_PHRASE_FACT_UNTIL) = "Gesperrt bis",
		WB_ROW(WB_PHRASE_FACT_NOTE) = "Unsere Notiz",
		WB_ROW(WB_PHRASE_NO_END) = "kein Enddatum",
		WB_ROW(WB_PHRASE_WHY) = "Warum?",
		WB_ROW(WB_PHRASE_MORE) = "Mehr dazu: %{0}",
		WB_ROW(WB_PHRASE_CAUSES_TITLE) = "Was entschieden hat",
		WB_ROW(WB_PHRASE_CAUSE_LISTING) = "Unsere eigene Liste. Nur wir können den Server davon streichen; wie, steht unten unter „Um Streichung bitten“.",
		WB_ROW(WB_PHRASE_CAUSE_FEED) = "%{0}: eine Liste, die andere führen und die wir übernommen haben. Wer den Server betreibt, bittet dort um Streichung, oder bei uns.",
		WB_ROW(WB_PHRASE_CAUSE_ZONE) = "%{0}: eine öffentliche Liste, die andere führen. Wer den Server betreibt, bittet dort um Streichung, und unsere Sperre endet mit der ihren.",
		WB_ROW(WB_PHRASE_CAUSE_SIGN) = "Wie der Server oder diese E-Mail aussah.",
		WB_ROW(WB_PHRASE_CAUSE_SIGN_SEEN) = "Wie der Server oder diese E-Mail aussah: %{0}.",
		WB_ROW(WB_PHRASE_CAUSE_NETWORK) = "Andere Server desselben Netzes stehen auf unserer Liste. Handeln kann der Betreiber des Netzes.",
		WB_ROW(WB_PHRASE_FACT_TIMES) = "Wie oft",
		WB_ROW(WB_PHRASE_FACT_TIMES_VALUE) = "%{0}-mal, zuletzt am %{1}",
		WB_ROW(WB_PHRASE_NO_CASE) = "Die Einzelheiten dieser E-Mail sind hier nicht mehr gespeichert. Deshalb können wir nicht sagen, was entschieden hat: unsere eigene Liste oder eine von diesen.",
		WB_ROW(WB_PHRASE_ZONES_TITLE) = "Öffentliche Listen",
		WB_ROW(WB_PHRASE_ZONES_TEXT) = "Diese Listen können diesen Grund nennen. Wir führen sie nicht: Wer auf einer steht, bittet dort um Streichung, und unsere Sperre endet mit der ihren.",
		WB_ROW(WB_PHRASE_ZONE_REMOVAL) = "Bei %{0} nachsehen oder um Streichung bitten",

		WB_ROW(WB_PHRASE_UNKNOWN_TITLE) = "Diese Referenz kennen wir nicht",
		WB_ROW(WB_PHRASE_UNKNOWN_TEXT) = "Sie haben „%{0}“ angegeben. Diese Referenz stammt nicht von hier, oder sie enthält einen Tippfehler.",
		WB_ROW(WB_PHRASE_UNKNOWN_ADVICE) = "Sehen Sie sich die Meldung, mit der Ihre E-Mail zurückkam, noch einmal an: Die Referenz steht gegen Ende hinter „ref“. Kopieren ist sicherer als Abtippen. Eine sehr alte Referenz kann ungültig geworden sein.",
		WB_ROW(WB_PHRASE_UNKNOWN_AGAIN) = "Noch einmal versuchen",

		WB_ROW(WB_PHRASE_FORM_TITLE) = "Aufhebung beantragen",
		WB_ROW(WB_PHRASE_FORM_LEAD) = "Sagen Sie uns, um welchen Server es geht und was Sie getan haben. Ein Mensch liest das, entscheidet und antwortet Ihnen per E-Mail.",
		WB_ROW(WB_PHRASE_FORM_NEEDED) = "Bitte füllen Sie alles aus, was nicht mit „darf leer bleiben“ gekennzeichnet ist. Von Referenz und Adresse genügt eine.",
		WB_ROW(WB_PHRASE_FORM_SERVER) = "Welcher Server ist gesperrt?",
		WB_ROW(WB_PHRASE_FORM_STORY) = "Was ist geschehen?",
		WB_ROW(WB_PHRASE_FORM_PERSON) = "Wie erreichen wir Sie?",
		WB_ROW(WB_PHRASE_FORM_SEND) = "Anfrage abschicken",
		WB_ROW(WB_PHRASE_FORM_KEEP) = "Wir bewahren Ihre Anfrage und die Adresse, von der Sie sie schicken, auf, um zu entscheiden und um Missbrauch zu bemerken.",
		WB_ROW(WB_PHRASE_FORM_MISTAKES) = "Etwas stimmt noch nicht",
		WB_ROW(WB_PHRASE_FORM_MISTAKE) = "Bitte berichtigen:",

		WB_ROW(WB_PHRASE_FILED_TITLE) = "Ihre Anfrage hat die Nummer %{0}",
		WB_ROW(WB_PHRASE_FILED_TEXT) = "Sie ist bei uns angekommen. Ein Mensch wird sie lesen, und Sie bekommen die Antwort per E-Mail.",
		WB_ROW(WB_PHRASE_FILED_STATUS) = "Heben Sie diesen Link auf. Nur mit ihm sehen Sie, wie es um Ihre Anfrage steht:",
		WB_ROW(WB_PHRASE_FILED_STATUS_LINK) = "Stand der Anfrage %{0}",
		WB_ROW(WB_PHRASE_FILED_PROOF_TITLE) = "Zeigen Sie, dass der Server Ihrer ist",
		WB_ROW(WB_PHRASE_FILED_PROOF) = "Das ist nicht nötig, aber es hilft. Wenn Sie das DNS für den eigenen Namen des Servers verwalten (den, auf den seine Adresse zurückführt), tragen Sie dort diesen TXT-Eintrag ein, mit diesem Namen an der Stelle von <em>NAME</em>:",
		WB_ROW(WB_PHRASE_FILED_PROOF_AFTER) = "Wir sehen danach, wenn wir entscheiden. Anschließend können Sie ihn löschen.",
		WB_ROW(WB_PHRASE_STATUS_TITLE) = "Anfrage %{0}",
		WB_ROW(WB_PHRASE_STATUS_OPEN) = "Noch nicht entschieden.",
		WB_ROW(WB_PHRASE_STATUS_OPEN_TEXT) = "Jemand wird Ihre Anfrage lesen. Sie bekommen die Antwort per E-Mail, und sie wird auch hier stehen.",
		WB_ROW(WB_PHRASE_STATUS_APPROVED) = "Bewilligt.",
		WB_ROW(WB_PHRASE_STATUS_APPROVED_TEXT) = "Wir sperren den Server nicht mehr. Bitte schicken Sie Ihre E-Mail noch einmal.",
		WB_ROW(WB_PHRASE_STATUS_ALLOWED_UNTIL) = "Das gilt bis %{0}. Falls den Server noch etwas anderes erfasst, lassen Sie es bitte bis dahin klären.",
		WB_ROW(WB_PHRASE_STATUS_DENIED) = "Abgelehnt.",
		WB_ROW(WB_PHRASE_STATUS_DENIED_TEXT) = "Die Sperre bleibt vorerst. Wenn sich etwas geändert hat, können Sie erneut anfragen.",
		WB_ROW(WB_PHRASE_STATUS_ASKED) = "Angefragt am",
		WB_ROW(WB_PHRASE_STATUS_DECIDED) = "Entschieden am",
		WB_ROW(WB_PHRASE_STATUS_ANSWER) = "Unsere Antwort",

		WB_ROW(WB_PHRASE_DATE) = "%{0}. %{1} %{2}, %{3}:%{4} Uhr UTC",
		WB_ROW(WB_PHRASE_FIRST_DAY) = "1",
	},
	.months = { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember" },
	.categories = {
		WB_ROW(WB_WORDS_OPEN_RELAY) = {
			.title = "Offenes Relay",
			.reason = "vermutlich ein offenes Relay",
			.summary = "Der Server leitet offenbar E-Mails von jedem an jeden weiter. Wer Spam verschickt, sucht solche Server und versteckt sich dahinter.",
			.meaning = "Ein Mailserver soll E-Mails für seine eigenen Nutzer annehmen und von seinen eigenen Nutzern verschicken. Ein offenes Relay befördert auch E-Mails von Fremden an Fremde.\n"
				   "Haben Spammer einen solchen Server gefunden, schicken sie darüber große Mengen. Der Spam trägt dann seine Adresse, und andere Server nehmen nichts mehr von ihm an. Das trifft auch die E-Mails seiner rechtmäßigen Nutzer.",
			.causes = "Als „eigenes Netz“ ist ein zu großer Bereich eingetragen, etwa das ganze Internet.\n"
				  "Eine Firewall, ein Lastverteiler oder ein Container gibt jedem Besucher eine interne Adresse, und der Server vertraut ihr.\n"
				  "Eine Regel, die für einen Drucker, Scanner oder ein Programm gedacht war, lässt alle ohne Passwort senden.\n"
				  "Der Server verlangt ein Passwort, aber eines, das leicht zu erraten ist, genügt.",
			.user_find = "Von Ihrem eigenen Computer aus können Sie das nicht sehen. Die Meldung, mit der Ihre E-Mail zurückkam, nennt die Adresse des Servers in eckigen Klammern.\n"
				     "Haben andere beim selben Anbieter oder in derselben Firma das Problem auch, bestätigt das die Vermutung.",
			.user_fix = "Leiten Sie die ganze Meldung an Ihren Anbieter oder Ihre Administratoren weiter, mit einem Link auf diese Seite.\n"
				    "Wenn es eilt, schicken Sie die E-Mail in der Zwischenzeit von einem anderen Konto.",
			.admin_find = "Verbinden Sie sich von einem Netz aus, das <em>nicht</em> Ihres ist, mit Port 25 und versuchen Sie, von einer fremden Adresse an eine fremde Adresse zu senden. Der Server muss das Kommando RCPT ablehnen, meist mit 550, 554 oder 454. Versuchen Sie es auch auf den Ports 465 und 587, ohne sich anzumelden.\n"
				      "Suchen Sie im Protokoll E-Mails, die weder von Ihren Nutzern kommen noch an sie gehen, und den Anmeldenamen oder die Adresse, mit der sie hereinkamen.\n"
				      "Sehen Sie in die Warteschlange: Viele Unzustellbarkeitsmeldungen an erfundene Adressen sind ein Zeichen.",
			.admin_fix = "Leiten Sie nur für angemeldete Nutzer weiter und für die wenigen eigenen Adressen, die es brauchen. Postfix: <code>mynetworks</code> sowie <code>permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination</code> in <code>smtpd_relay_restrictions</code>. Exim: <code>relay_from_hosts</code> und <code>relay_to_domains</code>. Exchange: kein Empfangsconnector, der anonymen Nutzern beliebige Empfänger erlaubt, außer für benannte Adressen.\n"
				     "Sorgen Sie dafür, dass der Server die wahre Adresse des Besuchers erfährt, nicht die eines vorgelagerten Proxys oder Container-Gateways.\n"
				     "Ändern Sie das Passwort jedes missbrauchten Kontos und suchen Sie nach weiteren.\n"
				     "Entfernen Sie den Spam aus der Warteschlange und testen Sie dann noch einmal von außen.",
		},
		WB_ROW(WB_WORDS_OPEN_PROXY) = {
			.title = "Offener Proxy",
			.reason = "vermutlich ein offener Proxy",
			.summary = "Ein Programm an dieser Adresse reicht offenbar Verbindungen für Fremde weiter, die sich dahinter verstecken und Spam schicken.",
			.meaning = "Ein Proxy ruft für andere Webseiten ab oder öffnet für sie Verbindungen. Tut er das für jeden, können Fremde darüber E-Mails schicken, die dann von dieser Adresse zu kommen scheinen.\n"
				   "Es muss gar kein Mailserver sein: Ein Proxy auf irgendeinem Computer oder Router hinter derselben Adresse genügt.",
			.causes = "Ein Web-Proxy, SOCKS-Server oder VPN wurde eingerichtet und nicht auf die eigenen Nutzer beschränkt.\n"
				  "Ein Webserver arbeitet als Proxy für andere Ziele oder erlaubt die Methode CONNECT.\n"
				  "Ein „Gratis-VPN“, ein Programm zum Teilen von Bandbreite oder eine Streaming-Box vermietet den Anschluss.\n"
				  "Schadsoftware hat auf einem Computer, einem Router oder einer Kamera einen Proxy eingerichtet.",
			.user_find = "Denken Sie an Apps und Geräte, die kostenloses VPN, kostenloses Streaming oder Geld für Ihre Bandbreite versprechen: Sie machen Ihren Anschluss oft zum Proxy.\n"
				     "Wenn Sie über den Server eines Anbieters senden, liegt das Problem dort und nicht bei Ihnen.",
			.user_fix = "Entfernen Sie solche Apps, prüfen Sie Ihre Computer auf Schadsoftware, aktualisieren Sie den Router und ändern Sie sein Passwort.\n"
				    "Andernfalls leiten Sie die ganze Meldung an Ihren Anbieter oder Ihre Administratoren weiter, mit einem Link auf diese Seite.",
			.admin_find = "Lassen Sie sich zeigen, was auf Verbindungen wartet: <code>ss -tlnp</code> unter Linux, <code>netstat -ano</code> unter Windows. Übliche Ports von Proxys sind 1080, 3128, 8000, 8080, 8118 und 8888, aber jeder andere geht auch.\n"
				      "Versuchen Sie von außen <code>curl -x http://ADRESSE:PORT http://example.com/</code> und dasselbe mit <code>socks5://</code>. Jede Antwort außer einer Ablehnung ist ein Fehler.\n"
				      "Teilen sich mehrere Computer die Adresse, protokollieren Sie an der Firewall ausgehende Verbindungen zu Port 25. Jedes Gerät, das solche aufbaut und kein Mailserver ist, ist verdächtig.",
			.admin_fix = "Schalten Sie den Proxy ab, oder lassen Sie nur Ihre eigenen Netze oder angemeldete Nutzer zu, und schließen Sie seinen Port in der Firewall.\n"
				     "Webserver: Schalten Sie den Proxy für fremde Ziele ab. Apache: <code>ProxyRequests Off</code>. nginx: kein <code>proxy_pass</code> zu einem Ziel, das der Besucher bestimmt. Squid: <code>http_access deny all</code> hinter den Regeln für Ihre eigenen Nutzer, und CONNECT nur zu Port 443.\n"
				     "Lassen Sie nur Ihren Mailserver Verbindungen zu Port 25 nach außen aufbauen.\n"
				     "Hat niemand den Proxy absichtlich eingerichtet, behandeln Sie das Gerät als gekapert: neu aufsetzen, aktualisieren, alle Passwörter ändern.",
		},
		WB_ROW(WB_WORDS_FORMMAIL) = {
			.title = "Unsicheres Webformular",
			.reason = "vermutlich ein unsicheres Formular (FormMail)",
			.summary = "Ein Formular auf einer Website, etwa „Kontakt“ oder „Seite empfehlen“, lässt sich dazu bringen, E-Mails an jeden zu schicken.",
			.meaning = "Ein Formular soll das, was Besucher schreiben, an eine feste Adresse schicken. Manche Skripte lassen den Besucher den Empfänger wählen oder zusätzliche Kopfzeilen einschleusen. Dann kann jeder über das Formular Spam verschicken, im Namen des Webservers.\n"
				   "FormMail heißt ein altes Skript dieser Art. Selbst geschriebene Formulare und alte Plugins haben oft dieselbe Lücke.",
			.causes = "Die Seite des Formulars enthält die Adresse des Empfängers in einem versteckten Feld, und das Skript glaubt sie.\n"
				  "Das Skript übernimmt Name, Adresse oder Betreff in den Kopf der E-Mail, ohne Zeilenumbrüche zu entfernen.\n"
				  "Ein Formular schickt eine Kopie an jede Adresse, die der Besucher angibt, mit jedem Text.\n"
				  "Ein altes Skript liegt vergessen auf dem Server und funktioniert noch.",
			.user_find = "Haben Sie mit einem gewöhnlichen Mailprogramm geschrieben, kann eine andere Website auf demselben Server die Ursache sein. Ihr Hoster kann das sagen.\n"
				     "Hat Ihre eigene Website die E-Mail verschickt, sehen Sie nach, welche Formulare und Plugins sie hat.",
			.user_fix = "Leiten Sie die ganze Meldung an Ihren Webhoster weiter oder an die Person, die sich um die Website kümmert, mit einem Link auf diese Seite.\n"
				    "Schreiben Sie bis dahin von einem Konto, das diesen Server nicht verwendet.",
			.admin_find = "Suchen Sie im Mailprotokoll E-Mails vom Benutzer des Webservers (<code>www-data</code>, <code>apache</code>, <code>nobody</code>) und vergleichen Sie die Zeiten mit den POST-Anfragen im Protokoll des Webservers.\n"
				      "PHP: Setzen Sie <code>mail.add_x_header = On</code> und <code>mail.log</code>. Dann nennt jede E-Mail das Skript, das sie verschickt hat.\n"
				      "Durchsuchen Sie alle Websites nach alten Skripten: <code>formmail</code>, <code>tell-a-friend</code> und Aufrufe von <code>mail()</code> mit Werten aus dem Formular.",
			.admin_fix = "Legen Sie den Empfänger auf dem Server fest, niemals in der Seite. Müssen es mehrere sein, wählen Sie per Nummer aus einer festen Liste.\n"
				     "Lehnen Sie Wagenrücklauf und Zeilenvorschub in allem ab, was in den Kopf gelangt, oder verwenden Sie eine Mail-Bibliothek, die das tut.\n"
				     "Aktualisieren oder löschen Sie das Skript. Muss es Kopien verschicken, dann mit festem Text, nicht mit dem des Besuchers.\n"
				     "Begrenzen Sie, wie viele E-Mails ein Formular verschickt, und schützen Sie es vor Robotern.",
		},
		WB_ROW(WB_WORDS_VIRUS) = {
			.title = "Virus oder Trojaner",
			.reason = "vermutlich Aktivität eines Virus oder Trojaners",
			.summary = "Ein Computer hinter dieser Adresse verhält sich wie infiziert: Er verbreitet Schadsoftware, oder Fremde steuern ihn aus der Ferne.",
			.meaning = "Schadsoftware macht Computer, Telefone, Kameras und Router zu Helfern, die ohne Wissen ihrer Besitzer E-Mails verschicken. Von außen gesehen haben alle Geräte hinter einem Router dieselbe Adresse.\n"
				   "Das betroffene Gerät kann also ein anderes sein als Ihres. Es geht um mehr als E-Mail: Solche Schadsoftware liest oft auch Passwörter mit.",
			.causes = "Jemand hat einen Anhang geöffnet oder ein Programm installiert, das Schadsoftware mitbrachte.\n"
				  "Ein Gerät war mit alter Software oder dem Passwort des Herstellers aus dem Internet erreichbar.\n"
				  "Ein Gast oder ein privates Gerät verwendet dasselbe Netz.\n"
				  "In eine Website oder einen Server wurde eingebrochen.",
			.user_find = "Aktualisieren Sie den Virenscanner und lassen Sie ihn alles prüfen, am besten von einem Rettungsmedium aus. Tun Sie das auf jedem Computer an Ihrem Anschluss.\n"
				     "Anzeichen sind: ein langsamer Computer, unbekannte Programme, zurückgewiesene E-Mails, die Sie nie geschrieben haben.\n"
				     "Senden Sie über den Server Ihres Anbieters und sind Ihre Geräte sauber, liegt das Problem beim Anbieter: Leiten Sie ihm die Meldung weiter.",
			.user_fix = "Trennen Sie ein infiziertes Gerät vom Netz und setzen Sie es nach Möglichkeit neu auf.\n"
				    "Ändern Sie danach von einem sauberen Gerät aus Ihre Passwörter, zuerst das für E-Mail.\n"
				    "Aktualisieren Sie den Router und ändern Sie sein Passwort, falls es noch das des Herstellers ist.",
			.admin_find = "Protokollieren Sie an der Firewall oder am Router Verbindungen von innen zu Port 25 außen. Jedes Gerät, das solche aufbaut und nicht der Mailserver ist, ist verdächtig.\n"
				      "Vergleichen Sie den Zeitpunkt der Ablehnung mit den Protokollen Ihrer Adressumsetzung und Ihres DNS-Servers.\n"
				      "Suchen Sie auf dem Mailserver nach Anmeldungen aus ungewöhnlichen Ländern, nach vielen Empfängern in kurzer Zeit und nach Anhängen, die Ihr Scanner gemeldet hat.",
			.admin_fix = "Trennen Sie das Gerät zuerst vom Netz und prüfen Sie es dann; setzen Sie es im Zweifel neu auf.\n"
				     "Lassen Sie nur den Mailserver Verbindungen zu Port 25 nach außen aufbauen. Alle anderen übergeben ihm ihre E-Mails mit Anmeldung.\n"
				     "Ändern Sie die Passwörter, die auf dem Gerät verwendet wurden, und beenden Sie offene Sitzungen.\n"
				     "Prüfen Sie ausgehende E-Mails auf Viren und begrenzen Sie, wie viele E-Mails ein Konto pro Stunde senden kann.",
		},
		WB_ROW(WB_WORDS_SPAM) = {
			.title = "Absichtlicher Spam",
			.reason = "absichtlicher Versand von Spam",
			.summary = "Wir, oder eine Liste, der wir vertrauen, gehen davon aus, dass diese Adresse oder dieses Netz absichtlich für unverlangte E-Mails verwendet wird.",
			.meaning = "Das ist der schwerste Grund. Er beruht nicht auf einer einzelnen Beschwerde, sondern auf einem Urteil über die Betreiber der Adresse oder des Netzes.\n"
				   "Sind Sie dort Kunde, kann es Sie ohne eigenes Zutun treffen.",
			.causes = "Gekaufte oder gesammelte Adresslisten wurden immer wieder angeschrieben.\n"
				  "Bitten um Streichung aus einer Liste wurden nicht beachtet.\n"
				  "Das Netz war an Spammer vermietet, oder einer nutzte es vor Ihnen.\n"
				  "Der Adressbereich wurde von jemandem übernommen, dem er nicht gehört.",
			.user_find = "Die Meldung, mit der Ihre E-Mail zurückkam, nennt die Adresse und oft auch die Liste. Ist es der Server Ihres Anbieters, fragen Sie dort nach.\n"
				     "Haben Sie einen Server mit neuer Adresse gemietet, kann ein früherer Mieter die Ursache sein.",
			.user_fix = "Leiten Sie die ganze Meldung an Ihren Anbieter weiter. Nur er kann das klären.\n"
				    "Tut der Anbieter nichts, denken Sie über einen anderen nach. Schreiben Sie in der Zwischenzeit von einem anderen Konto.",
			.admin_find = "Schlagen Sie die Adresse bei der Liste nach, die unsere Antwort nennt: Dort steht oft, seit wann und warum.\n"
				      "Fragen Sie Ihren Anbieter nach Beschwerden über Ihre Adresse und die Bereiche ringsum.\n"
				      "Gehen Sie alle Massensendungen durch, die Ihr Netz verlassen. Für jeden Empfänger sollten Sie wissen, wann und wie er darum gebeten hat.",
			.admin_fix = "Schreiben Sie niemanden mehr an, der nicht eindeutig zugestimmt hat. Löschen Sie gekaufte Listen.\n"
				     "Kündigen Sie Kunden, die Spam verschicken, und teilen Sie uns das mit.\n"
				     "Halten Sie eine funktionierende Adresse abuse@ bereit und beantworten Sie, was dort eingeht.\n"
				     "War es ein früherer Mieter, schicken Sie uns einen Nachweis, seit wann Sie die Adresse haben.",
		},
		WB_ROW(WB_WORDS_SPAM_SOURCE) = {
			.title = "Quelle von Spam",
			.reason = "Quelle von Spam",
			.summary = "Von diesem Server kamen in letzter Zeit unerwünschte E-Mails. Oft steckt ein gestohlenes Passwort dahinter oder eine Website, in die eingebrochen wurde.",
			.meaning = "Jemand hat Spam von dieser Adresse gemeldet, oder Spam erreichte Adressen, die nur dazu da sind, ihn zu fangen. Niemand sagt, dass das Absicht war.\n"
				   "Eine solche Sperre endet oft von selbst, einige Zeit nachdem der Spam aufgehört hat.",
			.causes = "Das Passwort eines E-Mail-Kontos wurde erraten oder gestohlen, und Fremde versenden damit.\n"
				  "In eine Website mit altem Redaktionssystem oder Plugin wurde eingebrochen.\n"
				  "Ein Newsletter geht an Menschen, die nie darum gebeten haben, oder an längst aufgegebene Adressen.\n"
				  "Der Server leitet alle E-Mails seiner Nutzer an andere Anbieter weiter, auch den Spam.\n"
				  "Der Server antwortet gefälschten Absendern: mit Unzustellbarkeitsmeldungen oder Abwesenheitsnotizen.",
			.user_find = "Sehen Sie in Ihren Ordner „Gesendet“, und achten Sie auf zurückgekommene E-Mails, die Sie nicht geschrieben haben.\n"
				     "Zeigt Ihr Anbieter die letzten Anmeldungen, suchen Sie nach unbekannten.\n"
				     "Wenn Sie Newsletter verschicken, fragen Sie sich, ob alle auf der Liste darum gebeten haben.",
			.user_fix = "Ändern Sie Ihr E-Mail-Passwort in eines, das Sie sonst nirgends verwenden, und schalten Sie die Zwei-Faktor-Anmeldung ein, wenn es sie gibt. Suchen Sie nach Weiterleitungen, die Sie nicht eingerichtet haben.\n"
				    "Leiten Sie die ganze Meldung an Ihren Anbieter oder Ihre Administratoren weiter. Ein anderer Kunde desselben Servers kann die Ursache sein.",
			.admin_find = "Zählen Sie die E-Mails der letzten Tage nach Konto, nach Skript und nach Absenderadresse. Was herausragt, ist es meist.\n"
				      "Suchen Sie nach Anmeldungen eines Kontos von vielen Adressen oder aus vielen Ländern und nach neuen Dateien in den Ordnern der Websites.\n"
				      "Melden Sie sich bei den Feedback-Loops großer Anbieter an, lesen Sie abuse@, und schlagen Sie die Adresse bei der Liste nach, die unsere Antwort nennt.",
			.admin_fix = "Sperren Sie das Konto oder die Website, ändern Sie die Passwörter, beenden Sie die Sitzungen und leeren Sie die Warteschlange.\n"
				     "Aktualisieren Sie die Website und alle ihre Plugins und entfernen Sie, was der Eindringling hinterlassen hat. Ein sauberes Backup ist sicherer.\n"
				     "Newsletter: Lassen Sie jeden Empfänger über einen Link in einer E-Mail bestätigen (Double-Opt-in), streichen Sie unzustellbare Adressen, und fügen Sie jeder E-Mail einen Link zum Abbestellen bei (<code>List-Unsubscribe</code>, RFC 8058).\n"
				     "Lehnen Sie unbekannte Empfänger und Spam ab, solange die Verbindung offen ist, statt später Unzustellbarkeitsmeldungen zu schicken. Leiten Sie nur weiter, was den Filter passiert hat.\n"
				     "Begrenzen Sie, wie viele E-Mails ein Konto pro Stunde senden kann.",
		},
		WB_ROW(WB_WORDS_POLICY) = {
			.title = "Endnutzer-Adresse",
			.reason = "Endnutzer-Adresse",
			.summary = "Die Adresse gehört zu einem privaten, mobilen oder ähnlichen Anschluss, der E-Mails nicht selbst zustellen soll. Das ist kein Vorwurf.",
			.meaning = "Anbieter und Betreiber von Listen kennzeichnen die Adressen von Anschlüssen für Menschen: Wohnungen, Büros, Mobiltelefone, viele gemietete virtuelle Server. E-Mails von dort sollen über den Mailserver des Anbieters gehen, denn was von solchen Adressen direkt kommt, ist zu einem großen Teil Spam von infizierten Geräten.\n"
				   "Niemand sagt, dass Sie etwas falsch gemacht haben. Ihre E-Mail hat nur einen Weg genommen, den sie nicht nehmen sollte.",
			.causes = "Ein Mailserver läuft an einem Anschluss mit wechselnder Adresse, zu Hause oder in einem kleinen Büro.\n"
				  "Ein Mailprogramm, ein Drucker oder eine Kamera stellt direkt zu statt über den Server des Anbieters.\n"
				  "Ein gemieteter Server hat im DNS keinen eigenen Namen oder einen, der nach Einwahlanschluss aussieht.\n"
				  "Schadsoftware auf einem Gerät verschickt selbst E-Mails.",
			.user_find = "Sehen Sie in die Einstellungen Ihres Mailprogramms. Der Postausgangsserver soll der Ihres E-Mail-Anbieters sein, mit Ihrem Namen und Passwort, auf Port 465 oder 587, nicht 25.\n"
				     "Ist es so eingestellt und kam die E-Mail trotzdem zurück, liegt das Problem beim Anbieter. Haben Sie gar nichts verschickt, prüfen Sie Ihre Geräte auf Schadsoftware.",
			.user_fix = "Stellen Sie den Postausgangsserver so ein, wie es die Hilfeseiten Ihres Anbieters sagen, mit Anmeldung und Verschlüsselung (Port 465 oder 587).\n"
				    "Verwenden Sie den Server einer Firma, leiten Sie die ganze Meldung an deren Administratoren weiter.",
			.admin_find = "Schlagen Sie die Adresse bei der Liste nach, die unsere Antwort nennt: Viele sagen, welche Regel der Eigentümer des Netzes gesetzt hat.\n"
				      "Prüfen Sie, ob die Adresse einen Namen hat und ob dieser Name zur Adresse zurückführt: <code>dig -x ADRESSE</code>, dann <code>dig NAME</code>.",
			.admin_fix = "Stellen Sie über den Server Ihres Anbieters zu („Smarthost“), auf Port 465 oder 587 mit Anmeldung. Bei wechselnden Adressen ist das der richtige Weg.\n"
				     "Bei fester Adresse: Bitten Sie den Anbieter um einen eigenen Namen im Reverse-DNS, lassen Sie diesen Namen zur Adresse zurückführen, und verwenden Sie ihn im HELO. Bitten Sie dann die Liste um eine Ausnahme. Bei den meisten solcher Listen geht das auf deren Website.\n"
				     "Lassen Sie nur den Mailserver Verbindungen zu Port 25 nach außen aufbauen.",
		},
		WB_ROW(WB_WORDS_OTHER) = {
			.title = "%{0}",
			.reason = "%{0}",
			.summary = "Die Betreiber dieses Mailservers sperren manche Server aus einem eigenen Grund, er heißt „%{0}“.",
			.meaning = "Dieser Grund gehört nicht zu den üblichen. Die Betreiber haben ihn selbst festgelegt und entscheiden, was darunter fällt. Worum es geht, sagen sein Name und die Meldung, mit der Ihre E-Mail zurückkam.",
			.causes = "Jemand vom Personal hat den Server oder sein Netz auf die Liste gesetzt.\n"
				  "Eine Liste oder Regel, die der Betreiber ausgewählt hat, erfasst ihn.",
			.user_find = "Lesen Sie die Meldung, mit der Ihre E-Mail zurückkam, bis zum Ende: Sie sagt vielleicht mehr über den Grund.\n"
				     "Fragen Sie die Ansprechpartner, die unten auf dieser Seite stehen, und geben Sie die Referenz an.",
			.user_fix = "Leiten Sie die ganze Meldung an Ihren Anbieter oder Ihre Administratoren weiter, mit einem Link auf diese Seite.\n"
				    "Wenn es eilt, schicken Sie die E-Mail in der Zwischenzeit von einem anderen Konto.",
			.admin_find = "Suchen Sie in Ihrem eigenen Protokoll, was Ihr Server um die Zeit der Ablehnung an uns geschickt hat.\n"
				      "Schlagen Sie die Adresse bei der Liste nach, die unsere Antwort nennt, falls sie eine nennt.",
			.admin_fix = "Beheben Sie, was Sie gefunden haben, und bitten Sie dann um Aufhebung.\n"
				     "Haben Sie nichts gefunden, fragen Sie uns, was wir gesehen haben. Mit der Referenz können wir nachsehen.",
		},
	},
	.fields = {
		WB_ROW(WB_FIELD_REF) = { "Referenz", "Der Code hinter „ref“ in der Meldung, mit der Ihre E-Mail zurückkam. Haben Sie keinen, lassen Sie dieses Feld leer und geben Sie die Adresse an.", "Geben Sie die Referenz an oder sonst die Adresse des Servers." },
		WB_ROW(WB_FIELD_ADDRESS) = { "Adresse des Servers", "Zum Beispiel 192.0.2.66 oder 2001:db8::66. Sie steht in der Meldung in eckigen Klammern. Mit einer Referenz nicht nötig.", "Geben Sie die Adresse des Servers an oder sonst die Referenz." },
		WB_ROW(WB_FIELD_HOW) = { "Wie wurde die E-Mail verschickt?", "Zum Beispiel: mit einem Mailprogramm über unseren eigenen Server, über das Formular einer Website, als Newsletter.", "Sagen Sie in wenigen Worten, wie die E-Mail verschickt wurde." },
		WB_ROW(WB_FIELD_DONE) = { "Was haben Sie gegen die Ursache getan?", "Zum Beispiel: Ein gestohlenes Passwort wurde gefunden und geändert. Haben Sie nichts gefunden, sagen Sie, wo Sie gesucht haben.", "Sagen Sie in wenigen Worten, was Sie getan oder wo Sie gesucht haben." },
		WB_ROW(WB_FIELD_NAME) = { "Ihr Name", "Damit wir wissen, wie wir Sie ansprechen.", "Geben Sie Ihren Namen an." },
		WB_ROW(WB_FIELD_EMAIL) = { "Ihre E-Mail-Adresse", "Dorthin geht die Antwort. Möglichst eine, die nicht den gesperrten Server verwendet.", "Geben Sie eine E-Mail-Adresse für die Antwort an." },
	},
	.mistakes = {
		WB_ROW(WB_MISTAKE_NONE) = "",
		WB_ROW(WB_MISTAKE_MISSING) = "",
		WB_ROW(WB_MISTAKE_TOO_LONG) = "Das ist zu lang. Bitte kürzen Sie es.",
		WB_ROW(WB_MISTAKE_NOT_TEXT) = "Das enthält Zeichen, die kein Text sind. Bitte geben Sie es neu ein.",
		WB_ROW(WB_MISTAKE_NOT_GENUINE) = "Diese Referenz stammt nicht von hier, oder sie enthält einen Tippfehler. Kopieren Sie sie aus der Meldung, oder lassen Sie das Feld leer und geben Sie die Adresse an.",
		WB_ROW(WB_MISTAKE_NO_ADDRESS) = "Das ist keine IP-Adresse. Gesucht ist eine wie 192.0.2.66 oder 2001:db8::66.",
		WB_ROW(WB_MISTAKE_OTHER_ADDRESS) = "Die Referenz gehört zu einem anderen Server. Lassen Sie die Adresse leer, oder berichtigen Sie sie.",
		WB_ROW(WB_MISTAKE_NO_EMAIL) = "Das ist keine E-Mail-Adresse, an die wir antworten können. Gesucht ist eine wie anna@example.org.",
	},
	.messages = {
		WB_ROW(WB_MESSAGE_NOT_FOUND) = { "Diese Seite gibt es nicht", "Die Adresse der Seite enthält vielleicht einen Tippfehler, oder es gibt die Seite nicht mehr. In der Übersicht finden Sie alles." },
		WB_ROW(WB_MESSAGE_NO_REQUEST) = { "Diese Anfrage kennen wir nicht", "Der Link ist vielleicht nicht vollständig: Kopieren Sie ihn noch einmal, bis zum Ende. Sehr alte Anfragen werden gelöscht." },
		WB_ROW(WB_MESSAGE_BAD_REQUEST) = { "Das ließ sich nicht lesen", "Was Ihr Browser geschickt hat, wurde unterwegs beschädigt. Bitte gehen Sie zurück und versuchen Sie es noch einmal." },
		WB_ROW(WB_MESSAGE_TOO_LARGE) = { "Das war zu viel", "Was Ihr Browser geschickt hat, ist größer, als wir annehmen. Bitte gehen Sie zurück und kürzen Sie es." },
		WB_ROW(WB_MESSAGE_LINK_TOO_LONG) = { "Dieser Link ist zu lang", "Keine Adresse unserer Seiten ist so lang wie die, nach der Ihr Browser gefragt hat. Kopieren Sie den Link aus der Nachricht, die Sie bekommen haben, noch einmal, oder geben Sie ihren Code in der Übersicht ein." },
		WB_ROW(WB_MESSAGE_METHOD) = { "Das geht hier nicht", "Diese Seite lässt sich lesen, aber es lässt sich nichts an sie schicken. Bitte beginnen Sie in der Übersicht." },
		WB_ROW(WB_MESSAGE_ALREADY_OPEN) = { "Zu diesem Server gibt es schon eine Anfrage", "Sie ist noch nicht entschieden, und eine genügt. Wer sie gestellt hat, sieht über den erhaltenen Link, wie es um sie steht." },
		WB_ROW(WB_MESSAGE_ADDRESS_EXCEEDED) = { "Das genügt für heute", "Von Ihnen kamen in den letzten 24 Stunden mehrere Anfragen. Bitte warten Sie einen Tag. Wenn es eilt, schreiben Sie uns." },
		WB_ROW(WB_MESSAGE_HOST_EXCEEDED) = { "Das genügt für heute", "Zu diesem Server kamen in den letzten 24 Stunden mehrere Anfragen. Bitte warten Sie einen Tag. Wenn es eilt, schreiben Sie uns." },
		WB_ROW(WB_MESSAGE_DAY_EXCEEDED) = { "Heute nehmen wir keine Anfragen mehr an", "In den letzten 24 Stunden kamen sehr viele. Bitte versuchen Sie es morgen wieder. Wenn es eilt, schreiben Sie uns." },
		WB_ROW(WB_MESSAGE_UNAVAILABLE) = { "Das geht gerade nicht", "Das Problem liegt bei uns, und es wurde nichts gespeichert. Bitte versuchen Sie es in ein paar Minuten wieder, oder schreiben Sie uns." },
	},
	.mails = {
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
		WB_ROW(WB_MAIL_NO_REFERENCE) = { "Ihre Anfrage braucht eine Referenz",
			"Guten Tag,\n\n"
			"danke für Ihre E-Mail. Wir können nicht erkennen, um welchen Server es\n"
			"geht: Wir haben darin keine Referenz von uns gefunden.\n\n"
			"Wenn unser Server eine E-Mail abweist, enthält seine Antwort eine Zeile wie\n\n"
			"    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
			"Bitte antworten Sie auf diese E-Mail und kopieren Sie diese Zeile oder die\n"
			"ganze Meldung, mit der Ihre E-Mail zurückkam, hinein. Sagen Sie in wenigen\n"
			"Worten, wie die E-Mail verschickt und was gegen die Ursache getan wurde.\n\n" WB_MAIL_FOOT },
	},
};

WB_ROWS_END(words_de, WB_WORDS_ROWS);
