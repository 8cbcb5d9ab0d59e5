package assurance

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
)

func TestSecondWays(t *testing.T) {
	suspended := passkeyRow(func(p *store.Passkey) { p.SuspendedAt = at(time.Hour) })
	second := passkeyRow(func(p *store.Passkey) { p.ID = uuid.New() })
	unverifying := passkeyRow(func(p *store.Passkey) { p.UVInitialized = false })
	app := changedHeld(KindTOTP, "app", 30*24*time.Hour)
	granted := &store.Recovery{Kind: store.RecoveryByCode, EnrolUntil: now.Add(time.Minute)}
	used := *granted
	used.EnrolledAt = at(time.Minute)
	both, onlyPasskey := []string{SecondByCodes, SecondByPasskey}, []string{SecondByPasskey}
	for _, c := range []struct {
		name   string
		rows   store.SessionFacts
		held   Held
		person Person
		codes  int
		off    bool // recovery codes
		want   []string
		lacks  bool
	}{
		{name: "a passkey", rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}}, want: both, lacks: true},
		{name: "a passkey and codes", rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}}, codes: 1},
		{name: "two passkeys", rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow(), second}}},
		{name: "one of two suspended", rows: store.SessionFacts{Passkeys: []store.Passkey{suspended, second}}, want: both, lacks: true},
		{name: "the only one suspended", rows: store.SessionFacts{Passkeys: []store.Passkey{suspended}}},
		{name: "nothing yet", want: both},
		{name: "codes without a passkey", codes: 10, want: onlyPasskey},
		{name: "without codes on this server", rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}}, off: true, want: onlyPasskey, lacks: true},
		{name: "a role", rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}}, person: Person{Role: true}, want: onlyPasskey, lacks: true},
		{name: "a role and two", rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow(), second}}, person: Person{Role: true}},
		{name: "a vouched app", held: Held{app}, rows: store.SessionFacts{
			Passkeys: []store.Passkey{passkeyRow()}, Factors: []store.Factor{vouchedRow(KindTOTP, "app", store.VouchedFirstPasskey)}}},
		{name: "an app that no one vouched for", held: Held{app}, rows: store.SessionFacts{
			Passkeys: []store.Passkey{passkeyRow()}, Factors: []store.Factor{seen(KindTOTP, "app", time.Hour)}}, want: both, lacks: true},
		{name: "the last code redeemed", rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Recovery: granted}, want: onlyPasskey, lacks: true},
		{name: "and its passkey set up", rows: store.SessionFacts{Passkeys: []store.Passkey{passkeyRow()}, Recovery: &used}, want: both, lacks: true},
		{name: "a key without PIN that only support can help", rows: store.SessionFacts{Passkeys: []store.Passkey{unverifying}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := testPolicy()
			p.RecoveryCodes = !c.off
			f := read(t, began("password"), c.person, c.rows, c.held)
			if got := f.SecondWays(p, c.codes); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if got := f.LacksSecondWay(p, c.codes); got != c.lacks {
				t.Errorf("lacks a second way: %t", got)
			}
		})
	}
}
