package checkup

import (
	"context"
	"fmt"

	"latchkey/cmd/latchkey/notifications"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/notify"
)

// deliveries are the checks that send something, each on request only.
type deliveries struct {
	config.Loaded
	mail string // the recipient of a test mail
}

func deliveryChecks(loaded config.Loaded, mail string, webhooks bool) (checks []doctor.Check) {
	d := deliveries{loaded, mail}
	if mail != "" {
		checks = append(checks, doctor.Check{Name: "notify.mail", Title: "the mail server took a test mail to " + mail, Run: d.sendMail})
	}
	if webhooks {
		checks = append(checks, doctor.Check{Name: "notify.webhook", Title: "each webhook took a test event", Run: d.callWebhooks})
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

func unreadable(err error) doctor.Finding {
	return doctor.Faultf("the settings of notifications cannot be used").Because("%v", err).Do("Correct what it names.")
}
