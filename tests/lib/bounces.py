# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Returned mails as mail systems write them when we have refused one, in the languages of people; and how people hand one on.

    for returned in bounces.RETURNED: for name in bounces.HANDED_ON: bounces.make(returned, name, code)
"""

import base64
import email.policy
import quopri
import struct
from email.message import EmailMessage

LOG_END = "\\n"                                        # as Exim writes a line end into its log
PERSON, LOST = "ann@example.com", "user@example.org"


def reply(code, url, client="192.0.2.66"):
    """The lines of our answer, without SMTP's code."""
    return [f"Server [{client}] blocked as possible open relay", f"Client host [{client}] blocked using Example Internet",
            f"{url}?ref={code.replace('-', '')}", f"ref {code}"]


def smtp(code, url, client):
    lines = reply(code, url, client)
    return [f"550{'-' if n < len(lines) - 1 else ' '}5.7.1 {line}" for n, line in enumerate(lines)]


def report(sender, subject, text, status, charset="us-ascii", headers="", more="", encoding="7bit", extra=""):
    """multipart/report of RFC 3464."""
    if encoding == "quoted-printable":
        text = quopri.encodestring(text.encode(charset)).decode()
    elif encoding == "base64":
        text = base64.encodebytes(text.encode(charset)).decode()
    return (f"From: {sender}\nTo: {PERSON}\nSubject: {subject}\nAuto-Submitted: auto-replied\nMessage-ID: <bounce.1@mx.example.com>\n{headers}"
            f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary="=_r"\n\n'
            f"This is a MIME-encapsulated message.\n\n--=_r\nContent-Description: Notification\n"
            f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n{text}\n{extra}"
            f"--=_r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\nArrival-Date: Sat, 21 Nov 2026 10:00:00 +0100\n\n"
            f"Final-Recipient: rfc822; {LOST}\nAction: failed\nStatus: 5.7.1\nRemote-MTA: dns; mx.example.org\n{status}\n"
            f"--=_r\nContent-Type: message/rfc822\n\nFrom: {PERSON}\nTo: {LOST}\nSubject: the offer\nMessage-ID: <offer@example.com>\n{more}\nDear user,\n\n"
            f"see below.\n\n--=_r--\n")


def plain(sender, subject, text, charset="us-ascii", headers=""):
    return (f"From: {sender}\nTo: {PERSON}\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n"
            f"Content-Transfer-Encoding: 8bit\n{headers}\n{text}")


def folded(lines, separator=" "):
    return separator.join(lines)


def exim(lines):
    text = "\n".join(f"    {line}" for line in lines)
    return report("Mail Delivery System <Mailer-Daemon@mx.example.com>", "Mail delivery failed: returning message to sender",
                  "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more "
                  f"of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {LOST}\n    host mx.example.org [192.0.2.1]\n"
                  f"    SMTP error from remote mail server after RCPT TO:<{LOST}>:\n{text}\n",
                  f"Diagnostic-Code: smtp; {folded(lines, chr(10) + ' ')}", headers="X-Failed-Recipients: user@example.org\n")


def postfix(lines):
    text = f"<{LOST}>: host mx.example.org[192.0.2.1] said: {' '.join(lines)} (in reply to RCPT TO command)"
    wrapped, line = [], ""
    for word in text.split(" "):                        # at 79 columns, the rest indented by four
        if len(line) + len(word) > 78:
            wrapped, line = wrapped + [line], "   "
        line += (" " if line else "") + word
    return report("MAILER-DAEMON@mx.example.com (Mail Delivery System)", "Undelivered Mail Returned to Sender",
                  "This is the mail system at host mx.example.com.\n\nI'm sorry to have to inform you that your message could not\n"
                  "be delivered to one or more recipients. It's attached below.\n\n" + "\n".join(wrapped + [line]) + "\n",
                  f"Diagnostic-Code: smtp; {folded(lines, chr(10) + '    ')}")


def sendmail(lines):
    text = "\n".join(f"<<< {line}" for line in lines)
    return report("Mail Delivery Subsystem <MAILER-DAEMON@mx.example.com>", "Returned mail: see transcript for details",
                  f"The original message was received at Sat, 21 Nov 2026 10:00:00 +0100\nfrom localhost [127.0.0.1]\n\n   ----- The following addresses "
                  f"had permanent fatal errors -----\n<{LOST}>\n    (reason: {lines[0]})\n\n   ----- Transcript of session follows -----\n"
                  f"... while talking to mx.example.org.:\n>>> RCPT To:<{LOST}>\n{text}\n550 5.1.1 <{LOST}>... User unknown\n",
                  f"Diagnostic-Code: SMTP; {lines[-1]}")


def qmail(lines):
    return plain("MAILER-DAEMON@mx.example.com", "failure notice",
                 "Hi. This is the qmail-send program at mx.example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
                 f"This is a permanent error; I've given up. Sorry it didn't work out.\n\n<{LOST}>:\n192.0.2.1 does not like recipient.\n"
                 "Remote host said: " + "\n".join(lines) + f"\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n"
                 f"Return-Path: <{PERSON}>\nFrom: {PERSON}\n\nhello\n")


def exchange(lines):
    html = (f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><p><b>mx.example.org rejected your message to the '
            f'following email addresses:</b></p><p><a href="mailto:{LOST}">{LOST}</a></p><p>A problem occurred during the delivery of this message.</p>'
            f"<p>The following organization rejected your message: mx.example.org.</p><br><p><b>Diagnostic information for administrators:</b></p>"
            f"<p>Generating server: mx.example.com</p><p>{LOST}<br>mx.example.org<br>Remote Server returned '{' '.join(lines)}'</p></body></html>\n")
    return (f"From: Microsoft Outlook <postmaster@example.com>\nTo: {PERSON}\nSubject: Undeliverable: the offer\nContent-Language: en-US\n"
            f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="_x_"\nX-MS-Exchange-Message-Is-Ndr:\n\n--_x_\n'
            f'Content-Type: multipart/alternative; differences=Content-Type; boundary="_y_"\n\n--_y_\nContent-Type: text/plain; charset="us-ascii"\n'
            f"Content-Transfer-Encoding: quoted-printable\n\nmx.example.org rejected your message to the following e-mail addresses:\n\n--_y_\n"
            f'Content-Type: text/html; charset="us-ascii"\nContent-Transfer-Encoding: quoted-printable\n\n{quopri.encodestring(html.encode()).decode()}\n--_y_--\n\n'
            f"--_x_\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;mx.example.com\n\nFinal-recipient: RFC822;{LOST}\nAction: failed\n"
            f"Status: 5.7.1\nDiagnostic-code: smtp;{' '.join(lines)}\n\n--_x_--\n")


def office365(lines):
    html = (f"<html><body><table><tr><td>Your message to {LOST} couldn't be delivered.</td></tr><tr><td>Error:</td><td>550 5.7.1</td></tr>"
            f"<tr><td>Message rejected by:</td><td>mx.example.org</td></tr></table><p>Error Details</p><table><tr><td>Reported error:</td><td>"
            f"<em>{' '.join(lines)}</em></td></tr><tr><td>DSN generated by:</td><td>AM0PR01.example.com</td></tr></table></body></html>")
    return (f"From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>\nTo: {PERSON}\nSubject: Undeliverable: the offer\n"
            f'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="_o_"\n\n--_o_\nContent-Type: text/html; charset=utf-8\n'
            f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(html.encode()).decode()}\n--_o_\nContent-Type: message/delivery-status\n\n"
            f"Reporting-MTA: dns;AM0PR01.example.com\n\nFinal-Recipient: rfc822;{LOST}\nAction: failed\nStatus: 5.7.1\n\n--_o_--\n")


def gmail(lines):
    text = (f"** Message blocked **\n\nYour message to {LOST} has been blocked. See technical details below for more information.\n\n\n\nThe response from the "
            "remote server was:\n" + " ".join(lines) + "\n")
    html = f"<html><body><h2>Message blocked</h2><p>The response from the remote server was:<br/><p style=\"font-family:monospace\">{' '.join(lines)}</p></body></html>\n"
    return (f"From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: {PERSON}\nSubject: Delivery Status Notification (Failure)\nAuto-Submitted: auto-replied\n"
            f'MIME-Version: 1.0\nContent-Type: multipart/report; boundary="g1"; report-type=delivery-status\n\n--g1\nContent-Type: multipart/related; boundary="g2"\n\n'
            f'--g2\nContent-Type: multipart/alternative; boundary="g3"\n\n--g3\nContent-Type: text/plain; charset="UTF-8"\n\n{text}\n--g3\n'
            f'Content-Type: text/html; charset="UTF-8"\n\n{html}\n--g3--\n--g2\nContent-Type: image/png; name="icon.png"\nContent-Transfer-Encoding: base64\n\n'
            f"iVBORw0KGgo=\n--g2--\n--g1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; googlemail.com\n\nFinal-Recipient: rfc822; {LOST}\n"
            f"Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; {' '.join(lines)}\n\n--g1--\n")


def notes(lines):
    text = f"Your message\n\n  Subject: the offer\n\nwas not delivered to:\n\n  {LOST}\n\nbecause:\n\n  {' '.join(lines)}\n"
    broken = "\n".join(text[i:i + 72] for i in range(0, len(text), 72))              # wherever column 72 is
    return report("postmaster@example.com", "DELIVERY FAILURE: the offer", broken, f"Diagnostic-Code: X-Notes; {' '.join(lines)}")


def german(lines):
    return plain("Mail Delivery System <mailer-daemon@gmx.example>", "Mail delivery failed: returning message to sender",
                 "Diese E-Mail wurde automatisch erzeugt.\n\nLeider konnte Ihre Nachricht nicht zugestellt werden an:\n\n"
                 f"{LOST}:\nSMTP error from remote server for RCPT TO command, host: mx.example.org (192.0.2.1) reason: {' '.join(lines)}\n\n"
                 "--- Es folgen die Kopfzeilen der Originalnachricht für Sie ---\n", "utf-8")


def t_online(lines):
    return plain("Mail Delivery System <Mailer-Daemon@mailout.example>", "=?iso-8859-1?Q?Unzustellbar=3A_Ihre_Nachricht_f=FCr?= user",
                 "|------------------------- Message log follows: -------------------------|\n"
                 f" no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <{LOST}> ... transport smtp: "
                 + "\n\t".join(lines) + "\n|------------------------- Message text follows: ------------------------|\nUnzustellbar\n", "iso-8859-1")


def french(lines):
    return report("MAILER-DAEMON@smtp.example.fr", "=?utf-8?q?Message_non_distribu=C3=A9?=",
                  f"Votre message n'a pas pu être remis à :\n\n<{LOST}> : le serveur distant a répondu : {' '.join(lines)}\n", "X-Reason: none",
                  charset="utf-8", encoding="quoted-printable")


def spanish(lines):
    return report("postmaster@correo.example", "No se ha podido entregar", f"El servidor remoto respondió: {' '.join(lines)}\n", "X-Reason: none",
                  charset="iso-8859-15", encoding="quoted-printable")


def russian(lines):
    return report("mailer-daemon@yandex.example", "=?koi8-r?B?7sXEz9PUwdfMxc7OzxkK?=", f"Ваше письмо не доставлено.\n{LOST}: {' '.join(lines)}\n", "X-Reason: none",
                  charset="koi8-r", encoding="base64")


def japanese(lines):
    return report("postmaster@example.jp", "=?iso-2022-jp?B?GyRCRz8bKEI=?=", f"次の宛先に配信できませんでした。\n{' '.join(lines)}\n", "X-Reason: none",
                  charset="iso-2022-jp")


def chinese(lines):
    return report("postmaster@qq.example", "=?gb18030?B?zcvQxQ==?=", f"抱歉，您的邮件被退回来了。\n{' '.join(lines)}\n", "X-Reason: none",
                  charset="gb18030", encoding="base64")


def yahoo(lines):
    return plain("MAILER-DAEMON@yahoo.example", "Failure Notice",
                 f"Sorry, we were unable to deliver your message to the following address.\n\n<{LOST}>:\n550: {' '.join(line[4:] for line in lines)}\n")


def groupwise(lines):
    return plain("Mailer-Daemon@gw.example", "Message status - undeliverable",
                 f"The message that you sent was undeliverable to the following:\n\t{LOST} ({'; '.join(lines)})\n")


def courier(lines):
    return report("Mail Delivery System <@mx.example.com>", "NOTICE: mail delivery status.",
                  f"UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<{LOST}>:\n    mx.example.org [192.0.2.1]:\n>>> RCPT TO:<{LOST}>\n"
                  + "".join(f"<<< {line}\n" for line in lines), f"Diagnostic-Code: smtp; {lines[-1]}")


def ses(lines):
    return report("MAILER-DAEMON@amazonses.example", "Delivery Status Notification (Failure)",
                  f"An error occurred while trying to deliver the mail to the following recipients:\n{LOST}\n",
                  f"Diagnostic-Code: smtp; {' '.join(lines)}")


def icloud(lines):
    return report("postmaster@icloud.example", "Undeliverable message", f"Illegal host/domain name found\n\nRemote system: {' '.join(lines)}\n",
                  f"Diagnostic-code: smtp;{' '.join(lines)}", charset="utf-8")


def joined(lines):
    """Without as much as a blank between the lines of the reply."""
    return plain("postmaster@appliance.example", "Undeliverable", f"Recipient {LOST} rejected: {''.join(lines)}\n")


def last_line(lines):
    return plain("daemon@mx.example.com", "returned", f"{LOST} refused: {lines[-1]}\n")


def log_line(lines):
    return plain("root@example.com", "mail log", f"2026-11-21 10:00:00 1kgNpP-0001Bx ** {LOST} R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.1]: SMTP error from "
                 f"remote mail server after RCPT TO:<{LOST}>: {LOG_END.join(lines)}\n")


def base64_inside(lines):
    return report("postmaster@example.com", "Undeliverable", " ".join(lines), "X-Reason: none", charset="utf-8", encoding="base64")


RETURNED = [exim, postfix, sendmail, qmail, exchange, office365, gmail, notes, german, t_online, french, spanish, russian, japanese, chinese, yahoo,
            groupwise, courier, ses, icloud, joined, last_line, log_line, base64_inside]


# how people hand it on

def new_mail(text="Why do you block us?", subtype="plain", **options):
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["Subject"], mail["Message-ID"] = PERSON, "Blocked", "<hand.1@example.com>"
    mail.set_content(text, subtype=subtype, **options)
    return mail


def shown(raw):
    """What a mail program shows of it: the text that it has, wherever that stands."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    texts = [body.get_content()] if body is not None else []
    for part in mail.walk():
        if part.get_content_type() == "text/html" and part is not body:
            texts.append(part.get_content())
        if part.get_content_type() == "message/delivery-status":
            texts += [str(block) for block in part.get_payload()]
    return "\n".join(texts).replace("\r\n", "\n")


def quoted(text, mark="> ", width=74):
    lines = []
    for line in text.splitlines():
        while len(line) > width and " " in line[1:width]:
            at = line.rindex(" ", 1, width)
            lines, line = lines + [line[:at]], line[at + 1:]
        lines.append(line)
    return "".join(f"{mark}{line}\n" for line in lines)


def attached(raw, maintype, subtype, name, content=None, **options):
    mail = new_mail()
    mail.add_attachment(raw if content is None else content, maintype=maintype, subtype=subtype, filename=name, **options)
    return mail.as_bytes()


def as_message(raw):
    mail = new_mail()
    mail.add_attachment(email.message_from_bytes(raw, policy=email.policy.default))
    return mail.as_bytes()


def message_in_base64(raw):
    """RFC 2046 forbids it, some do it."""
    return (f'From: {PERSON}\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nsee\n--m\n'
            f"Content-Type: message/rfc822; name=x.eml\nContent-Transfer-Encoding: base64\n\n{base64.encodebytes(raw).decode()}\n--m--\n").encode()


def html_forward(raw):
    text = shown(raw)
    if "<html" not in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>\r\n").replace("  ", "&nbsp; ")
    return new_mail(f'<html><body><p>please help</p><div class="gmail_quote"><blockquote style="margin:0">{text}</blockquote></div></body></html>', "html").as_bytes()


def html_in_base64(raw):
    return new_mail(f"<html><body><pre>{shown(raw)}</pre></body></html>", "html", cte="base64").as_bytes()


def msg(raw):
    """A little like a .msg of Outlook: blocks of a binary file, the text in UTF-16."""
    text = shown(raw).encode("utf-16-le")
    return attached(raw, "application", "vnd.ms-outlook", "bounce.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + text + bytes(-len(text) % 512))


def tnef(raw):
    """winmail.dat: the text as attBody (MS-OXTNEF)."""
    text = shown(raw).encode("latin-1", "replace") + b"\0"
    content = struct.pack("<LHBLL", 0x223e9f78, 1, 1, 0x0002800c, len(text)) + text + struct.pack("<H", sum(text) & 0xffff)
    return attached(raw, "application", "ms-tnef", "winmail.dat", content)


RTF = (b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
       b"{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")


def lzfu(text):
    """MS-OXRTFCP: what stood there before, as far as that is one byte in two, is named by its place."""
    seen, tokens, at = RTF, [], 0
    while at < len(text):
        length = next((n for n in (9, 5, 3, 2) if at + n <= len(text) and text[at:at + n] in seen[-3000:]), 0)
        if length:
            place = (len(seen) - len(seen[-3000:]) + seen[-3000:].index(text[at:at + length])) % 4096
            tokens.append(struct.pack(">H", place << 4 | length - 2))
        else:
            tokens.append(text[at:at + 1])
        seen += text[at:at + (length or 1)]
        at += length or 1
    tokens.append(struct.pack(">H", len(seen) % 4096 << 4))
    packed = b"".join(bytes([sum((len(token) == 2) << n for n, token in enumerate(tokens[i:i + 8]))]) + b"".join(tokens[i:i + 8])
                      for i in range(0, len(tokens), 8))
    return struct.pack("<LL4sL", len(packed) + 12, len(text), b"LZFu", 0) + packed


def compressed(raw):
    """The same with the text as Outlook compresses it."""
    text = b"{\\rtf1 " + shown(raw).encode("ascii", "replace").replace(b"\n", b"\\par\r\n") + b"}"
    content = struct.pack("<LH", 0x223e9f78, 1) + bytes(range(256)) + lzfu(text)
    return attached(raw, "application", "ms-tnef", "winmail.dat", content)


def flowed(raw):
    """format=flowed with DelSp (RFC 3676): a blank at the end of a line that goes on, and goes away."""
    text = shown(raw)
    lines = [line[i:i + 60] + (" " if i + 60 < len(line) else "") for line in text.splitlines() for i in range(0, max(len(line), 1), 60)]
    return (f"From: {PERSON}\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n"
            f"Content-Transfer-Encoding: 8bit\n\n" + "\n".join(lines) + "\n").encode()


HANDED_ON = {
    "as it came": lambda raw: raw,
    "inline": lambda raw: new_mail("please help\n\n-------- Forwarded Message --------\n" + shown(raw)).as_bytes(),
    "quoted": lambda raw: new_mail("please help\n\n" + quoted(shown(raw))).as_bytes(),
    "quoted by several": lambda raw: new_mail(quoted(quoted(quoted(shown(raw)), ">", 78), "| ", 70)).as_bytes(),
    "as message/rfc822": as_message,
    "as message/rfc822 in base64": message_in_base64,
    "as .eml": lambda raw: attached(raw, "application", "octet-stream", "bounce.eml"),
    "as .eml of its own kind": lambda raw: attached(raw, "application", "x-eml", "bounce.eml"),
    "as .txt": lambda raw: attached(raw, "text", "plain", "bounce.txt", shown(raw).encode()),
    "as .txt of Windows": lambda raw: attached(raw, "application", "octet-stream", "bounce.txt", shown(raw).encode("utf-16")),
    "as .htm": lambda raw: attached(raw, "application", "octet-stream", "bounce.htm", f"<html><pre>{shown(raw)}</pre></html>".encode()),
    "as .msg": msg,
    "as winmail.dat": tnef,
    "as winmail.dat, compressed": compressed,
    "its source, inline": lambda raw: new_mail(raw.decode("utf-8", "replace"), cte="quoted-printable").as_bytes(),
    "its source, in base64": lambda raw: new_mail(raw.decode("utf-8", "replace"), cte="base64").as_bytes(),
    "html": html_forward,
    "html in base64": html_in_base64,
    "flowed": flowed,
    "forwarded twice": lambda raw: as_message(as_message(raw)),
    "forwarded, then attached": lambda raw: attached(as_message(raw), "application", "octet-stream", "fwd.eml"),
}


def make(returned, name, code, url="https://postmaster.example.net/blocked", client="192.0.2.66"):
    """The mail, as bytes, by which somebody hands this one on."""
    raw = returned(smtp(code, url, client))
    charset = {t_online: "iso-8859-1", japanese: "iso-2022-jp"}.get(returned, "utf-8")
    return HANDED_ON[name](raw.encode(charset))
