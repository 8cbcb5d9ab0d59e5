package notify

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/wneessen/go-mail"

	"latchkey/store"
)

// mailAge limits the age of an event that is still mailed: after an outage, a number of old mails frightens more than
// it helps, and the passkeys page lists all changes.
const mailAge = 7 * 24 * time.Hour

// mailSink is the name of the mail as a sink.
const mailSink = "mail"

type mailer struct {
	Mail
	from   *netmail.Address
	server *smtpServer
	now    func() time.Time
}

func newMailer(m Mail, cfg Config) (*mailer, error) {
	if faults := m.Check(); len(faults) > 0 {
		return nil, fmt.Errorf("notify: invalid mail settings: %v", faults)
	}
	if m.Contacts == nil {
		return nil, errors.New("notify: mail needs Contacts")
	}
	from, _ := sender(m.From)
	server, err := newSMTPServer(m, cfg)
	if err != nil {
		return nil, err
	}
	return &mailer{Mail: m, from: from, server: server, now: cfg.Now}, nil
}

func (m *mailer) name() string { return mailSink }

// wants reports whether there is a text for the event and it concerns a user.
func (m *mailer) wants(event store.AuditEvent, now time.Time) bool {
	_, ok := languages["en"].textFor(event)
	return ok && event.IdentityID != uuid.Nil && now.Sub(event.At) < mailAge
}

// atMost limits mails: a user under attack is notified once a day, and neither staff who repeatedly suspend passkeys or end
// sessions nor an attacker with the password who adds factors one after the other can flood the mailbox. Activity lists all events.
func (m *mailer) atMost(eventType string) int {
	switch eventType {
	case "login_gate.refused":
		return 1
	case "passkey.suspended", "passkey.marked", "passkey.resumed", "factor.appeared", "sessions.ended":
		return 3
	}
	return 0
}

// deliver asks Kratos for the current address and language, and sends the mail.
func (m *mailer) deliver(ctx context.Context, deliveryID uuid.UUID, event store.AuditEvent) outcome {
	address, language, err := m.Contacts.Contact(ctx, event.IdentityID)
	switch {
	case errors.Is(err, ErrNoIdentity):
		return dropped("identity_gone")
	case err != nil:
		return again("kratos_unavailable")
	case address == "":
		return skipped("no_verified_address")
	}
	to, ok := recipient(address)
	if !ok {
		return skipped("address_unusable")
	}
	message, err := m.compose(deliveryID, m.letter(event, language), to)
	if err != nil {
		return hopeless("text_unusable")
	}
	return m.server.send(ctx, message)
}

func (m *mailer) compose(deliveryID uuid.UUID, letter letter, to *netmail.Address) (*mail.Msg, error) {
	var text, html bytes.Buffer
	if err := errors.Join(textTemplate.Execute(&text, letter), htmlTemplate.Execute(&html, letter)); err != nil {
		return nil, err
	}
	message := mail.NewMsg(mail.WithNoDefaultUserAgent())
	message.FromMailAddress(m.from)
	message.ToMailAddress(to)
	message.Subject(letter.Subject)
	message.SetDateWithValue(m.now())
	// The same for each attempt, so that mailboxes can detect duplicates.
	_, domain, _ := strings.Cut(m.from.Address, "@")
	message.SetMessageIDWithValue(deliveryID.String() + "@" + domain)
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no automatic replies
	message.SetGenHeader(mail.HeaderContentLang, letter.Language)
	message.SetBodyString(mail.TypeTextPlain, text.String())
	message.AddAlternativeString(mail.TypeTextHTML, html.String())
	return message, nil
}

func (m *mailer) letter(e store.AuditEvent, language string) letter {
	s := m.sentences(language)
	text, _ := s.textFor(e)
	fill := strings.NewReplacer("{app}", m.AppName, "{factor}", cmp.Or(s.Factors[detailsOf(e).Kind], s.Factors["other"])).Replace
	l := letter{
		Language: s.Lang,
		Side:     s.side(),
		Subject:  fill(text.Subject),
		What:     fill(text.What),
		IfYou:    fill(text.IfYou),
		IfNot:    fill(text.IfNot),
		Lines:    []line{{s.Labels.When, s.time(e.At)}, s.from(e)},
		Button:   s.Button,
		URL:      m.PasskeysURL,
		Support:  fill(s.SupportNowhere),
		Footer:   fill(s.Footer),
	}
	if text.NotMe {
		l.Button, l.URL = s.NotMe, m.notMe(e)
	}
	switch {
	case m.SupportURL != "":
		l.Support, l.SupportTarget = fill(s.Support), m.SupportURL
	case m.SupportEmail != "":
		l.Support, l.SupportTarget = fill(s.Support), m.SupportEmail
	}
	return l
}

// notMe returns the address of the page for users who did not do this. The passkey's ID is not secret, and useful only
// to its owner.
func (m *mailer) notMe(e store.AuditEvent) string {
	if e.PasskeyID == uuid.Nil {
		return m.NotMeURL
	}
	return m.NotMeURL + "?passkey=" + e.PasskeyID.String()
}

// sentences returns the texts of the language closest to the user's: "de" for "de-AT".
func (m *mailer) sentences(language string) sentences {
	primary, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	if s, ok := languages[primary]; ok {
		return s
	}
	return languages[m.Language]
}

// Check returns what is wrong with the settings, by name of the setting, each as the end of a sentence.
func (m Mail) Check() map[string]string {
	faults := map[string]string{}
	host, port, err := net.SplitHostPort(m.Server)
	if number, portErr := strconv.ParseUint(port, 10, 16); err != nil || host == "" || portErr != nil || number == 0 {
		faults["server"] = "is not a host and port, such as smtp.example.com:587."
	} else if m.Security == SecurityNone && !isLoopback(host) {
		faults["security"] = "is none, but the mail server is not on this machine: mails could be read in transit."
	}
	if _, err := sender(m.From); err != nil {
		faults["from"] = "is not an address, such as Example <no-reply@example.com>."
	}
	if _, ok := recipient(m.AdminAlerts); !ok && m.AdminAlerts != "" {
		faults["admin_alerts"] = "is not an address, such as security@example.com."
	}
	if _, ok := languages[m.Language]; !ok {
		faults["language"] = "is not a supported language (" + strings.Join(Languages(), ", ") + ")."
	}
	if m.Password != "" && m.Username == "" {
		faults["username"] = "is empty, but a password is set."
	}
	if m.Username != "" && m.Password == "" {
		faults["password"] = "is empty, but a username is set."
	}
	if !ehloName.MatchString(m.EHLO) || len(m.EHLO) > 255 {
		faults["ehlo"] = "is neither a domain, such as mail.example.com, nor an address in brackets, such as [192.0.2.1]."
	}
	return faults
}

// ehloName matches a domain or an address literal (RFC 5321 §4.1.2 and §4.1.3).
var ehloName = regexp.MustCompile(`^([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9.]+\]|\[IPv6:[0-9A-Fa-f:.]+\])$`)

func sender(from string) (*netmail.Address, error) {
	address, err := netmail.ParseAddress(from)
	if err != nil || hasControl(from) {
		return nil, errors.New("notify: invalid sender address")
	}
	return address, nil
}

// recipient parses a bare address. It rejects several addresses, names, and control characters.
func recipient(address string) (*netmail.Address, bool) {
	parsed, err := netmail.ParseAddress(address)
	if err != nil || hasControl(address) || parsed.Name != "" || parsed.Address != address {
		return nil, false
	}
	return &netmail.Address{Address: parsed.Address}, true
}

func hasControl(text string) bool { return strings.ContainsFunc(text, unicode.IsControl) }
