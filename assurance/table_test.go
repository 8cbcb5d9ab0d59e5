package assurance

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// The kinds of factors at Kratos, including an unknown one.
var kinds = []string{KindTOTP, KindLookupSecret, KindWebAuthn, KindPasskey, KindCode, "future"}

// provenances are how the factor was enrolled, next to a passkey that is a month old.
var provenances = []string{
	"used before the passkey", "present, not used", "enrolled by password", "enrolled fresh", "confirmed", "replaced", "disowned",
}

// sessions are what the user, or the attacker, has done.
var sessions = []string{
	"password",            // and nothing else
	"password and factor", // just now, so that Kratos reports aal2
	"cookie of an hour",   // the same, longer ago than policy.freshness
	"passkey",             // a step-up in a session begun by password
	"minted",              // by a login with a passkey
	"interaction",         // the same from Kratos' own login page
	"key and code",        // by a login with a key that did not verify its user, and a recovery code
	"key",                 // a step-up by such a key in a session begun by password
}

// setUps are when Kratos set the factor up. A session before that used another one, and one right after that may have been
// refused the setup of another one.
var setUps = []string{"long ago", "after its use", "after its use, first seen later", "another one gone since", "right before its use", "half a minute before its use"}

// firsts are whether the password is older than the passkey, or was set since in a session that only the passkey
// created.
var firsts = []string{"old password", "new password"}

// wanted is the decision table next to a passkey: may the session add a passkey (a), remove one (r), create recovery
// codes (c); is it aal2 at forward-auth (2); is it admitted to the console (o)?
func wanted(kind, provenance, session, first, setUp string) string {
	vouched := existed(kind, provenance, session, setUp) && kind != "future" && slices.Contains([]string{"used before the passkey", "enrolled fresh", "confirmed"}, provenance)
	switch {
	case slices.Contains([]string{"passkey", "minted", "interaction"}, session):
		return "arc2o"
	case session == "key and code":
		return "a--2-"
	case session == "key" && first == "old password":
		return "arc2o"
	case session == "key":
		return "-----"
	case session == "password", !vouched:
		return "-----"
	case kind == KindPasskey: // Kratos counts its own passkeys as one factor, so nothing adds up to aal2
		return "-----"
	case session == "cookie of an hour":
		return "---2o"
	}
	return "arc2o"
}

// existed reports whether what the session used was this factor for sure.
func existed(kind, provenance, session, setUp string) bool {
	switch setUp {
	case "another one gone since":
		return kind == KindTOTP || kind == KindLookupSecret
	case "half a minute before its use":
		return kind == KindCode || session != "cookie of an hour"
	case "right before its use": // codes are only ever used
		return kind == KindCode || session != "cookie of an hour" && provenance == "used before the passkey"
	}
	return setUp == "long ago"
}

// TestDecisionTable: a factor that was enrolled with the password alone gains nothing next to a passkey.
func TestDecisionTable(t *testing.T) {
	cases := 0
	for _, kind := range kinds {
		for _, provenance := range provenances {
			for _, session := range sessions {
				for _, first := range firsts {
					for _, setUp := range setUps {
						for _, gate := range []bool{false, true} {
							cases++
							got := decided(t, kind, provenance, session, first, setUp, gate)
							if want := wanted(kind, provenance, session, first, setUp); got != want {
								t.Errorf("%s, %s, session by %s, %s, set up %s, gate %t: got %s, want %s", kind, provenance, session, first, setUp, gate, got, want)
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d cases", cases)
}

func decided(t *testing.T, kind, provenance, name, first, setUp string, gate bool) string {
	t.Helper()
	rows, held := provenanceOf(kind, provenance)
	rows.Factors, held = setUpAt(rows.Factors, held, setUp, kind)
	rows.Passkeys = []store.Passkey{passkeyRow()}
	changed := ago(31 * 24 * time.Hour)
	if first == "new password" {
		changed = ago(time.Hour)
	}
	held = append(held, HeldFactor{Kind: KindPassword, Material: NewMaterial(first), ChangedAt: changed})
	session := sessionOf(kind, name, &rows)
	if gate { // the user had to use a passkey at the gate, which leaves no trace in the resulting session
		session.Methods = append([]Method{{Name: "password", AAL: AAL1, CompletedAt: session.Methods[0].CompletedAt}}, session.Methods...)
	}
	if gate && session.Methods[1].Provider != "" {
		session.Methods = session.Methods[1:] // logins at our provider pass the gate without a password
	}
	f := read(t, session, Person{VerifiedAddress: true}, rows, held)
	p := testPolicy()
	d := Decide(f, p)
	answer := []byte("-----")
	mark := func(i int, yes bool, letter byte) {
		if yes {
			answer[i] = letter
		}
	}
	mark(0, MayAddPasskey(f, p).Need == NeedNothing, 'a')
	mark(1, d.Fresh(), 'r')
	mark(2, d.Fresh(), 'c')
	mark(3, d.Level == AAL2, '2')
	asAdmin := f
	asAdmin.Role = true
	mark(4, Decide(asAdmin, p).Level == AAL2, 'o')
	return string(answer)
}

// provenanceOf returns the rows and the factors at Kratos.
func provenanceOf(kind, provenance string) (store.SessionFacts, Held) {
	current := HeldFactor{Kind: kind, Material: NewMaterial("secret")}
	if kind == KindCode { // Kratos dates the address
		current.ChangedAt = ago(31 * 24 * time.Hour)
	}
	row := store.Factor{ID: uuid.New(), IdentityID: identity, Kind: kind, Fingerprint: current.Fingerprint(key), FirstSeenAt: ago(31 * 24 * time.Hour)}
	vouch := func(how string) { row.VouchedAt, row.How = at(24*time.Hour), how }
	rows := []store.Factor{}
	switch provenance {
	case "used before the passkey":
		vouch(store.VouchedFirstPasskey)
	case "enrolled by password":
		return store.SessionFacts{}, Held{current}
	case "enrolled fresh":
		vouch(store.VouchedFreshSession)
	case "confirmed":
		vouch(store.VouchedConfirmed)
	case "disowned":
		vouch(store.VouchedConfirmed)
		row.DisownedAt = at(time.Hour)
	case "replaced":
		vouch(store.VouchedFirstPasskey)
		return store.SessionFacts{Factors: append(rows, row)}, Held{{Kind: kind, Material: NewMaterial("another")}}
	}
	return store.SessionFacts{Factors: append(rows, row)}, Held{current}
}

// setUpAt changes when the factor was set up, and first seen. Every session but the one of an hour is a minute old.
func setUpAt(rows []store.Factor, held Held, setUp, kind string) ([]store.Factor, Held) {
	switch setUp {
	case "another one gone since":
		gone := seen(kind, "another that is gone", 2*time.Minute)
		gone.GoneAt = at(30 * time.Second)
		return append(rows, gone), held
	case "right before its use", "half a minute before its use":
		since := time.Minute + settled
		if setUp == "right before its use" {
			since -= time.Millisecond
		}
		for i := range rows {
			rows[i].FirstSeenAt, rows[i].SetUpAt = ago(since), at(since)
		}
	case "after its use", "after its use, first seen later":
		for i := range rows {
			rows[i].FirstSeenAt = ago(30 * time.Second)
			if setUp == "after its use" {
				rows[i].SetUpAt = at(40 * time.Second)
			}
		}
		held[0].ChangedAt = ago(20 * time.Second) // something else of the identity has changed since
	}
	return rows, held
}

func sessionOf(kind, name string, rows *store.SessionFacts) Session {
	began := ago(time.Minute)
	if name == "cookie of an hour" {
		began = ago(time.Hour)
	}
	s := Session{Level: AAL1, AuthenticatedAt: began, Methods: []Method{{Name: "password", AAL: AAL1, CompletedAt: began}}}
	level := AAL2
	if kind == KindPasskey {
		level = AAL1 // as reported by Kratos
	}
	switch name {
	case "password and factor", "cookie of an hour":
		s.Level = level
		s.Methods = append(s.Methods, Method{Name: kind, AAL: level, CompletedAt: began})
	case "passkey", "key":
		rows.StepUp = &store.StepUp{SessionID: here, IdentityID: identity, Method: "passkey", PasskeyID: phone, UserVerified: name == "passkey", At: began}
	case "minted", "interaction", "key and code":
		s.Methods = []Method{{Name: "oidc", Provider: "passkey", AAL: AAL1, CompletedAt: began}}
		login := store.PasskeySession{ID: uuid.New(), SessionID: here, IdentityID: identity, PasskeyID: phone, UserVerified: true, At: began}
		switch name {
		case "interaction":
			login.SessionID, login.At, login.RedeemedAt = uuid.Nil, began.Add(-30*time.Second), began.Add(-2*time.Second)
		case "key and code":
			login.UserVerified, rows.Recovery = false, grant("code")
		}
		rows.Logins = []store.PasskeySession{login}
	}
	return s
}
