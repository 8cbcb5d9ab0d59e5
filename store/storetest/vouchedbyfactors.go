package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// throughApp is an identity with an app, a password that a session vouched for which rested on the app, a link that rests on
// the password, and backup codes that rest on neither.
type throughApp struct {
	passkey                    store.Passkey
	app, password, link, codes store.FactorSighting
}

func (l *ledger) throughApp() throughApp {
	l.t.Helper()
	f := throughApp{password: sighting("password", ""), link: sighting("oidc", store.VouchedFreshSession), codes: sighting("lookup_secret", store.VouchedFirstPasskey)}
	var both store.Evidence
	f.passkey, f.app, both = l.withFactor()
	identity := f.passkey.IdentityID
	l.looks(identity, at, []store.FactorSighting{f.app, f.password}, "password appeared")
	e := event("factor.confirmed", identity)
	l.accepts(l.ConfirmFactor(l.ctx, identity, f.password.ID, both, at, e), e)
	f.link.ByFactors = []uuid.UUID{f.password.ID}
	l.looks(identity, at, f.all(), "oidc appeared", "oidc vouched", "lookup_secret appeared", "lookup_secret vouched")
	return f
}

func (f throughApp) all() []store.FactorSighting {
	return []store.FactorSighting{f.app, f.password, f.link, f.codes}
}

// vouched checks which kinds of factors are vouched for, in their order.
func (l *ledger) vouched(identity uuid.UUID, want ...string) {
	l.t.Helper()
	rows, err := l.FactorsOf(l.ctx, identity)
	l.accepts(err)
	var got []string
	for _, row := range rows {
		if row.VouchedAt != nil {
			got = append(got, row.Kind)
		} else if row.How != "" || len(row.VouchedBy)+len(row.VouchedByFactors) > 0 {
			l.t.Errorf("left of a vouch: %+v", row)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		l.t.Errorf("vouched for: %v, want %v", got, want)
	}
}

// A vouch ends when a factor on which it rested is disowned, also through another, together with the user verification that
// rests on it. It stays when that factor is removed at Kratos.
func testVouchedByFactors(t *testing.T, l *ledger) {
	f := l.throughApp()
	identity := f.passkey.IdentityID
	key := l.initialized(store.Evidence{IdentityID: identity, Passkeys: []uuid.UUID{f.passkey.ID}, Factors: []uuid.UUID{f.password.ID}})
	l.vouched(identity, "lookup_secret", "oidc", "password", "totp")
	l.looks(identity, at.Add(time.Minute), f.all()[1:], "totp gone")
	l.vouched(identity, "lookup_secret", "oidc", "password", "totp")
	e := event("factor.disowned", identity)
	l.accepts(l.disownFactor(identity, f.app.ID, store.Evidence{}, at, e), e)
	l.vouched(identity, "lookup_secret")
	l.uvInitialized(key.ID, false)

	// The user is asked again, and says that it is theirs.
	yes := event("factor.confirmed", identity)
	l.accepts(l.ConfirmFactor(l.ctx, identity, f.password.ID, only(identity, f.passkey.ID), at, yes), yes)
	l.vouched(identity, "lookup_secret", "password")
}

// A vouch by a passkey ends when the factor is disowned that initialised its user verification, even one that is gone.
func testVouchedByInitializers(t *testing.T, l *ledger) {
	f := l.throughApp()
	identity := f.passkey.IdentityID
	by := store.Evidence{IdentityID: identity, Passkeys: []uuid.UUID{f.passkey.ID}, Initializers: []uuid.UUID{f.app.ID}}
	without := []store.FactorSighting{f.codes, sighting("webauthn", ""), sighting("totp", store.VouchedFreshSession)}
	without[2].By, without[2].ByFactors = by.Passkeys, by.Vouchers()
	l.looks(identity, at.Add(time.Minute), without,
		"webauthn appeared", "totp appeared", "totp vouched", "password gone", "oidc gone", "totp gone")
	yes := event("factor.confirmed", identity)
	l.accepts(l.ConfirmFactor(l.ctx, identity, without[1].ID, by, at.Add(time.Minute), yes), yes)
	l.vouched(identity, "lookup_secret", "oidc", "password", "totp", "totp", "webauthn")
	l.accepts(l.NoteSettings(l.ctx, identity, by, at))
	if got := l.firstPasskey(identity); !slices.Equal(got.SettingsFactors, by.Initializers) {
		t.Errorf("the settings gate let through what rested on %v, want %v", got.SettingsFactors, by.Initializers)
	}
	e := event("factor.disowned", identity)
	l.accepts(l.disownFactor(identity, f.app.ID, store.Evidence{}, at, e), e)
	l.vouched(identity, "lookup_secret")
}

// A take-back leaves nothing of such a vouch.
func testVouchedByFactorsTakenBack(t *testing.T, l *ledger) {
	f := l.throughApp()
	l.takesBack(f.passkey.IdentityID)
	l.vouched(f.passkey.IdentityID)
}

// A snapshot that was made before a factor was disowned does not vouch on it afterwards.
func testVouchedByDisowned(t *testing.T, l *ledger) {
	p, app, _ := l.withFactor()
	e := event("factor.disowned", p.IdentityID)
	l.accepts(l.disownFactor(p.IdentityID, app.ID, store.Evidence{}, at, e), e)
	codes := sighting("lookup_secret", store.VouchedFreshSession)
	codes.ByFactors = []uuid.UUID{app.ID}
	l.looks(p.IdentityID, at, []store.FactorSighting{app, codes}, "lookup_secret appeared")
	l.vouched(p.IdentityID)
}

// The settings gate records on which passkeys and factors the session rested that it let through.
func testSettingsEvidence(t *testing.T, l *ledger) {
	p, app, both := l.withFactor()
	l.accepts(l.NoteSettings(l.ctx, p.IdentityID, both, at))
	got := l.firstPasskey(p.IdentityID)
	if !slices.Equal(got.SettingsPasskeys, both.Passkeys) || len(both.Passkeys) == 0 || !slices.Equal(got.SettingsFactors, []uuid.UUID{app.ID}) {
		t.Errorf("got %v and %v, want %v and %s", got.SettingsPasskeys, got.SettingsFactors, both.Passkeys, app.ID)
	}
	l.accepts(l.NoteSettings(l.ctx, p.IdentityID, only(p.IdentityID, p.ID), at))
	got = l.firstPasskey(p.IdentityID)
	if !slices.Equal(got.SettingsPasskeys, []uuid.UUID{p.ID}) || len(got.SettingsFactors) > 0 {
		t.Errorf("then %v and %v", got.SettingsPasskeys, got.SettingsFactors)
	}
}
