package storetest

import (
	"testing"
	"time"

	"latchkey/store"
)

// Recovery codes and admin keys that were made with a factor end when it is disowned, or another on which its vouch
// rests. Those made with other factors stay, and all of them when the factor is removed at Kratos.
func testMadeWithFactor(t *testing.T, l *ledger) {
	for _, kind := range []string{"totp", "password", "oidc", "lookup_secret"} {
		t.Log(kind)
		f := l.throughApp()
		identity := f.passkey.IdentityID
		by := map[string]store.FactorSighting{"totp": f.app, "password": f.password, "oidc": f.link, "lookup_secret": f.codes}[kind]
		evidence := only(identity, f.passkey.ID)
		evidence.Factors = append(evidence.Factors, by.ID)

		set, made := codes(3), event("recovery_codes.created", identity)
		for i := range set {
			set[i].MadeWith = evidence.Rows()
		}
		l.accepts(l.ReplaceRecoveryCodes(l.ctx, identity, evidence, set, made), made)
		key, created := adminKey("by "+kind+" "+identity.String()), event("admin_key.created", newID())
		key.MadeWith = evidence.Rows()
		l.accepts(l.CreateAdminKey(l.ctx, key, evidence, created), created)
		child := l.keyOf(key.ID, "ada")
		if kind == "totp" { // users replace phones
			l.looks(identity, at.Add(time.Minute), f.all()[1:], "totp gone")
			l.hasCodes(identity, set)
		}

		ends := kind != "lookup_secret"
		r, e, ended := revocations{}, event("factor.disowned", identity), event("recovery_codes.ended", identity)
		d := store.FactorDisowning{IdentityID: identity, FactorID: f.app.ID, Ending: ending(at), Event: e, KeyRevoked: r.event}
		d.Ending.CodesEnded = &ended
		done, err := l.DisownFactor(l.ctx, d)
		if !ends {
			l.accepts(err, e)
			l.hasCodes(identity, set)
		} else {
			l.accepts(err, append([]store.AuditEvent{e, ended}, r.events()...)...)
			l.hasCodes(identity, nil)
		}
		keys, err := l.AdminKeysMadeWith(l.ctx, by.ID)
		l.accepts(err)
		if done.Codes != ends || (len(keys) == 0) != ends || (len(done.Keys) == 2) != ends {
			t.Errorf("codes ended %t, %d keys revoked, %d left", done.Codes, len(done.Keys), len(keys))
		}
		for _, one := range done.Keys {
			if one.ID != key.ID && one.ID != child.ID {
				t.Errorf("revoked %s", one.Name)
			}
		}
	}
}
