package approved_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/authenticator"
	"latchkey/cmd/latchkey/approved"
	"latchkey/config"
	"latchkey/doctor"
	"latchkey/store"
)

// A report that has yet to act is a warning until it has acted or ended, and another one if serve does not act on it.
func TestCheckCompromised(t *testing.T) {
	t.Parallel()
	now := time.Now()
	report := store.CompromisedModel{Model: authenticator.Model{AAGUID: uuid.New()}, Name: "Key", Status: "REVOKED", Action: store.ActionSuspend, Held: store.Held{Passkeys: 12, Identities: 7}, DueAt: now.Add(time.Hour)}
	late, acted, ended, ofKeys := report, report, report, report
	ofKeys.Model = authenticator.Model{KeyIdentifier: strings.Repeat("0b", 20)}
	late.DueAt, acted.ActedAt, ended.EndedAt = now.Add(-2*time.Hour), &now, &now
	for name, c := range map[string]struct {
		reports []store.CompromisedModel
		err     error
		want    string
		said    []string
	}{
		"none":   {nil, nil, "ok", []string{"marked: 0", "unknown model: 4"}},
		"due":    {[]store.CompromisedModel{report, acted}, nil, "compromised_models.due warning", []string{report.Model.ID(), "REVOKED", "12 passkeys of 7 users"}},
		"late":   {[]store.CompromisedModel{late}, nil, "compromised_models.late warning", []string{"latchkey serve"}},
		"acted":  {[]store.CompromisedModel{acted, ended}, nil, "ok", []string{"marked: 1"}},
		"U2F":    {[]store.CompromisedModel{ofKeys}, nil, "compromised_models.due warning", []string{ofKeys.Model.ID(), "12 passkeys of 7 users"}},
		"unread": {nil, errors.New("no database"), "fault", []string{"no database"}},
	} {
		check := approved.CheckCompromised(func(context.Context) (approved.Models, error) {
			return approved.Models{Reports: c.reports, Unknown: 4}, c.err
		}, func() time.Time { return now })
		found := check.Run(t.Context())
		if len(found) != 1 || strings.TrimSpace(found[0].Check+" "+string(found[0].Result)) != c.want || found[0].Result != doctor.OK && (found[0].Seen == "" || found[0].Remedy == "") {
			t.Fatalf("%s: %+v", name, found)
		}
		for _, said := range c.said {
			if text := found[0].Wrong + found[0].Seen + found[0].Remedy; !strings.Contains(text, said) {
				t.Errorf("%s: %q is missing in %s", name, said, text)
			}
		}
	}
}

// Models are exempt by their AAGUIDs and key identifiers, in any case.
func TestExempt(t *testing.T) {
	t.Parallel()
	aaguid, key := uuid.New(), strings.Repeat("0b", 20)
	read := approved.Read(config.WebAuthn{Metadata: config.Metadata{CompromisedExempt: []string{aaguid.String(), strings.ToUpper(key)}}})
	want := []authenticator.Model{{AAGUID: aaguid}, {KeyIdentifier: key}}
	if got := read.Compromised.Exempt; !slices.Equal(got, want) {
		t.Errorf("exempt: %+v, want %+v", got, want)
	}
}
