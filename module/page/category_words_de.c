/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* category_words_de.c - what each reason to block means, in German; see words.h */
#include "page/words.h"

WB_ROWS_BEGIN(category_words_de);

const struct wb_category_words wb_category_words_de[WB_CATEGORY_WORDS] = {
	WB_ROW(WB_WORDS_OPEN_RELAY) = {
		.title = "Offenes Relay",
		.reason = "vermutlich ein offenes Relay",
		.summary = "Der Server ist offenbar falsch konfiguriert und leitet E-Mails für Fremde weiter. Wer Spam verschickt, sucht solche Server und versteckt sich dahinter.",
		.meaning = "Ein Mailserver soll E-Mails von jedem für seine eigenen Nutzer annehmen und nur von seinen eigenen Nutzern an jeden verschicken. Wer ihn betreibt, sieht dann, von wem eine E-Mail stammt, und kann ein missbrauchtes Konto sperren oder kündigen. Ein offenes Relay befördert auch E-Mails von Fremden an Fremde, und die bleiben anonym.\n"
			   "Haben Spammer einen solchen Server gefunden, schicken sie darüber große Mengen. Der Spam trägt dann seine Adresse, und andere Server nehmen nichts mehr von ihm an. Das trifft auch die E-Mails seiner rechtmäßigen Nutzer.",
		.causes = "Als „eigenes Netz“ ist ein zu großer Bereich eingetragen, etwa das ganze Internet.\n"
			  "Eine Firewall, ein Lastverteiler oder ein Container gibt jedem Besucher eine interne Adresse, und der Server vertraut ihr.\n"
			  "Eine Regel, die für einen Drucker, Scanner oder ein Programm gedacht war, lässt alle ohne Passwort senden.\n"
			  "Der Server verlangt ein Passwort, aber eines, das leicht zu erraten ist, genügt.",
		.user_find = "Von Ihrem eigenen Computer aus können Sie das nicht sehen. Die Meldung, mit der Ihre E-Mail zurückkam, nennt die Adresse des Servers in eckigen Klammern.\n"
			     "Haben andere beim selben Anbieter oder in derselben Firma das Problem auch, bestätigt das die Vermutung.",
		.user_fix = "Leiten Sie die ganze Meldung an Ihren Anbieter oder Ihre Administratoren weiter, mit einem Link auf diese Seite.\n"
			    "Wenn es eilt, schicken Sie die E-Mail in der Zwischenzeit von einem anderen Konto.",
		.admin_find = "Verbinden Sie sich von einem Netz aus, das <em>nicht</em> Ihres ist, mit Port 25 und versuchen Sie, von einer Adresse, die nicht Ihnen gehört, an eine andere zu senden, die ebenfalls nicht Ihnen gehört. Der Server muss das Kommando RCPT ablehnen, meist mit 550, 554 oder 454. Versuchen Sie es auch auf den Ports 465 und 587, ohne sich anzumelden.\n"
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
			   "Es muss gar kein Mailserver sein: Ein Proxy auf irgendeinem Computer oder Router hinter derselben Adresse genügt. Ein offenes Relay lauscht auf dem Port für E-Mail, ein Proxy auf anderen, etwa denen für das Web. Fremde können ihn für weit mehr als E-Mail missbrauchen: um anonym zu surfen, andere Computer nach offenen Ports abzusuchen, Websites zu verunstalten oder für andere Straftaten.",
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
		.meaning = "Ein Formular soll das, was Besucher schreiben, eine Frage oder Rückmeldung, an eine feste Adresse schicken: an die der Betreiber der Website. Manche Skripte lassen den Besucher den Empfänger wählen oder zusätzliche Kopfzeilen einschleusen. Dann kann jeder über das Formular Spam verschicken, im Namen des Webservers.\n"
			   "FormMail heißt ein altes Skript dieser Art, dessen frühe Versionen solche Sicherheitslücken hatten. Selbst geschriebene Formulare und alte Plugins haben oft dieselben.",
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
			   "Das infizierte Gerät muss also nicht Ihres sein. Solche gekaperten Geräte, Zombies oder Bots genannt, leiten Spam ähnlich weiter wie offene Relays und offene Proxys und gehören zu den größten Problemen der Internetanbieter. Es geht um mehr als E-Mail: Solche Schadsoftware liest oft auch Passwörter mit.",
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
		.meaning = "Das ist der schwerwiegendste Grund. Er beruht nicht auf einer einzelnen Beschwerde, sondern auf einem Urteil über die Betreiber der Adresse oder des Netzes. Sie schicken Tausenden Menschen auf einmal E-Mails, um die niemand gebeten hat: Das belastet jeden Mailserver auf dem Weg und füllt die Postfächer von Leuten, die das nie wollten. Bekannte und mutmaßliche Quellen davon sperren wir, um unsere Nutzer und unsere Server zu schützen.\n"
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
};

WB_ROWS_END(category_words_de, WB_CATEGORY_WORDS);
