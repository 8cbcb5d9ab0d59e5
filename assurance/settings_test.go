package assurance

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

// changedHeld is a factor that Kratos changed that long ago.
func changedHeld(kind, secret string, since time.Duration) HeldFactor {
	return HeldFactor{Kind: kind, Material: NewMaterial(secret), Provider: providerOf(kind), ChangedAt: ago(since)}
}

// A factor that appears at Kratos right after the settings gate let a fresh session through is vouched, in whatever
// session it is first seen. No other factor is.
func TestChangedAtGate(t *testing.T) {
	type aCase struct {
		name  string
		gate  time.Duration // since when; 0: there was none
		rows  []store.Factor
		held  Held
		vouch int
	}
	const hour, second = time.Hour, time.Second
	var cases []aCase
	add := func(name string, gate time.Duration, rows []store.Factor, vouch int, held ...HeldFactor) {
		cases = append(cases, aCase{name, gate, rows, held, vouch})
	}
	for _, kind := range []string{KindPassword, KindOIDC, KindAddress, KindTOTP, KindLookupSecret, KindWebAuthn, KindPasskey, KindCode, KindSAML} {
		fresh := changedHeld(kind, "new", hour-second)
		add(kind, hour, nil, 1, fresh)
		add(kind+", without the gate", 0, nil, 0, fresh)
		add(kind+", by a clock that is a little behind", hour, nil, 1, changedHeld(kind, "new", hour+4*second))
		add(kind+", changed before", hour, nil, 0, changedHeld(kind, "new", hour+6*second))
		add(kind+", after the next hook", hour, nil, 1, changedHeld(kind, "new", hour-29*second))
		add(kind+", changed later", hour, nil, 0, changedHeld(kind, "new", hour-31*second))
		add(kind+", Kratos does not say when", hour, nil, 0, HeldFactor{Kind: kind, Material: NewMaterial("new")})
		add(kind+", there before", hour, []store.Factor{seen(kind, "new", hour)}, 0, fresh)
		add(kind+", a look was faster", hour, []store.Factor{seen(kind, "new", hour-2*second)}, 1, fresh)
		add(kind+", disowned", hour, []store.Factor{disowned(seen(kind, "new", hour-2*second))}, 0, fresh)
		if kind != KindAddress && kind != KindCode {
			add(kind+", two at once", hour, nil, 0, fresh, changedHeld(kind, "the attacker's", hour-2*second))
			add(kind+", and an address", hour, nil, 0, fresh, changedHeld(KindAddress, "the attacker's", hour-2*second))
			add(kind+", beside an address of before", hour, []store.Factor{seen(KindAddress, "old", 2*hour)}, 1, fresh, changedHeld(KindAddress, "old", hour-second))
		}
	}
	add("two addresses of one change, for codes as well", hour, nil, 3,
		changedHeld(KindAddress, "one", hour-second), changedHeld(KindAddress, "two", hour-second), changedHeld(KindCode, "one", hour-second))
	add("an unknown kind", hour, nil, 0, changedHeld("future", "new", hour-second))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			rows := store.SessionFacts{Passkeys: []store.Passkey{passkeyRow(func(p *store.Passkey) { p.UVInitialized = false })}, Factors: c.rows}
			// First factors enter the record with the first passkey.
			rows.Factors = append(rows.Factors, seen(KindPassword, "the owner's", 31*24*hour))
			if c.gate > 0 {
				rows.First = &store.FirstPasskey{IdentityID: identity, SettingsAt: at(c.gate), SettingsPasskeys: []uuid.UUID{phone}}
			}
			got := 0
			for _, s := range read(t, began("password"), Person{}, rows, c.held).Sightings(testPolicy(), false, uuid.New) {
				switch s.Vouch {
				case "":
				case store.VouchedFreshSession:
					got++
				default:
					t.Errorf("vouched by %q", s.Vouch)
				}
			}
			if got != c.vouch {
				t.Errorf("%d are vouched for, want %d", got, c.vouch)
			}
		})
	}
}
