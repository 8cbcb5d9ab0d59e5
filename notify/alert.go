package notify

import (
	"cmp"
	"context"
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

// wants selects recent events about users with a role.
func (a alerter) wants(e store.AuditEvent, now time.Time) bool {
	_, alerts := languages["en"].Alerts.Events[e.Type]
	return alerts && detailsOf(e).Role && e.IdentityID != uuid.Nil && now.Sub(e.At) < mailAge
}

// atMost limits alerts to one a day: it makes admins look, and the rest is in the audit log.
func (a alerter) atMost(string) int { return 1 }

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
