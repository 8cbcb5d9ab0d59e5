package api_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/webauthnsvc/webauthntest"
)

// excluded are the credential IDs that a registration excludes.
func (p *person) excluded(t *testing.T) (ids []string) {
	t.Helper()
	for _, one := range decode[struct {
		ExcludeCredentials []struct{ ID string }
	}](t, p.begin("registration", object{}).PublicKey).ExcludeCredentials {
		ids = append(ids, one.ID)
	}
	return ids
}

// While Kratos has a copy of a passkey, or passkeys of its own, lists say so and no authenticator registers a second time.
func TestKeptAtKratos(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	ada := h.person("ada@example.com")
	vault, later, planted := device(), device(), device()
	h.holdsAtKratos(ada, vault)
	h.switchedOver()
	ada.stepUp(vault).want(200)
	h.holdsAtKratos(ada, later, func(n *account.NativePasskey) { n.Name = "Later" })
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.old = true }) // it keeps what is disowned
	h.holdsAtKratos(ada, planted, func(n *account.NativePasskey) { n.Kind = assurance.KindWebAuthn })

	mine := ada.passkeyRows(h)[0].ID.String()
	copies, only := 0, []string{}
	for _, f := range ada.standing().Factors {
		if f.HeldBy != "kratos" || f.AddedAt == nil {
			continue
		}
		if f.PasskeyID != nil {
			copies++
			if f.PasskeyID.String() != mine {
				t.Errorf("a copy of %s", f.PasskeyID)
			}
			continue
		}
		only = append(only, f.Kind+" "+f.Name)
	}
	if got := strings.Join(only, ", "); copies != 1 || got != "passkey Later, webauthn " {
		t.Errorf("%d copies, and %q only at Kratos", copies, got)
	}

	if got := ada.excluded(t); len(got) != 3 {
		t.Errorf("excluded: %v", got)
	}
	if _, err := later.Create(ada.begin("registration", object{}).PublicKey); err != webauthntest.ErrInvalidState {
		t.Errorf("an authenticator that is registered at Kratos: %v", err)
	}
	for _, f := range ada.standing().Factors {
		if f.Kind == assurance.KindWebAuthn {
			ada.post("/v1/factors/"+f.ID.String()+"/disown", object{}).want(200)
		}
	}
	if got := ada.excluded(t); len(got) != 2 {
		t.Errorf("excluded, without a key that is disowned: %v", got)
	}

	// A password alone can add any number at Kratos.
	h.kratos.change(ada.id, func(i *kratosIdentity) {
		for n := range 100 {
			i.natives = append(i.natives, account.NativePasskey{Kind: assurance.KindPasskey, ID: fmt.Append(nil, "native ", n)})
		}
	})
	if got := len(ada.excluded(t)); got != 1+64 {
		t.Errorf("%d excluded", got)
	}
	// A record that cannot be read excludes nothing, and loses no registration.
	h.kratos.change(ada.id, func(i *kratosIdentity) { i.natives = []account.NativePasskey{{Kind: assurance.KindPasskey}} })
	if got := ada.excluded(t); len(got) != 1 || got[0] != base64.RawURLEncoding.EncodeToString(vault.Passkeys()[0].ID) {
		t.Errorf("excluded: %v", got)
	}
}
