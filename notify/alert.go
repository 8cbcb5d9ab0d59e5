package notify

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// alertSink is the name of the alerts as a sink.
const alertSink = "mail_alerts"

// alerter sends mail to the admins' address. For a user with a role, mail to the user alone is not enough: an
// attacker with the password may have changed the address at Kratos, and may wait until a new factor counts.
type alerter struct{ *mailer }

func (a alerter) name() string { return alertSink }

// wants selects recent events about users with a role, and about compromised models.
func (a alerter) wants(e store.AuditEvent, now time.Time) bool {
	_, alerts := languages["en"].Alerts.Events[e.Type]
	return (alerts && detailsOf(e).Role && e.IdentityID != uuid.Nil || aboutModel(e)) && now.Sub(e.At) < mailAge
}

// atMost limits alerts about users to one a day: it makes admins look, and the rest is in the audit log.
func (a alerter) atMost(eventType string) int {
	if _, models := languages["en"].Alerts.Models.Events[eventType]; models {
		return 0 // there are few, and each is about another model
	}
	return 1
}

func aboutModel(e store.AuditEvent) bool {
	_, alerts := languages["en"].Alerts.Models.Events[e.Type]
	return alerts
}

// deliver does not call Kratos, since the address is a setting.
func (a alerter) deliver(ctx context.Context, deliveryID uuid.UUID, e store.AuditEvent) outcome {
	to, ok := recipient(a.AdminAlerts)
	if !ok {
		return skipped("address_unusable")
	}
	message, err := a.compose(deliveryID, a.letter(e), to)
	if err != nil {
		return hopeless("text_unusable")
	}
	return a.server.send(ctx, message)
}

// letter identifies the user by ID, since an attacker may have written the traits.
func (a alerter) letter(e store.AuditEvent) letter {
	s := a.sentences(a.Language)
	if s.Alerts.Events == nil { // staff have the console in fewer languages than users have the pages
		s = languages["en"]
	}
	if aboutModel(e) {
		return a.modelLetter(s, e)
	}
	text := s.Alerts.Events[e.Type]
	fill := strings.NewReplacer("{app}", a.AppName, "{factor}", cmp.Or(s.Factors[detailsOf(e).Kind], s.Factors["other"])).Replace
	l := letter{
		Language: s.Lang,
		Side:     s.side(),
		Subject:  fill(text.Subject),
		What:     fill(text.What),
		IfYou:    fill(text.IfYou),
		IfNot:    fill(text.IfNot),
		Lines: []line{
			{s.Labels.When, s.time(e.At)}, s.from(e),
			{s.Alerts.Person, e.IdentityID.String()}, {s.Alerts.Event, e.Type + " " + e.ID.String()},
		},
		Button: s.Alerts.Nowhere,
		Footer: fill(s.Alerts.Footer),
	}
	if a.ConsoleURL != "" {
		l.Button, l.URL = s.Alerts.Button, a.ConsoleURL+"#/people/"+e.IdentityID.String()
	}
	return l
}

// modelLetter is the alert about a compromised model. It says what happens, and what prevents it.
func (a alerter) modelLetter(s sentences, e store.AuditEvent) letter {
	models, d := s.Alerts.Models, detailsOf(e)
	text := models.Events[e.Type]
	fill := strings.NewReplacer("{app}", a.AppName, "{model}", d.Model, "{status}", d.Status, "{due}", s.time(d.DueAt), "{action}", models.Actions[d.Action],
		"{passkeys}", fmt.Sprint(d.Passkeys), "{identities}", fmt.Sprint(d.Identities), "{without_another}", fmt.Sprint(d.WithoutAnother)).Replace
	return letter{
		Language: s.Lang,
		Side:     s.side(),
		Subject:  fill(text.Subject),
		What:     fill(text.What),
		IfYou:    fill(text.IfYou),
		IfNot:    fill(text.IfNot),
		Lines:    []line{{s.Labels.When, s.time(e.At)}, {models.Model, cmp.Or(d.KeyIdentifier, d.AAGUID)}, {s.Alerts.Event, e.Type + " " + e.ID.String()}},
		Button:   models.How,
		Footer:   fill(models.Footer),
	}
}
