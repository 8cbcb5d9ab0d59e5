package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// restingOn returns every kind of change that rests on evidence, by its name. Each returns its events.
func (l *ledger) restingOn(by store.Evidence) map[string]func() ([]store.AuditEvent, error) {
	identity := by.IdentityID
	one := func(err error, e store.AuditEvent) ([]store.AuditEvent, error) { return []store.AuditEvent{e}, err }
	return map[string]func() ([]store.AuditEvent, error){
		"registration": func() ([]store.AuditEvent, error) {
			n := registration(identity)
			n.By = by
			return one(l.CreatePasskey(l.ctx, n), n.Event)
		},
		"removal": func() ([]store.AuditEvent, error) {
			r := removal(identity, l.registered(identity).ID, nil, false, event("passkey.removed", identity))
			r.By = by
			_, err := l.DeletePasskey(l.ctx, r)
			return one(err, r.Event)
		},
		"passkey disowned": func() ([]store.AuditEvent, error) {
			d := disowning(identity, l.registered(identity).ID)
			d.By, d.KeepLast = by, false
			_, _, err := l.DisownPasskey(l.ctx, d)
			return []store.AuditEvent{d.Event, d.CodesMade}, err
		},
		"codes": func() ([]store.AuditEvent, error) {
			e := event("recovery_codes.created", identity)
			return one(l.ReplaceRecoveryCodes(l.ctx, identity, by, codes(2), e), e)
		},
		"factor confirmed": func() ([]store.AuditEvent, error) {
			e := event("factor.confirmed", identity)
			return one(l.ConfirmFactor(l.ctx, identity, l.another(identity), by, at, e), e)
		},
		"factor disowned": func() ([]store.AuditEvent, error) {
			e := event("factor.disowned", identity)
			_, err := l.DisownFactor(l.ctx, store.FactorDisowning{IdentityID: identity, FactorID: l.another(identity), By: by, Ending: others(at, newID()), Event: e})
			return one(err, e)
		},
		"admin key": func() ([]store.AuditEvent, error) {
			e := event("admin_key.created", newID())
			return one(l.CreateAdminKey(l.ctx, adminKey("key "+uuid.NewString()), by, e), e)
		},
		"settings": func() ([]store.AuditEvent, error) {
			return nil, l.NoteSettings(l.ctx, identity, by, at)
		},
	}
}

// another records one more factor of an identity, and returns its ID.
func (l *ledger) another(identity uuid.UUID) uuid.UUID {
	l.t.Helper()
	rows, err := l.FactorsOf(l.ctx, identity)
	l.accepts(err)
	added := sighting("webauthn "+uuid.NewString(), "")
	seen := []store.FactorSighting{added}
	for _, f := range rows {
		if f.GoneAt == nil {
			seen = append(seen, store.FactorSighting{ID: f.ID, Kind: f.Kind, Fingerprint: f.Fingerprint})
		}
	}
	l.looks(identity, at.Add(time.Minute), seen, added.Kind+" appeared")
	return added.ID
}

// withFactor returns an identity with a passkey and an app that it vouched for, and the evidence of both.
func (l *ledger) withFactor() (p store.Passkey, app store.FactorSighting, both store.Evidence) {
	l.t.Helper()
	identity := newID()
	l.identities = append(l.identities, identity)
	p = l.registered(identity)
	app = sighting("totp", "")
	l.looks(identity, at, []store.FactorSighting{app}, "totp appeared")
	l.confirmed(app, identity, true, p.ID)
	both = only(identity, p.ID)
	both.Factors = []uuid.UUID{app.ID}
	return p, app, both
}

// A change that rests on a factor is refused once the factor is disowned or gone, its vouch has ended, or the account was
// taken back, and then changes nothing.
func testEvidenceOfFactors(t *testing.T, l *ledger) {
	ends := map[string]func(p store.Passkey, app store.FactorSighting, by *store.Evidence){
		"nothing": func(store.Passkey, store.FactorSighting, *store.Evidence) {},
		"disowned": func(p store.Passkey, app store.FactorSighting, _ *store.Evidence) {
			e := event("factor.disowned", p.IdentityID)
			l.accepts(l.disownFactor(p.IdentityID, app.ID, store.Evidence{}, at, e), e)
		},
		"gone": func(p store.Passkey, _ store.FactorSighting, _ *store.Evidence) {
			l.looks(p.IdentityID, at, nil, "totp gone")
		},
		"voucher suspended": func(p store.Passkey, _ store.FactorSighting, _ *store.Evidence) {
			e := event("passkey.suspended", p.IdentityID)
			l.accepts(l.suspend(p.ID, at, e), e)
		},
		"vouched for by another passkey": func(_ store.Passkey, _ store.FactorSighting, by *store.Evidence) { by.Passkeys = nil },
		"never seen": func(_ store.Passkey, _ store.FactorSighting, by *store.Evidence) {
			by.Factors = append(by.Factors, newID())
		},
		"another's": func(_ store.Passkey, _ store.FactorSighting, by *store.Evidence) {
			_, theirs, _ := l.withFactor()
			by.Factors = append(by.Factors, theirs.ID)
		},
		"initializer disowned": func(p store.Passkey, app store.FactorSighting, by *store.Evidence) {
			by.Factors, by.Initializers = nil, by.Factors
			e := event("factor.disowned", p.IdentityID)
			l.accepts(l.disownFactor(p.IdentityID, app.ID, store.Evidence{}, at, e), e)
		},
		"initializers gone and forgotten": func(p store.Passkey, app store.FactorSighting, by *store.Evidence) {
			by.Factors, by.Initializers = nil, append(by.Factors, newID())
			l.looks(p.IdentityID, at, nil, "totp gone")
		},
		"taken back": func(p store.Passkey, _ store.FactorSighting, by *store.Evidence) {
			by.Passkeys, by.Factors = nil, nil // of a session without any: for a first passkey
			l.takesBack(p.IdentityID)
		},
		"taken back before": func(p store.Passkey, _ store.FactorSighting, by *store.Evidence) {
			by.Passkeys, by.Factors = nil, nil
			l.takesBack(p.IdentityID)
			by.RecoveredAt = l.firstPasskey(p.IdentityID).RecoveredAt
		},
	}
	for name, end := range ends {
		for kind := range l.restingOn(store.Evidence{}) {
			t.Log(name, kind)
			p, app, by := l.withFactor()
			end(p, app, &by)
			events, err := l.restingOn(by)[kind]()
			if name == "nothing" || name == "taken back before" || name == "initializers gone and forgotten" {
				l.accepts(err, events...)
			} else {
				l.refuses(err, store.EvidenceGone)
			}
		}
	}
}

// Next to no passkey, a factor counts as Kratos has it, vouched or not.
func testEvidenceBesideNoPasskey(t *testing.T, l *ledger) {
	identity, app := newID(), sighting("totp", "")
	l.identities = append(l.identities, identity)
	l.looks(identity, at, []store.FactorSighting{app}, "totp appeared")
	by := store.Evidence{IdentityID: identity, Factors: []uuid.UUID{app.ID}}
	n := registration(identity)
	n.By, n.First = by, true
	l.accepts(l.CreatePasskey(l.ctx, n), n.Event)
	late := registration(identity)
	late.By = by
	l.refuses(l.CreatePasskey(l.ctx, late), store.EvidenceGone)
}

// A registration that rests on a factor is committed before a concurrent end of it, or not at all.
func testEvidenceOfFactorsRace(t *testing.T, l *ledger) {
	for range 15 {
		p, app, by := l.withFactor()
		n, no := registration(p.IdentityID), event("factor.disowned", p.IdentityID)
		n.By = by
		errs := atOnce(
			func() error { return l.CreatePasskey(l.ctx, n) },
			func() error { return l.disownFactor(p.IdentityID, app.ID, store.Evidence{}, at, no) },
		)
		events := []store.AuditEvent{no}
		switch {
		case errs[0] == nil:
			events = append(events, n.Event)
		case !errors.Is(errs[0], store.EvidenceGone):
			t.Fatal(errs[0])
		}
		l.accepts(errs[1], events...)
	}
}

// A registration that rests on nothing else than that the account was not taken back is committed before that happens, and
// suspended, or not at all.
func testEvidenceOfNothingRace(t *testing.T, l *ledger) {
	for range 15 {
		p := l.registered(newID())
		late := registration(p.IdentityID)
		late.By = store.Evidence{IdentityID: p.IdentityID}
		take := takingBack(p.IdentityID, uuid.Nil)
		errs := atOnce(
			func() error { return l.CreatePasskey(l.ctx, late) },
			func() error { _, err := l.TakeBack(l.ctx, take.TakeBack); return err },
		)
		events := take.events
		switch {
		case errs[0] == nil:
			events = append(events, late.Event)
			if !l.passkey(late.Passkey.ID).Disregarded() {
				t.Error("a passkey that was registered before the take-back stands")
			}
		case !errors.Is(errs[0], store.EvidenceGone):
			t.Fatal(errs[0])
		}
		l.accepts(errs[1], events...)
	}
}
