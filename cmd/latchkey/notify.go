package main

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/kratos"
	"latchkey/notify"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// newNotifier wires who is told what happens. Without any receiver it has nothing to do.
func newNotifier(cfg Config, records store.Store, service *webauthnsvc.Service, client *kratos.Client, log *slog.Logger) (*notify.Notifier, error) {
	roots, err := cfg.Notify.readCAs()
	if err != nil {
		return nil, fmt.Errorf("notify.ca_file %w", err)
	}
	settings := notify.Config{
		Seal:    func(ctx context.Context) error { _, err := service.SealAudit(ctx); return err },
		Every:   cfg.Notify.Every,
		Timeout: cfg.Notify.Timeout,
		Tries:   cfg.Notify.Tries,
		RootCAs: roots,
		Log:     log,
		Now:     time.Now,
	}
	for _, w := range cfg.Notify.Webhooks {
		webhook, err := w.read()
		if err != nil {
			return nil, fmt.Errorf("the webhook %s: secret_file %w", w.Name, err)
		}
		settings.Webhooks = append(settings.Webhooks, webhook)
	}
	if cfg.Notify.Mail.Server != "" {
		mail := cfg.mail()
		mail.Contacts = contacts{client}
		settings.Mail = &mail
	}
	return notify.New(settings, records)
}

// mail translates the settings, all but where people are reached.
func (cfg Config) mail() notify.Mail {
	m := cfg.Notify.Mail
	return notify.Mail{
		Server: m.Server, Security: m.Security, Username: m.Username, Password: string(m.Password), From: m.From, Language: m.Language,
		AppName:      cmp.Or(cfg.Branding.Name, firstRP(cfg)),
		PasskeysURL:  cfg.Serve.Public.BaseURL + "/passkeys",
		NotMeURL:     cfg.Serve.Public.BaseURL + "/not-me",
		SupportURL:   cfg.Branding.SupportURL,
		SupportEmail: cfg.Branding.SupportEmail,
	}
}

func firstRP(cfg Config) string {
	if len(cfg.WebAuthn.RP) == 0 {
		return ""
	}
	return cfg.WebAuthn.RP[0].Name
}

// contacts are Kratos' identities in the words of notify.
type contacts struct{ client *kratos.Client }

func (c contacts) Contact(ctx context.Context, id uuid.UUID) (address, language string, err error) {
	address, language, err = c.client.Contact(ctx, id)
	if errors.Is(err, webauthnsvc.ErrIdentityNotFound) {
		err = notify.ErrNobody
	}
	return address, language, err
}

// read takes in the secrets, one on each line. Its error is the end of a sentence about the file.
func (w Webhook) read() (notify.Webhook, error) {
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

// readCAs is nil when the system's are to be trusted.
func (n Notify) readCAs() (*x509.CertPool, error) {
	if n.CAFile == "" {
		return nil, nil
	}
	content, err := readFile(n.CAFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(content) {
		return nil, fmt.Errorf("names %s, in which there is no certificate", n.CAFile)
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
