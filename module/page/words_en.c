/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* words_en.c - the sentences of the pages in English; see words.h */
#include "page/words.h"

WB_ROWS_BEGIN(words_en);

const struct wb_words wb_words_en = {
	.phrases = {
		WB_ROW(WB_PHRASE_SKIP) = "Skip to the content",
		WB_ROW(WB_PHRASE_LANGUAGES) = "Language",
		WB_ROW(WB_PHRASE_HOME) = "Overview: why was my mail blocked?",
		WB_ROW(WB_PHRASE_CONTACT_TITLE) = "Whom to ask",
		WB_ROW(WB_PHRASE_CONTACT) = "These pages are run by %{0}. You can write to:",
		WB_ROW(WB_PHRASE_NO_CONTACT) = "These pages are run by %{0}. You can write to <strong>postmaster@</strong> and the domain of the person you wanted to reach.",
		WB_ROW(WB_PHRASE_PRIVACY) = "No cookies, no scripts, nothing loaded from other sites.",
		WB_ROW(WB_PHRASE_OPTIONAL) = "(may stay empty)",

		WB_ROW(WB_PHRASE_OVERVIEW_TITLE) = "Why was my mail blocked?",
		WB_ROW(WB_PHRASE_OVERVIEW_LEAD) = "Your mail came back with <strong>error 550</strong> or <strong>451</strong>, and the message led you here, to %{0}. This page explains what happened and how to get your mail through.",
		WB_ROW(WB_PHRASE_VISITOR) = "You are visiting this page from the address %{0}. The server that sends your mail usually has another one.",
		WB_ROW(WB_PHRASE_NOW_TITLE) = "What to do now",
		WB_ROW(WB_PHRASE_STEP_REFERENCE) = "Look up your case",
		WB_ROW(WB_PHRASE_STEP_REFERENCE_FORM) = "Near the end of the message that came back there is a code behind the word “ref”. It tells you the reason, and whether the block still stands.",
		WB_ROW(WB_PHRASE_STEP_REFERENCE_KEEP) = "Near the end of the message that came back there is a code behind the word “ref”. Keep it: with it we can see what happened. The same message names one of the reasons below.",
		WB_ROW(WB_PHRASE_REFERENCE_LABEL) = "Reference",
		WB_ROW(WB_PHRASE_REFERENCE_HINT) = "Six or eight groups of letters and digits. Upper or lower case, with or without hyphens.",
		WB_ROW(WB_PHRASE_REFERENCE_BUTTON) = "Show the reason",
		WB_ROW(WB_PHRASE_STEP_ADMIN) = "Tell whoever runs your mail server",
		WB_ROW(WB_PHRASE_STEP_ADMIN_TEXT) = "Forward them the whole message that came back. They are your provider’s support, your company’s IT, or your web host. The cause lies on their server, so only they can mend it.",
		WB_ROW(WB_PHRASE_STEP_REMOVAL) = "Ask for removal",
		WB_ROW(WB_PHRASE_STEP_REMOVAL_TEXT) = "Once the cause is mended, you or your administrator can ask us to lift the block.",
		WB_ROW(WB_PHRASE_WHAT_TITLE) = "What happened?",
		WB_ROW(WB_PHRASE_WHAT_TEXT) = "A mail travels from server to server. Our server knew something about the server that brought your mail, and did not take the mail from it. In most cases this is not about you, and not about what you wrote.",
		WB_ROW(WB_PHRASE_WHAT_550) = "<strong>550</strong> is a final no. Your mail was not delivered, and you got it back.",
		WB_ROW(WB_PHRASE_WHAT_451) = "<strong>451</strong> means “not now”. Your mail waits on the sending server, which tries again by itself. If it does not get through within a few hours, go on as with 550.",
		WB_ROW(WB_PHRASE_REASONS_TITLE) = "Reasons for a block",
		WB_ROW(WB_PHRASE_REASONS_TEXT) = "The message that came back names one of these. Each page says what it means, how it comes about, how to find out, and how to fix it.",
		WB_ROW(WB_PHRASE_REASONS_MORE) = "Meaning, causes and what to do",

		WB_ROW(WB_PHRASE_MEANING) = "What it means",
		WB_ROW(WB_PHRASE_CAUSES) = "How it comes about",
		WB_ROW(WB_PHRASE_USER_TITLE) = "If you only wanted to send a mail",
		WB_ROW(WB_PHRASE_ADMIN_TITLE) = "If you run the server",
		WB_ROW(WB_PHRASE_FIND) = "How to find out",
		WB_ROW(WB_PHRASE_FIX) = "How to fix it",
		WB_ROW(WB_PHRASE_REMOVAL_TITLE) = "Asking for removal",
		WB_ROW(WB_PHRASE_REMOVAL_DECISION) = "First mend the cause, or the block will soon be back. Then tell us what you found and what you did. A person here reads each request and decides.",
		WB_ROW(WB_PHRASE_REMOVAL_BUTTON) = "Request removal",
		WB_ROW(WB_PHRASE_REMOVAL_WRITE) = "Write to us and give the reference, or the server’s address:",
		WB_ROW(WB_PHRASE_REMOVAL_NOWHERE) = "Write to <strong>postmaster@</strong> and the domain of the person you wanted to reach, and give the reference, or the server’s address.",
		WB_ROW(WB_PHRASE_REMOVAL_SUBJECT) = "Request for removal",

		WB_ROW(WB_PHRASE_BLOCKED_TITLE) = "Why this mail came back",
		WB_ROW(WB_PHRASE_BLOCKED_REFUSED) = "Mail from the server %{0} was refused on %{1}. Reason: %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_DEFERRED) = "Mail from the server %{0} was put off on %{1}. Reason: %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_NOTED) = "Mail from the server %{0} was accepted on %{1}, with a note. Reason: %{2}.",
		WB_ROW(WB_PHRASE_BLOCKED_REFUSED_BARE) = "Mail from the server %{0} was refused on %{1}. The reason of that time is no longer in use here.",
		WB_ROW(WB_PHRASE_BLOCKED_DEFERRED_BARE) = "Mail from the server %{0} was put off on %{1}. The reason of that time is no longer in use here.",
		WB_ROW(WB_PHRASE_BLOCKED_NOTED_BARE) = "Mail from the server %{0} was accepted on %{1}, with a note. The reason of that time is no longer in use here.",
		WB_ROW(WB_PHRASE_VISIT_TITLE) = "About your address",
		WB_ROW(WB_PHRASE_VISIT_LISTED) = "The address you are visiting from, %{0}, is on our list. Reason: %{2}.",
		WB_ROW(WB_PHRASE_VISIT_LISTED_BARE) = "The address you are visiting from, %{0}, is on our list.",
		WB_ROW(WB_PHRASE_VISIT_NOT_LISTED) = "This is about the address you are visiting from: %{0}.",
		WB_ROW(WB_PHRASE_NOW_LISTED) = "The block still stands.",
		WB_ROW(WB_PHRASE_NOW_NOT_REFUSED_YET) = "Mail is not refused yet: until %{0} it is put off, and your server keeps it and tries again. Use the time.",
		WB_ROW(WB_PHRASE_NOW_UNTIL) = "It ends on %{0}, unless it is lifted before.",
		WB_ROW(WB_PHRASE_NOW_WITHOUT_END) = "It has no end date: it stays until it is lifted.",
		WB_ROW(WB_PHRASE_NOW_NETWORK) = "It covers a whole network, and %{0} is one address of many in it. So the cause may be a neighbour’s. Your network’s provider is the one to act.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED) = "The server is not on our own list now.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED_ZONES) = "A public list, run by others, may still name it. The message that came back says which one; below you find the lists that we ask.",
		WB_ROW(WB_PHRASE_NOW_NOT_LISTED_SEND) = "Please send your mail again. If it comes back once more, use the new reference.",
		WB_ROW(WB_PHRASE_NOW_OTHERS) = "We block the server for as long as the list below names it.",
		WB_ROW(WB_PHRASE_NOW_OTHERS_TEXT) = "Others run that list, and this page does not ask it. Look the server up there. Once it is off that list, please send your mail again.",
		WB_ROW(WB_PHRASE_NOW_SIGN) = "The server is not on our list. What decided was how the server, or this mail, looked.",
		WB_ROW(WB_PHRASE_NOW_SIGN_TEXT) = "We look at each mail anew. Once the cause below is fixed, please send your mail again.",
		WB_ROW(WB_PHRASE_NOW_RETRIES) = "Your mail is not lost: the sending server keeps it, and tries again by itself.",
		WB_ROW(WB_PHRASE_NOW_ALLOWED) = "The server is not blocked any more.",
		WB_ROW(WB_PHRASE_NOW_ALLOWED_TEXT) = "Please send your mail again.",
		WB_ROW(WB_PHRASE_NOW_UNKNOWN) = "We cannot see just now whether the block still stands.",
		WB_ROW(WB_PHRASE_NOW_UNKNOWN_TEXT) = "Please load this page again in a few minutes.",
		WB_ROW(WB_PHRASE_FACTS) = "The facts",
		WB_ROW(WB_PHRASE_FACT_CLIENT) = "Server’s address",
		WB_ROW(WB_PHRASE_FACT_TIME) = "Time of the mail",
		WB_ROW(WB_PHRASE_FACT_REASON) = "Reason",
		WB_ROW(WB_PHRASE_FACT_REFERENCE) = "Reference",
		WB_ROW(WB_PHRASE_FACT_SINCE) = "Blocked since",
		WB_ROW(WB_PHRASE_FACT_UNTIL) = "Blocked until",
		WB_ROW(WB_PHRASE_FACT_NOTE) = "Our note",
		WB_ROW(WB_PHRASE_NO_END) = "no end date",
		WB_ROW(WB_PHRASE_WHY) = "Why?",
		WB_ROW(WB_PHRASE_MORE) = "More about it: %{0}",
		WB_ROW(WB_PHRASE_CAUSES_TITLE) = "What decided",
		WB_ROW(WB_PHRASE_CAUSE_LISTING) = "Our own list. Only we can take the server off it; “Asking for removal” below says how.",
		WB_ROW(WB_PHRASE_CAUSE_FEED) = "%{0}: a list that others run and that we have taken over. Whoever runs the server asks there for removal, or asks us.",
		WB_ROW(WB_PHRASE_CAUSE_ZONE) = "%{0}: a public list that others run. Whoever runs the server asks there for removal, and our block ends with theirs.",
		WB_ROW(WB_PHRASE_CAUSE_SIGN) = "What the server, or this mail, looked like.",
		WB_ROW(WB_PHRASE_CAUSE_SIGN_SEEN) = "What the server, or this mail, looked like: %{0}.",
		WB_ROW(WB_PHRASE_CAUSE_NETWORK) = "Other servers of the same network are on our list. The network’s provider is the one to act.",
		WB_ROW(WB_PHRASE_FACT_TIMES) = "How often",
		WB_ROW(WB_PHRASE_FACT_TIMES_VALUE) = "%{0} times, the last one on %{1}",
		WB_ROW(WB_PHRASE_NO_CASE) = "The details of this mail are no longer kept here, so we cannot say what decided: our own list, or one of these.",
		WB_ROW(WB_PHRASE_ZONES_TITLE) = "Public lists",
		WB_ROW(WB_PHRASE_ZONES_TEXT) = "These lists can give this reason. We do not run them: whoever is on one asks that list for removal, and our block ends with theirs.",
		WB_ROW(WB_PHRASE_ZONE_REMOVAL) = "Look up or leave %{0}",

		WB_ROW(WB_PHRASE_UNKNOWN_TITLE) = "We do not know this reference",
		WB_ROW(WB_PHRASE_UNKNOWN_TEXT) = "You gave “%{0}”. Such a reference did not come from here, or there is a slip in it.",
		WB_ROW(WB_PHRASE_UNKNOWN_ADVICE) = "Look at the message that came back once more: the reference stands behind “ref”, near the end. Copying it is safer than typing it. A very old reference may have lost its meaning.",
		WB_ROW(WB_PHRASE_UNKNOWN_AGAIN) = "Try again",

		WB_ROW(WB_PHRASE_FORM_TITLE) = "Request removal",
		WB_ROW(WB_PHRASE_FORM_LEAD) = "Tell us which server it is about and what you did. A person here reads it, decides, and answers you by mail.",
		WB_ROW(WB_PHRASE_FORM_NEEDED) = "Please fill in everything that is not marked “may stay empty”. Of reference and address, one is enough.",
		WB_ROW(WB_PHRASE_FORM_SERVER) = "Which server is blocked?",
		WB_ROW(WB_PHRASE_FORM_STORY) = "What happened?",
		WB_ROW(WB_PHRASE_FORM_PERSON) = "How do we reach you?",
		WB_ROW(WB_PHRASE_FORM_SEND) = "Send the request",
		WB_ROW(WB_PHRASE_FORM_KEEP) = "We keep your request, and the address you send it from, to decide and to notice abuse.",
		WB_ROW(WB_PHRASE_FORM_MISTAKES) = "Something is not right yet",
		WB_ROW(WB_PHRASE_FORM_MISTAKE) = "Please correct:",

		WB_ROW(WB_PHRASE_FILED_TITLE) = "Your request has number %{0}",
		WB_ROW(WB_PHRASE_FILED_TEXT) = "It has reached us. A person will read it, and you get the answer by mail.",
		WB_ROW(WB_PHRASE_FILED_STATUS) = "Keep this link. Only with it can you see how your request stands:",
		WB_ROW(WB_PHRASE_FILED_STATUS_LINK) = "Status of request %{0}",
		WB_ROW(WB_PHRASE_FILED_PROOF_TITLE) = "Show that the server is yours",
		WB_ROW(WB_PHRASE_FILED_PROOF) = "You need not do this, but it helps. If you manage the DNS of the server’s own name (the one its address leads back to), add this TXT record there, with that name in place of <em>NAME</em>:",
		WB_ROW(WB_PHRASE_FILED_PROOF_AFTER) = "We look for it when we decide. Afterwards you can delete it.",
		WB_ROW(WB_PHRASE_STATUS_TITLE) = "Request %{0}",
		WB_ROW(WB_PHRASE_STATUS_OPEN) = "Not decided yet.",
		WB_ROW(WB_PHRASE_STATUS_OPEN_TEXT) = "Somebody will read your request. You get the answer by mail, and it will stand here, too.",
		WB_ROW(WB_PHRASE_STATUS_APPROVED) = "Granted.",
		WB_ROW(WB_PHRASE_STATUS_APPROVED_TEXT) = "We no longer block the server. Please send your mail again.",
		WB_ROW(WB_PHRASE_STATUS_ALLOWED_UNTIL) = "This holds until %{0}. Should something else still cover the server, please have it settled by then.",
		WB_ROW(WB_PHRASE_STATUS_DENIED) = "Declined.",
		WB_ROW(WB_PHRASE_STATUS_DENIED_TEXT) = "We keep the block for now. If things have changed, you can ask again.",
		WB_ROW(WB_PHRASE_STATUS_ASKED) = "Asked on",
		WB_ROW(WB_PHRASE_STATUS_DECIDED) = "Decided on",
		WB_ROW(WB_PHRASE_STATUS_ANSWER) = "Our answer",

		WB_ROW(WB_PHRASE_DATE) = "%{0} %{1} %{2}, %{3}:%{4} UTC",
		WB_ROW(WB_PHRASE_FIRST_DAY) = "1",
	},
	.months = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" },
	.categories = {
		WB_ROW(WB_WORDS_OPEN_RELAY) = {
			.title = "Open relay",
			.reason = "possible open relay",
			.summary = "The server seems to pass on mail from anybody to anybody. Senders of junk look for such servers and hide behind them.",
			.meaning = "A mail server should take mail for its own users, and send mail from its own users. An open relay also carries mail from strangers to strangers.\n"
				   "Once junk mailers find such a server, they send through it in great numbers. The junk then carries its address, and other servers stop taking mail from it. Mail of its rightful users is caught as well.",
			.causes = "The server was set up with a network range that is too wide, such as the whole internet, as “own network”.\n"
				  "A firewall, load balancer or container gives every visitor an internal address, which the server trusts.\n"
				  "A rule meant for a printer, scanner or program lets everybody send without a password.\n"
				  "The server asks for a password, but one that is easy to guess works.",
			.user_find = "You cannot see this from your own computer. The message that came back names the server’s address in square brackets.\n"
				     "If other people with the same provider or in the same company have the trouble too, that confirms it.",
			.user_fix = "Forward the whole message to your provider or administrator, with a link to this page.\n"
				    "If it is urgent, send from another account in the meantime.",
			.admin_find = "From a network that is <em>not</em> yours, connect to port 25 and try to send from a foreign address to a foreign address. The server has to refuse the RCPT command, usually with 550, 554 or 454. Try ports 465 and 587 too, without logging in.\n"
				      "Look in the log for mail that neither comes from your users nor goes to them, and for the login name or the address it came in with.\n"
				      "Look at the queue: many bounces to invented addresses are a sign.",
			.admin_fix = "Relay only for logged-in users and for the few addresses of your own that need it. Postfix: <code>mynetworks</code>, and <code>permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination</code> in <code>smtpd_relay_restrictions</code>. Exim: <code>relay_from_hosts</code> and <code>relay_to_domains</code>. Exchange: no receive connector with the right “accept any recipient” for anonymous users, except for named addresses.\n"
				     "See to it that the server gets the visitor’s true address, not that of a proxy or container gateway in front of it.\n"
				     "Change the password of each account that was misused, and look for further ones.\n"
				     "Empty the queue of junk, then test again from outside.",
		},
		WB_ROW(WB_WORDS_OPEN_PROXY) = {
			.title = "Open proxy",
			.reason = "possible open proxy",
			.summary = "A program at this address seems to pass on connections for strangers, who hide behind it to send junk.",
			.meaning = "A proxy fetches web pages or opens connections on behalf of others. If it does so for everybody, strangers can send mail through it, and the mail seems to come from that address.\n"
				   "It need not be a mail server at all: a proxy on any computer or router behind the same address is enough.",
			.causes = "A web proxy, SOCKS server or VPN was installed and not limited to its own users.\n"
				  "A web server was told to act as a forward proxy, or allows the method CONNECT.\n"
				  "A “free VPN”, a program for sharing bandwidth or a streaming box rents out the connection.\n"
				  "Malware has installed a proxy on a computer, a router or a camera.",
			.user_find = "Think of apps and boxes that promise free VPN, free streaming, or money for your bandwidth: they often turn your connection into a proxy.\n"
				     "If you send through a provider’s server, the trouble is on the provider’s side, not on yours.",
			.user_fix = "Remove such apps, scan your computers for malware, update the router and change its password.\n"
				    "Otherwise forward the whole message to your provider or administrator, with a link to this page.",
			.admin_find = "List what listens: <code>ss -tlnp</code> on Linux, <code>netstat -ano</code> on Windows. Usual ports of proxies are 1080, 3128, 8000, 8080, 8118 and 8888, but any port will do.\n"
				      "From outside, try <code>curl -x http://ADDRESS:PORT http://example.com/</code>, and the same with <code>socks5://</code>. Any answer other than a refusal is a fault.\n"
				      "If several computers share the address, log outgoing connections to port 25 at the firewall. Each machine that makes them and is no mail server is suspect.",
			.admin_fix = "Stop the proxy, or let only your own networks or logged-in users use it, and close its port in the firewall.\n"
				     "Web server: switch forward proxying off. Apache: <code>ProxyRequests Off</code>. nginx: no <code>proxy_pass</code> to a host that the visitor names. Squid: <code>http_access deny all</code> behind the rules for your own, and CONNECT to port 443 only.\n"
				     "Let only your mail server connect to port 25 outside.\n"
				     "If nobody installed the proxy on purpose, treat the machine as broken into: set it up afresh, update it, change all passwords.",
		},
		WB_ROW(WB_WORDS_FORMMAIL) = {
			.title = "Insecure web form",
			.reason = "possible insecure FormMail script",
			.summary = "A form on a web site, such as “Contact us” or “Tell a friend”, can be made to send mail to anybody.",
			.meaning = "A form should send what visitors write to one fixed address. Some scripts let the visitor choose the recipient, or let extra header lines in. Then anybody can send junk through the form, in the name of the web server.\n"
				   "FormMail is the name of an old script of this kind. Home-made forms and old plug-ins often have the same gap.",
			.causes = "The form’s page holds the recipient’s address in a hidden field, and the script believes it.\n"
				  "The script copies name, address or subject into the mail’s header without removing line breaks.\n"
				  "A form sends a copy to whatever address the visitor gives, with whatever text.\n"
				  "An old script lies forgotten on the server and still works.",
			.user_find = "If you wrote with an ordinary mail program, another web site on the same server may be the cause. Your host can tell.\n"
				     "If the mail was sent by your own web site, look which forms and plug-ins it has.",
			.user_fix = "Forward the whole message to your web host, or to the person who looks after the web site, with a link to this page.\n"
				    "Until then, write from an account that does not use this server.",
			.admin_find = "Look in the mail log for mails from the web server’s user (<code>www-data</code>, <code>apache</code>, <code>nobody</code>), and compare times with POST requests in the web server’s log.\n"
				      "PHP: set <code>mail.add_x_header = On</code> and <code>mail.log</code>. Each mail then names the script that sent it.\n"
				      "Search all sites for old scripts: <code>formmail</code>, <code>tell-a-friend</code>, and calls of <code>mail()</code> with values from the form.",
			.admin_fix = "Set the recipient on the server, never in the page. If there must be several, choose from a fixed list by number.\n"
				     "Refuse carriage returns and line feeds in everything that goes into the header, or use a mail library that does.\n"
				     "Update or delete the script. If it must send copies, send fixed words, not the visitor’s.\n"
				     "Limit how many mails a form sends, and protect it against robots.",
		},
		WB_ROW(WB_WORDS_VIRUS) = {
			.title = "Virus or trojan",
			.reason = "possible virus or trojan activity",
			.summary = "A computer behind this address behaves as if infected: it spreads malware, or strangers control it from afar.",
			.meaning = "Malware turns computers, phones, cameras and routers into helpers that send mail without their owners’ knowledge. Seen from outside, all devices behind one router have the same address.\n"
				   "So the device at fault may be another one than yours. It matters beyond mail: malware of this kind often reads passwords, too.",
			.causes = "Somebody opened an attachment or installed a program that brought malware along.\n"
				  "A device was reachable from the internet with an old version or the maker’s password.\n"
				  "A guest, or a private device, uses the same network.\n"
				  "A web site or a server was broken into.",
			.user_find = "Update the virus scanner and let it check everything, best from a rescue medium. Do it on every computer at your connection.\n"
				     "Signs are: a slow computer, unknown programs, bounces of mails you never wrote.\n"
				     "If you send through your provider’s server and your devices are clean, the trouble is on the provider’s side: forward them the message.",
			.user_fix = "Take an infected device off the network, and set it up afresh if you can.\n"
				    "Then, from a clean device, change your passwords, the mail password first.\n"
				    "Update the router, and change its password if it still has the maker’s.",
			.admin_find = "Log connections from inside to port 25 outside, at the firewall or router. Each machine that makes them and is not the mail server is suspect.\n"
				      "Compare the time of the refusal with the logs of your address translation and of your DNS server.\n"
				      "On the mail server, look for logins from unusual countries, for many recipients in a short time, and for attachments your scanner has reported.",
			.admin_fix = "Disconnect the machine first, then scan it; set it up afresh when in doubt.\n"
				     "Let only the mail server connect to port 25 outside. All others hand their mail to it, with a login.\n"
				     "Change the passwords that were used on the machine, and end open sessions.\n"
				     "Scan outgoing mail, and limit how many mails one account can send in an hour.",
		},
		WB_ROW(WB_WORDS_SPAM) = {
			.title = "Deliberate spam",
			.reason = "deliberate spamming",
			.summary = "We, or a list that we trust, believe that this address or network is used on purpose to send mail nobody asked for.",
			.meaning = "This is the gravest reason. It does not rest on one complaint, but on a judgment about those who run the address or the network.\n"
				   "If you are a customer there, you may be caught without any fault of yours.",
			.causes = "Bought or collected address lists were written to, again and again.\n"
				  "Requests to be taken off a list were ignored.\n"
				  "The network was rented to senders of junk, or was used by one before you came.\n"
				  "The range was taken over by somebody it does not belong to.",
			.user_find = "The message that came back names the address, and often the list. If it is your provider’s server, ask them what they know.\n"
				     "If you have rented a server with a new address, an earlier tenant may be the cause.",
			.user_fix = "Forward the whole message to your provider. Only the provider can clear it up.\n"
				    "If the provider does nothing, think about another one. Write from another account in the meantime.",
			.admin_find = "Look the address up on the list that the reply names: its page often says since when and why.\n"
				      "Ask your provider for complaints about your address and the ranges around it.\n"
				      "Go through all bulk mail that leaves your network. For each recipient you should know when and how they asked for it.",
			.admin_fix = "Stop sending to everybody who has not clearly agreed. Delete bought lists.\n"
				     "End the contract with customers who send junk, and tell us that you did.\n"
				     "Have a working abuse@ address and answer what comes in.\n"
				     "If it was an earlier tenant, send us proof of when you took the address over.",
		},
		WB_ROW(WB_WORDS_SPAM_SOURCE) = {
			.title = "Source of spam",
			.reason = "source of spam",
			.summary = "Unwanted mail came from this server lately. Often there is a stolen password or a web site that was broken into behind it.",
			.meaning = "Somebody reported junk from this address, or it reached addresses that exist only to catch junk. Nobody says that this was on purpose.\n"
				   "Such a block often ends by itself some time after the junk stops.",
			.causes = "The password of a mail account was guessed or stolen, and strangers send with it.\n"
				  "A web site with an old content management system or plug-in was broken into.\n"
				  "A newsletter goes to people who never asked for it, or to addresses long given up.\n"
				  "The server forwards all mail of its users to other providers, the junk with it.\n"
				  "The server answers forged senders: with bounces, or with holiday notes.",
			.user_find = "Look into your “sent” folder, and for bounces of mails you did not write.\n"
				     "If your provider shows recent logins, look for unknown ones.\n"
				     "If you send newsletters, ask yourself whether everybody on the list asked for it.",
			.user_fix = "Change your mail password, to one you use nowhere else, and switch on two-factor login if there is one. Look for forwarding rules you did not make.\n"
				    "Forward the whole message to your provider or administrator. Another customer of the same server may be the cause.",
			.admin_find = "Count mail by account, by script and by sender’s address over the last days. What sticks out is usually it.\n"
				      "Look for logins of one account from many addresses or countries, and for new files in the folders of web sites.\n"
				      "Sign up for feedback loops of large providers, read abuse@, and look the address up on the list that the reply names.",
			.admin_fix = "Lock the account or the web site, change its passwords, end its sessions, and empty the queue.\n"
				     "Update the web site and all its plug-ins, and remove what the intruder left. A clean backup is safer.\n"
				     "Newsletters: let each recipient confirm by a link in a mail (confirmed opt-in), take off addresses that bounce, and put an unsubscribe link into each mail (<code>List-Unsubscribe</code>, RFC 8058).\n"
				     "Refuse unknown recipients and junk while the connection is open, instead of bouncing later. Forward only what has passed the filter.\n"
				     "Limit how many mails one account can send in an hour.",
		},
		WB_ROW(WB_WORDS_POLICY) = {
			.title = "End-user address",
			.reason = "end-user address",
			.summary = "The address belongs to a home, a mobile or another connection that should not deliver mail by itself. This is no accusation.",
			.meaning = "Providers and list keepers mark addresses of connections for people: homes, offices, mobile phones, many rented virtual servers. Mail from there should go through the provider’s mail server, because a great part of the mail that comes from such addresses directly is junk from infected devices.\n"
				   "Nobody says that you did anything wrong. Your mail only took a way that it should not take.",
			.causes = "A mail server runs on a connection with a changing address, at home or in a small office.\n"
				  "A mail program, printer or camera delivers directly instead of through the provider’s server.\n"
				  "A rented server has no host name of its own in the DNS, or one that looks like a dial-up line.\n"
				  "Malware on a device sends mail by itself.",
			.user_find = "Look into the settings of your mail program. The outgoing server should be your mail provider’s, with your name and password, on port 465 or 587, not 25.\n"
				     "If it is set up that way and the mail still came back, the trouble is on the provider’s side. If you did not send anything, scan your devices for malware.",
			.user_fix = "Set the outgoing server as your provider’s help pages say, with login and encryption (port 465 or 587).\n"
				    "If you use a company’s server, forward the whole message to its administrator.",
			.admin_find = "Look the address up on the page of the list that the reply names: many say which policy the network’s owner has set.\n"
				      "Look whether the address has a host name, and whether that name leads back to the address: <code>dig -x ADDRESS</code>, then <code>dig NAME</code>.",
			.admin_fix = "Deliver through your provider’s server (a “smarthost”), on port 465 or 587 with a login. This is the right way for dynamic addresses.\n"
				     "With a fixed address: ask the provider for a host name of your own in reverse DNS, let that name lead back to the address, and use it in HELO. Then ask the list for an exception. For most policy lists you can do this yourself on their page.\n"
				     "Let only the mail server connect to port 25 outside.",
		},
		WB_ROW(WB_WORDS_OTHER) = {
			.title = "%{0}",
			.reason = "%{0}",
			.summary = "The operator of this mail server blocks some servers for a reason of their own, named “%{0}”.",
			.meaning = "This reason is not one of the usual ones. The operator here defined it and decides what falls under it. Its name, and the message that came back, say what it is about.",
			.causes = "A member of staff listed the server or its network.\n"
				  "A list or a rule that the operator chose covers it.",
			.user_find = "Read the message that came back to the end: it may hold more words about the reason.\n"
				     "Ask the people named at the foot of this page, and give the reference.",
			.user_fix = "Forward the whole message to your provider or administrator, with a link to this page.\n"
				    "If it is urgent, send from another account in the meantime.",
			.admin_find = "Look in your own log for what your server sent to us about the time of the refusal.\n"
				      "Look the address up on the list that the reply names, if it names one.",
			.admin_fix = "Mend what you found, then ask for removal.\n"
				     "If you found nothing, ask us what we saw. With the reference we can look it up.",
		},
	},
	.fields = {
		WB_ROW(WB_FIELD_REF) = { "Reference", "The code behind “ref” in the message that came back. If you have none, leave this empty and give the address.", "Give the reference, or else the server’s address." },
		WB_ROW(WB_FIELD_ADDRESS) = { "Address of the server", "For example 192.0.2.66 or 2001:db8::66. It stands in square brackets in the message that came back. Not needed with a reference.", "Give the server’s address, or else the reference." },
		WB_ROW(WB_FIELD_HOW) = { "How was the mail sent?", "For example: with a mail program through our own server, by a web site’s form, as a newsletter.", "Say in a few words how the mail was sent." },
		WB_ROW(WB_FIELD_DONE) = { "What did you do about the cause?", "For example: a stolen password was found and changed. If you found nothing, say where you looked.", "Say in a few words what you did, or where you looked." },
		WB_ROW(WB_FIELD_NAME) = { "Your name", "So that we know how to address you.", "Give your name." },
		WB_ROW(WB_FIELD_EMAIL) = { "Your mail address", "The answer goes there. If possible, one that does not use the blocked server.", "Give a mail address for the answer." },
	},
	.mistakes = {
		WB_ROW(WB_MISTAKE_NONE) = "",
		WB_ROW(WB_MISTAKE_MISSING) = "",
		WB_ROW(WB_MISTAKE_TOO_LONG) = "This is too long. Please shorten it.",
		WB_ROW(WB_MISTAKE_NOT_TEXT) = "This holds characters that are no text. Please type it anew.",
		WB_ROW(WB_MISTAKE_NOT_GENUINE) = "This reference did not come from here, or there is a slip in it. Copy it from the message that came back, or leave it empty and give the address.",
		WB_ROW(WB_MISTAKE_NO_ADDRESS) = "This is no IP address. Wanted is one such as 192.0.2.66 or 2001:db8::66.",
		WB_ROW(WB_MISTAKE_OTHER_ADDRESS) = "The reference is about another server. Leave the address empty, or correct it.",
		WB_ROW(WB_MISTAKE_NO_EMAIL) = "This is no mail address we can answer to. Wanted is one such as ann@example.org.",
	},
	.messages = {
		WB_ROW(WB_MESSAGE_NOT_FOUND) = { "There is no such page", "The address of this page may hold a slip, or the page may be gone. The overview has everything." },
		WB_ROW(WB_MESSAGE_NO_REQUEST) = { "We do not know this request", "The link may not be complete: copy it once more, up to its end. Very old requests are deleted." },
		WB_ROW(WB_MESSAGE_BAD_REQUEST) = { "This could not be read", "What your browser sent was damaged on the way. Please go back and try again." },
		WB_ROW(WB_MESSAGE_TOO_LARGE) = { "This was too much", "What your browser sent is larger than we take. Please go back and shorten it." },
		WB_ROW(WB_MESSAGE_LINK_TOO_LONG) = { "This link is too long", "No address of our pages is as long as the one your browser asked for. Copy the link from the message you got once more, or enter its code in the overview." },
		WB_ROW(WB_MESSAGE_METHOD) = { "This does not work here", "This page can be read, but nothing can be sent to it. Please start from the overview." },
		WB_ROW(WB_MESSAGE_ALREADY_OPEN) = { "There is a request for this server already", "It is not decided yet, and one is enough. Whoever made it can see how it stands by the link they got." },
		WB_ROW(WB_MESSAGE_ADDRESS_EXCEEDED) = { "That is enough for today", "There have been several requests from you in the last 24 hours. Please wait a day. If it is urgent, write to us." },
		WB_ROW(WB_MESSAGE_HOST_EXCEEDED) = { "That is enough for today", "There have been several requests for this server in the last 24 hours. Please wait a day. If it is urgent, write to us." },
		WB_ROW(WB_MESSAGE_DAY_EXCEEDED) = { "We take no more requests today", "Very many have come in during the last 24 hours. Please try again tomorrow. If it is urgent, write to us." },
		WB_ROW(WB_MESSAGE_UNAVAILABLE) = { "This does not work just now", "The trouble is on our side, and nothing was saved. Please try again in a few minutes, or write to us." },
	},
	.mails = {
		WB_ROW(WB_MAIL_APPROVED_REMOVED) = { "Your request %{number}: %{client} is no longer blocked",
			"Hello,\n\n"
			"you asked us to lift a block (request %{number}). We have removed this\n"
			"server from our list:\n\n"
			"    %{client}\n\n"
			"Please send your mail again. If it comes back once more, the message\n"
			"will hold a new reference: please use that one to ask.\n\n"
			"%{answer}\n\n"
			"All about your request: %{status}\n\n" WB_MAIL_FOOT },
		WB_ROW(WB_MAIL_APPROVED_ALLOWED) = { "Your request %{number}: %{client} is let through",
			"Hello,\n\n"
			"you asked us to lift a block (request %{number}). Another list or rule\n"
			"may still stand against this server, so we let it through all the same:\n\n"
			"    %{client}\n\n"
			"Until: %{until}\n\n"
			"Please send your mail again, and have the cause settled in the\n"
			"meantime.\n\n"
			"%{answer}\n\n"
			"All about your request: %{status}\n\n" WB_MAIL_FOOT },
		WB_ROW(WB_MAIL_APPROVED_NOTHING) = { "Your request %{number}: nothing blocks %{client} any more",
			"Hello,\n\n"
			"you asked us to lift a block (request %{number}). We looked, and nothing\n"
			"of ours blocks this server any more:\n\n"
			"    %{client}\n\n"
			"Please send your mail again. If it comes back once more, the message\n"
			"will hold a new reference: please use that one to ask.\n\n"
			"%{answer}\n\n"
			"All about your request: %{status}\n\n" WB_MAIL_FOOT },
		WB_ROW(WB_MAIL_DENIED) = { "Your request %{number}: %{client} stays blocked for now",
			"Hello,\n\n"
			"you asked us to lift a block (request %{number}). For now we keep it for\n"
			"this server:\n\n"
			"    %{client}\n\n"
			"%{answer}\n\n"
			"If things have changed, you can ask again.\n\n"
			"All about your request: %{status}\n\n" WB_MAIL_FOOT },
		WB_ROW(WB_MAIL_RECEIVED) = { "Your request %{number} has reached us",
			"Hello,\n\n"
			"your request to lift a block has reached us. Its number is %{number},\n"
			"and it is about this server:\n\n"
			"    %{client}\n\n"
			"A person will read it and decide. You get the answer by mail.\n\n"
			"Its mail is only put off so far, and not refused before %{until}.\n\n"
			"How it stands, for you alone: %{status}\n\n" WB_MAIL_FOOT },
		WB_ROW(WB_MAIL_NO_REFERENCE) = { "Your request needs a reference",
			"Hello,\n\n"
			"thank you for your mail. We cannot tell which server it is about: we did\n"
			"not find a reference of ours in it.\n\n"
			"When our server refuses a mail, its answer holds a line such as\n\n"
			"    550 5.7.1 ref 8F3K-2M4Q-Z7T5-W9XB-1C6D-0E2G\n\n"
			"Please reply to this mail and copy that line, or the whole message that\n"
			"came back, into it. Say in a few words how the mail was sent and what was\n"
			"done about the cause.\n\n" WB_MAIL_FOOT },
	},
};

WB_ROWS_END(words_en, WB_WORDS_ROWS);
