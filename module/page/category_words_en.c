/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* category_words_en.c - what each reason to block means, in English; see words.h */
#include "page/words.h"

WB_ROWS_BEGIN(category_words_en);

const struct wb_category_words wb_category_words_en[WB_CATEGORY_WORDS] = {
	WB_ROW(WB_WORDS_OPEN_RELAY) = {
		.title = "Open relay",
		.reason = "possible open relay",
		.summary = "The server seems to be misconfigured, so that it passes on mail for strangers. Spammers look for such servers and hide behind them.",
		.meaning = "A mail server should take mail from anybody for its own users, and send mail to anybody from its own users alone. Whoever runs it can then see who sent a mail, and suspend or close an account that is misused. An open relay also carries mail from strangers to strangers, and those stay anonymous.\n"
			   "Once junk mailers find such a server, they send through it in great numbers. The junk then carries its address, and other servers stop taking mail from it. Mail of its rightful users is caught as well.",
		.causes = "The server was set up with a network range that is too wide, such as the whole internet, as “own network”.\n"
			  "A firewall, load balancer or container gives every visitor an internal address, which the server trusts.\n"
			  "A rule meant for a printer, scanner or program lets everybody send without a password.\n"
			  "The server asks for a password, but one that is easy to guess works.",
		.user_find = "You cannot see this from your own computer. The message that came back names the server’s address in square brackets.\n"
			     "If other people with the same provider or in the same company have the trouble too, that confirms it.",
		.user_fix = "Forward the whole message to your provider or administrator, with a link to this page.\n"
			    "If it is urgent, send from another account in the meantime.",
		.admin_find = "From a network that is <em>not</em> yours, connect to port 25 and try to send from an address that is not yours to another one that is not yours. The server has to refuse the RCPT command, usually with 550, 554 or 454. Try ports 465 and 587 too, without logging in.\n"
			      "Look in the log for mail that neither comes from your users nor goes to them, and for the login name or the address it came in with.\n"
			      "Look at the queue: many bounces to invented addresses are a sign.",
		.admin_fix = "Relay only for logged-in users and for the few addresses of your own that need it. Postfix: <code>mynetworks</code>, and <code>permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination</code> in <code>smtpd_relay_restrictions</code>. Exim: <code>relay_from_hosts</code> and <code>relay_to_domains</code>. Exchange: no receive connector with the right “accept any recipient” for anonymous users, except for named addresses.\n"
			     "Make sure that the server gets the visitor’s true address, not that of a proxy or container gateway in front of it.\n"
			     "Change the password of each account that was misused, and look for further ones.\n"
			     "Empty the queue of junk, then test again from outside.",
	},
	WB_ROW(WB_WORDS_OPEN_PROXY) = {
		.title = "Open proxy",
		.reason = "possible open proxy",
		.summary = "A program at this address seems to pass on connections for strangers, who hide behind it to send junk.",
		.meaning = "A proxy fetches web pages or opens connections on behalf of others. If it does so for everybody, strangers can send mail through it, and the mail seems to come from that address.\n"
			   "It does not have to be a mail server at all: a proxy on any computer or router behind the same address is enough. An open relay listens on the port for mail, a proxy on others, such as those for the web. Strangers can misuse it for much more than mail: to surf anonymously, to scan other computers for open ports, to deface web sites, or for other crimes.",
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
			     "If nobody installed the proxy on purpose, treat the machine as compromised: reinstall it, update it, change all passwords.",
	},
	WB_ROW(WB_WORDS_FORMMAIL) = {
		.title = "Insecure web form",
		.reason = "possible insecure FormMail script",
		.summary = "A form on a web site, such as “Contact us” or “Tell a friend”, can be made to send mail to anybody.",
		.meaning = "A form should send what visitors write, a question or feedback, to one fixed address: that of the site’s owner or maintainer. Some scripts let the visitor choose the recipient, or let extra header lines in. Then anybody can send junk through the form, in the name of the web server.\n"
			   "FormMail is the name of an old script of this kind, whose early versions had such security holes. Home-made forms and old plug-ins often have the same ones.",
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
		.summary = "A computer behind this address behaves as if infected: it spreads malware, or strangers control it remotely.",
		.meaning = "Malware turns computers, phones, cameras and routers into helpers that send mail without their owners’ knowledge. Seen from outside, all devices behind one router have the same address.\n"
			   "So the device that is infected may not be yours. Such hijacked devices, called zombies or bots, pass on spam much like open relays and open proxies do, and are one of the biggest problems that internet providers have. It matters beyond mail, too: malware of this kind often reads passwords.",
		.causes = "Somebody opened an attachment or installed a program that brought malware along.\n"
			  "A device was reachable from the internet with an old version or the maker’s password.\n"
			  "A guest, or a private device, uses the same network.\n"
			  "A web site or a server was broken into.",
		.user_find = "Update the virus scanner and let it check everything, best from a rescue medium. Do it on every computer at your connection.\n"
			     "Signs are: a slow computer, unknown programs, bounces of mails you never wrote.\n"
			     "If you send through your provider’s server and your devices are clean, the trouble is on the provider’s side: forward them the message.",
		.user_fix = "Take an infected device off the network, and reset or reinstall it if you can.\n"
			    "Then, from a clean device, change your passwords, the mail password first.\n"
			    "Update the router, and change its password if it still has the maker’s.",
		.admin_find = "Log connections from inside to port 25 outside, at the firewall or router. Each machine that makes them and is not the mail server is suspect.\n"
			      "Compare the time of the refusal with the logs of your address translation and of your DNS server.\n"
			      "On the mail server, look for logins from unusual countries, for many recipients in a short time, and for attachments your scanner has reported.",
		.admin_fix = "Disconnect the machine first, then scan it; when in doubt, reinstall it.\n"
			     "Let only the mail server connect to port 25 outside. All others hand their mail to it, with a login.\n"
			     "Change the passwords that were used on the machine, and end open sessions.\n"
			     "Scan outgoing mail, and limit how many mails one account can send in an hour.",
	},
	WB_ROW(WB_WORDS_SPAM) = {
		.title = "Deliberate spam",
		.reason = "deliberate spamming",
		.summary = "We, or a list that we trust, believe that this address or network is used on purpose to send mail nobody asked for.",
		.meaning = "This is the most serious reason. It does not rest on one complaint, but on a judgment about those who run the address or the network. They send mail that nobody asked for to thousands of people at once: it burdens every mail server it passes, and fills the inboxes of people who never wanted it. We block known and suspected sources of it, as many other providers do, to protect our servers and to keep our users’ trust.\n"
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
		.admin_fix = "Fix what you found, then ask for removal.\n"
			     "If you found nothing, ask us what we saw. With the reference we can look it up.",
	},
};

WB_ROWS_END(category_words_en, WB_CATEGORY_WORDS);
