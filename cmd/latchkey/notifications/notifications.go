// Package notifications wires package notify to the settings, the database and Kratos, and checks those settings. It owns how the
// files that they name are read; what a webhook or a mail may be is decided by notify.
package notifications

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
	"latchkey/oidc"
	"latchkey/rules"
	"latchkey/store"
)

// New wires the notifications. Without any receiver they do nothing.
func New(cfg config.Config, records store.Store, service *rules.Rules, provider *oidc.Provider, client *kratos.Client, log *slog.Logger) (*notify.Notifier, error) {
	settings, err := Settings(cfg)
	if err != nil {
		return nil, err
	}
	settings.Seal = func(ctx context.Context) error { _, err := service.Audit.Seal(ctx); return err }
	settings.SignSET, settings.Log = SignedBy(provider), log
	if settings.Mail != nil {
		settings.Mail.Contacts = contacts{client}
	}
	return notify.New(settings, records)
}

// SignedBy lets a provider sign the tokens that notify sends.
func SignedBy(provider *oidc.Provider) func(context.Context, notify.SET) (string, error) {
	return func(ctx context.Context, set notify.SET) (string, error) {
		return provider.SecurityEvent(ctx, oidc.SecurityEvent(set))
	}
}

// Settings converts the settings, and reads the files that they name. It leaves out Seal, SignSET, Log and Contacts.
func Settings(cfg config.Config) (notify.Config, error) {
	roots, err := readCAs(cfg.Notify)
	if err != nil {
		return notify.Config{}, fmt.Errorf("notify.ca_file %w", err)
	}
	settings := notify.Config{
		Every: cfg.Notify.Every, Timeout: cfg.Notify.Timeout, Tries: cfg.Notify.Tries, RootCAs: roots, Now: time.Now,
	}
	for _, w := range cfg.Notify.Webhooks {
		webhook, err := readWebhook(w)
		if err != nil {
			return notify.Config{}, fmt.Errorf("the webhook %s: secret_file %w", w.Name, err)
		}
		settings.Webhooks = append(settings.Webhooks, webhook)
	}
	for _, r := range cfg.Notify.SETs {
		receiver, err := readReceiver(cfg, r)
		if err != nil {
			return notify.Config{}, fmt.Errorf("the receiver %s: authorization_file %w", r.Name, err)
		}
		settings.SETs = append(settings.SETs, receiver)
	}
	if cfg.Notify.Mail.Server != "" {
		mail := mailOf(cfg)
		settings.Mail = &mail
	}
	return settings, nil
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

// readReceiver reads the header Authorization. Its error is the end of a sentence about the file.
func readReceiver(cfg config.Config, r config.SETReceiver) (notify.SETReceiver, error) {
	receiver := notify.SETReceiver{
		Name: r.Name, URL: r.URL, Audience: r.Audience, Events: r.Events,
		Subject: cmp.Or(r.Subject, notify.SubjectIssSub), SubjectIssuer: cmp.Or(r.SubjectIssuer, cfg.Serve.Public.BaseURL),
	}
	if r.AuthorizationFile == "" {
		return receiver, nil
	}
	content, err := readFile(r.AuthorizationFile)
	if receiver.Authorization = strings.TrimSpace(string(content)); err == nil && receiver.Authorization == "" {
		err = fmt.Errorf("names %s, which is empty", r.AuthorizationFile)
	}
	return receiver, err
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
