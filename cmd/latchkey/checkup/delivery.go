package checkup

import (
	"context"
	"fmt"
	"time"

	"latchkey/audit"
	"latchkey/cmd/latchkey/notifications"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/notify"
	"latchkey/oidc"
	"latchkey/seal"
	"latchkey/store"
)

// deliveries are the checks that send something, each on request only.
type deliveries struct {
	config.Loaded
	database Database
	mail     string // the recipient of a test mail
}

func deliveryChecks(d deliveries, webhooks, sets bool) (checks []doctor.Check) {
	if d.mail != "" {
		checks = append(checks, doctor.Check{Name: "notify.mail", Title: "the mail server took a test mail to " + d.mail, Run: d.sendMail})
	}
	if webhooks {
		checks = append(checks, doctor.Check{Name: "notify.webhook", Title: "each webhook took a test event", Run: d.callWebhooks})
	}
	if sets {
		checks = append(checks, doctor.Check{Name: "notify.set", Title: "each receiver of security events took a verification event", Run: d.pushSETs})
	}
	return checks
}

func (d deliveries) sendMail(ctx context.Context) []doctor.Finding {
	settings, err := notifications.Settings(d.Config)
	switch {
	case err != nil:
		return []doctor.Finding{unreadable(err)}
	case settings.Mail == nil:
		return []doctor.Finding{doctor.Faultf("no mail is sent").Because("notify.mail.server is not set").Do("Set it: docs/notifications.md.")}
	}
	sent, err := notify.TestMail(ctx, settings, d.mail)
	if err != nil {
		return []doctor.Finding{unreadable(err)}
	}
	if sent.Failure == "" {
		return nil
	}
	return []doctor.Finding{doctor.Faultf("the mail server did not take a test mail").
		Because("%s for a mail to %s", sent.Failure, d.mail).
		Do("Correct %s, and those beside it; docs/notifications.md explains %s.", at(d.Loaded, "notify.mail.server"), sent.Failure)}
}

func (d deliveries) callWebhooks(ctx context.Context) (found []doctor.Finding) {
	settings, err := notifications.Settings(d.Config)
	if err != nil {
		return []doctor.Finding{unreadable(err)}
	}
	results, err := notify.TestWebhooks(ctx, settings)
	if err != nil {
		return []doctor.Finding{unreadable(err)}
	}
	if len(results) == 0 {
		return []doctor.Finding{doctor.Faultf("there is no webhook").Because("notify.webhooks is empty").Do("Add one: docs/notifications.md.")}
	}
	for i, result := range results {
		if result.Failure != "" {
			found = append(found, doctor.Faultf("%s did not take a test event", result.Sink).
				Because("%s for an event of type %s", result.Failure, notify.TestEvent).
				Do("Correct %s, or the receiver; docs/notifications.md explains %s.", at(d.Loaded, fmt.Sprintf("notify.webhooks[%d].url", i)), result.Failure))
		}
	}
	return found
}

func (d deliveries) pushSETs(ctx context.Context) (found []doctor.Finding) {
	settings, err := notifications.Settings(d.Config)
	if err != nil {
		return []doctor.Finding{unreadable(err)}
	}
	if len(settings.SETs) == 0 {
		return []doctor.Finding{doctor.Faultf("there is no receiver of security events").Because("notify.sets is empty").Do("Add one: docs/security-events.md.")}
	}
	var results []notify.Tested
	err = d.signing(ctx, func(sign func(context.Context, notify.SET) (string, error)) error {
		settings.SignSET = sign
		results, err = notify.TestSETs(ctx, settings)
		return err
	})
	if err != nil {
		return []doctor.Finding{doctor.Faultf("no security event could be signed").Because("%v", err).Do("Correct what it names.")}
	}
	for i, result := range results {
		if result.Failure != "" {
			found = append(found, doctor.Faultf("%s did not take a verification event", result.Sink).
				Because("%s for a token with the audience %s", result.Failure, settings.SETs[i].Audience).
				Do("Correct %s, or the receiver; docs/security-events.md explains %s.", at(d.Loaded, fmt.Sprintf("notify.sets[%d].url", i)), result.Failure))
		}
	}
	return found
}

// signing runs f with what signs security event tokens, by the keys in the database.
func (d deliveries) signing(ctx context.Context, f func(sign func(context.Context, notify.SET) (string, error)) error) error {
	cfg := d.Config
	if _, err := cfg.EnsureSecrets(); err != nil {
		return err
	}
	var secrets [][]byte
	for _, secret := range cfg.Secrets.Cipher {
		secrets = append(secrets, []byte(secret))
	}
	sealer, err := seal.New(secrets)
	if err != nil {
		return err
	}
	return d.database.Use(ctx, cfg, func(records store.Store, _ *audit.Log) error {
		provider, err := oidc.New(oidc.Config{Issuer: cfg.Serve.Public.BaseURL, Now: time.Now}, sealer, records)
		if err != nil {
			return err
		}
		return f(notifications.SignedBy(provider))
	})
}

func unreadable(err error) doctor.Finding {
	return doctor.Faultf("the settings of notifications cannot be used").Because("%v", err).Do("Correct what it names.")
}
