package main

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/config"
	"latchkey/fault"
	"latchkey/kratos"
	"latchkey/notify"
	"latchkey/rules"
	"latchkey/store"
)

// newNotifier wires the notifications. Without any receiver it does nothing.
func newNotifier(cfg config.Config, records store.Store, service *rules.Rules, client *kratos.Client, log *slog.Logger) (*notify.Notifier, error) {
	roots, err := readCAs(cfg.Notify)
	if err != nil {
		return nil, fmt.Errorf("notify.ca_file %w", err)
	}
	settings := notify.Config{
		Seal:    func(ctx context.Context) error { _, err := service.Audit.Seal(ctx); return err },
		Every:   cfg.Notify.Every,
		Timeout: cfg.Notify.Timeout,
		Tries:   cfg.Notify.Tries,
		RootCAs: roots,
		Log:     log,
		Now:     time.Now,
	}
	for _, w := range cfg.Notify.Webhooks {
		webhook, err := readWebhook(w)
		if err != nil {
			return nil, fmt.Errorf("the webhook %s: secret_file %w", w.Name, err)
		}
		settings.Webhooks = append(settings.Webhooks, webhook)
	}
	if cfg.Notify.Mail.Server != "" {
		mail := mailOf(cfg)
		mail.Contacts = contacts{client}
		settings.Mail = &mail
	}
	return notify.New(settings, records)
}

// mailOf converts the settings of mails, without Contacts.
func mailOf(cfg config.Config) notify.Mail {
	m := cfg.Notify.Mail
	console := "" // its address on the admin listener is not known here
	if cfg.Admin.Console.Public {
		console = cfg.Serve.Public.BaseURL + "/admin"
	}
	return notify.Mail{
		Server: m.Server, Security: m.Security, Username: m.Username, Password: string(m.Password), From: m.From, Language: m.Language,
		EHLO:         cmp.Or(m.EHLO, ehloName(cfg.Serve.Public.Host())),
		AppName:      cmp.Or(cfg.Branding.Name, firstRP(cfg)),
		PasskeysURL:  cfg.Serve.Public.BaseURL + "/passkeys",
		NotMeURL:     cfg.Serve.Public.BaseURL + "/not-me",
		SupportURL:   cfg.Branding.SupportURL,
		SupportEmail: cfg.Branding.SupportEmail,
		AdminAlerts:  m.AdminAlerts,
		ConsoleURL:   console,
	}
}

// ehloName returns a host as EHLO names it: an IP address in brackets (RFC 5321 §4.1.3).
func ehloName(host string) string {
	addr, err := netip.ParseAddr(host)
	switch {
	case err != nil:
		return host
	case addr.Is4():
		return "[" + host + "]"
	default:
		return "[IPv6:" + host + "]"
	}
}

func firstRP(cfg config.Config) string {
	if len(cfg.WebAuthn.RP) == 0 {
		return ""
	}
	return cfg.WebAuthn.RP[0].Name
}

// contacts adapts Kratos' identities to notify.
type contacts struct{ client *kratos.Client }

func (c contacts) Contact(ctx context.Context, id uuid.UUID) (address, language string, err error) {
	address, language, err = c.client.Contact(ctx, id)
	if errors.Is(err, fault.ErrIdentityNotFound) {
		err = notify.ErrNoIdentity
	}
	return address, language, err
}

// readWebhook reads the secrets, one on each line. Its error is the end of a sentence about the file.
func readWebhook(w config.Webhook) (notify.Webhook, error) {
	webhook := notify.Webhook{Name: w.Name, URL: w.URL, Events: w.Events}
	content, err := readFile(w.SecretFile)
	if err != nil {
		return webhook, err
	}
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line != "" {
			webhook.Secrets = append(webhook.Secrets, line)
		}
	}
	return webhook, nil
}

// readCAs returns nil if the system's authorities apply.
func readCAs(n config.Notify) (*x509.CertPool, error) {
	if n.CAFile == "" {
		return nil, nil
	}
	content, err := readFile(n.CAFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(content) {
		return nil, fmt.Errorf("names %s, which contains no certificate", n.CAFile)
	}
	return roots, nil
}

// readFile reads a small file. Its error is the end of a sentence about the setting that names it.
func readFile(name string) ([]byte, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		reason := err
		if pathError := (*os.PathError)(nil); errors.As(err, &pathError) {
			reason = pathError.Err
		}
		return nil, fmt.Errorf("names %s, which cannot be read: %w", name, reason)
	}
	return content, nil
}

const makeWebhookSecret = "Make one with `echo \"whsec_$(openssl rand -base64 32)\"`, keep it in a file that only Latchkey's user may read, and give it to the receiver."

// checkNotify is a config.Check by the rules of notify.
func checkNotify(cfg config.Config) []config.Fault {
	var faults []config.Fault
	if _, err := readCAs(cfg.Notify); err != nil {
		faults = append(faults, config.Fault{Path: "notify.ca_file", Wrong: err.Error() + ".", Remedy: "Name a file with certificates in PEM that Latchkey's user may read."})
	}
	for i, w := range cfg.Notify.Webhooks {
		faults = append(faults, webhookFaults(fmt.Sprintf("notify.webhooks[%d]", i), w)...)
	}
	return append(faults, mailFaults(cfg)...)
}

func webhookFaults(path string, w config.Webhook) (faults []config.Fault) {
	webhook, err := readWebhook(w)
	if err != nil && w.SecretFile != "" {
		faults = append(faults, config.Fault{Path: path + ".secret_file", Wrong: err.Error() + ".", Remedy: makeWebhookSecret})
	}
	found := webhook.Check()
	if wrong := found["url"]; wrong != "" && w.URL != "" {
		faults = append(faults, config.Fault{Path: path + ".url", Wrong: wrong, Remedy: "Write the receiver's address in full, with https."})
	}
	if wrong := found["secrets"]; wrong != "" && err == nil && w.SecretFile != "" {
		faults = append(faults, config.Fault{Path: path + ".secret_file", Wrong: wrong, Remedy: makeWebhookSecret})
	}
	if wrong := found["events"]; wrong != "" {
		faults = append(faults, config.Fault{Path: path + ".events", Wrong: wrong, Remedy: "docs/notifications.md lists the types."})
	}
	return faults
}

var mailRemedies = map[string]string{
	"server":       "Copy both from your mail provider.",
	"security":     "Choose starttls or tls.",
	"from":         "Take an address that the mail server may send from.",
	"language":     "Choose one of them.",
	"admin_alerts": "Write one address without a name; for several people, that of a mailing list.",
	"username":     "Set the user name too, or remove the password.",
	"password":     "Set the password too, or remove the user name.",
	"ehlo":         "Write the name that the mail server's DNS knows this machine by, or remove the line.",
}

func mailFaults(cfg config.Config) (faults []config.Fault) {
	mail := cfg.Notify.Mail
	if mail.Server == "" {
		if mail.AdminAlerts != "" {
			faults = append(faults, config.Fault{Path: "notify.mail.admin_alerts", Wrong: "is set, and notify.mail.server is not.", Remedy: "Set both, or neither."})
		}
		return faults
	}
	for setting, wrong := range mailOf(cfg).Check() {
		path, remedy := "notify.mail."+setting, mailRemedies[setting]
		switch {
		case setting == "language" && mail.Language == "":
			continue // reported as empty already
		case setting == "from" && mail.From == "":
			path, wrong = "notify.mail.server", "is set, and notify.mail.from is not."
		case setting == "username":
			path, wrong = "notify.mail.password", "is set, and notify.mail.username is not."
		case setting == "password":
			path, wrong = "notify.mail.username", "is set, and notify.mail.password is not."
		case setting == "ehlo" && mail.EHLO == "":
			continue // serve.public.base_url is reported
		}
		faults = append(faults, config.Fault{Path: path, Wrong: wrong, Remedy: remedy})
	}
	return faults
}
