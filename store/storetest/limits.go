package storetest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"latchkey/store"
)

// document returns a JSON object of n bytes.
func document(n int) []byte {
	return fmt.Appendf(nil, `{"a": "%s"}`, strings.Repeat("x", n-len(`{"a": ""}`)))
}

func testSizeLimits(t *testing.T, l *ledger) {
	type change = func(*store.NewPasskey)
	for name, c := range map[string]struct{ within, beyond []change }{
		"credential ID": {
			[]change{
				func(n *store.NewPasskey) { n.Passkey.CredentialID = random(1) },
				func(n *store.NewPasskey) { n.Passkey.CredentialID = random(1023) },
			},
			[]change{
				func(n *store.NewPasskey) { n.Passkey.CredentialID = []byte{} },
				func(n *store.NewPasskey) { n.Passkey.CredentialID = nil },
				func(n *store.NewPasskey) { n.Passkey.CredentialID = random(1024) },
			},
		},
		"user handle": {
			[]change{func(n *store.NewPasskey) { n.Passkey.UserHandle = random(1) }},
			[]change{
				func(n *store.NewPasskey) { n.Passkey.UserHandle = nil },
				func(n *store.NewPasskey) { n.Passkey.UserHandle = random(65) },
			},
		},
		"RP ID": {
			[]change{func(n *store.NewPasskey) { n.Passkey.RPID = strings.Repeat("a", 253) }},
			[]change{
				func(n *store.NewPasskey) { n.Passkey.RPID = "" },
				func(n *store.NewPasskey) { n.Passkey.RPID = strings.Repeat("a", 254) },
			},
		},
		"name, in characters": {
			[]change{
				func(n *store.NewPasskey) { n.Passkey.Name = "x" },
				func(n *store.NewPasskey) { n.Passkey.Name = strings.Repeat("🔑", 64) },
			},
			[]change{
				func(n *store.NewPasskey) { n.Passkey.Name = "" },
				func(n *store.NewPasskey) { n.Passkey.Name = strings.Repeat("x", 65) },
			},
		},
		"record": {
			[]change{func(n *store.NewPasskey) { n.Passkey.Record = document(32768) }},
			[]change{
				func(n *store.NewPasskey) { n.Passkey.Record = document(32769) },
				func(n *store.NewPasskey) { n.Passkey.Record = nil },
				func(n *store.NewPasskey) { n.Passkey.Record = []byte(`[]`) },
				func(n *store.NewPasskey) { n.Passkey.Record = []byte(`{"a":`) },
			},
		},
		"event": {
			[]change{
				func(n *store.NewPasskey) { n.Event.Type = strings.Repeat("t", 64) },
				func(n *store.NewPasskey) { n.Event.UserAgent = strings.Repeat("ü", 1024) },
				func(n *store.NewPasskey) { n.Event.Reason = strings.Repeat("ü", 1024) },
				func(n *store.NewPasskey) { n.Event.RequestID = strings.Repeat("r", 128) },
				func(n *store.NewPasskey) { n.Event.Metadata = document(16384) },
				func(n *store.NewPasskey) { n.Event.Metadata = json.RawMessage(`{}`) },
			},
			[]change{
				func(n *store.NewPasskey) { n.Event.Type = "" },
				func(n *store.NewPasskey) { n.Event.Type = strings.Repeat("t", 65) },
				func(n *store.NewPasskey) { n.Event.ActorKind = "unknown" },
				func(n *store.NewPasskey) { n.Event.ActorID = strings.Repeat("a", 65) },
				func(n *store.NewPasskey) { n.Event.UserAgent = strings.Repeat("ü", 1025) },
				func(n *store.NewPasskey) { n.Event.Reason = strings.Repeat("ü", 1025) },
				func(n *store.NewPasskey) { n.Event.RequestID = strings.Repeat("r", 129) },
				func(n *store.NewPasskey) { n.Event.IP = strings.Repeat("1", 65) },
				func(n *store.NewPasskey) { n.Event.Metadata = document(16385) },
				func(n *store.NewPasskey) { n.Event.Metadata = json.RawMessage(`[1]`) },
				func(n *store.NewPasskey) { n.Event.Metadata = json.RawMessage(`null`) },
				func(n *store.NewPasskey) { n.Event.Metadata = json.RawMessage(`{`) },
				func(n *store.NewPasskey) { n.Event.Metadata = json.RawMessage{} },
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for i, change := range c.within {
				n := registration(newID())
				change(&n)
				if err := l.CreatePasskey(l.ctx, n); err != nil {
					t.Fatalf("within %d: %v", i, err)
				}
				l.accepts(nil, n.Event)
			}
			for i, change := range c.beyond {
				n := registration(newID())
				change(&n)
				if err := l.CreatePasskey(l.ctx, n); err == nil {
					t.Errorf("beyond %d was accepted", i)
				} else {
					l.fails(err)
				}
			}
		})
	}
	long, e := adminKey(strings.Repeat("x", 65)), event("admin_key.created", newID())
	l.fails(l.CreateAdminKey(l.ctx, long, store.Evidence{}, e))
	_, err := l.CreateKey(l.ctx, "huge", random(16385))
	l.fails(err)
	_, err = l.CreateKey(l.ctx, "empty", nil)
	l.fails(err)
}

// Strings that the other database refuses, or that would be stored differently, are refused.
func testBadText(t *testing.T, l *ledger) {
	p := l.registered(newID())
	for _, bad := range []string{"a\x00b", "\x00", "a\xffb", "\xed\xa0\x80"} {
		for i, change := range []func(*store.NewPasskey){
			func(n *store.NewPasskey) { n.Passkey.Name = bad },
			func(n *store.NewPasskey) { n.Passkey.RPID = bad },
			func(n *store.NewPasskey) { n.Passkey.Record = []byte(`{"a":"` + bad + `"}`) },
			func(n *store.NewPasskey) { n.Event.UserAgent = bad },
			func(n *store.NewPasskey) { n.Event.Reason = bad },
			func(n *store.NewPasskey) { n.Event.RequestID = bad },
			func(n *store.NewPasskey) { n.Event.Metadata = json.RawMessage(`{"a":"` + bad + `"}`) },
		} {
			n := registration(newID())
			change(&n)
			if err := l.CreatePasskey(l.ctx, n); err == nil {
				t.Fatalf("%q was accepted in place %d", bad, i)
			} else {
				l.fails(err)
			}
		}
		l.fails(l.RenamePasskey(l.ctx, p.IdentityID, p.ID, bad, event("passkey.renamed", p.IdentityID)))
		l.fails(l.CreateAdminKey(l.ctx, adminKey(bad), store.Evidence{}, event("admin_key.created", newID())))
	}
}
