package kratos_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// A session through our provider in the format of Kratos' main branch (2026-07-29) with aal2_acr_values set: Kratos
// itself reports aal2, because of our ID token.
const sessionOfMain = `{"id":"` + sessionID + `","active":true,"expires_at":"2126-11-23T17:38:13Z","authenticated_at":"2026-11-22T17:38:13Z","authenticator_assurance_level":"aal2","authentication_methods":[{"method":"oidc","aal":"aal2","completed_at":"2026-11-22T17:38:13Z","provider":"passkey","upstream_acr":"urn:latchkey:acr:passkey:uv","upstream_amr":["pop","user","mfa"]}],"issued_at":"2026-11-22T17:38:13Z","identity":` + identity + `,"devices":[]}`

// TestSessionOfMain: Kratos' record of a login at our own provider counts only while our row of that login exists. The
// row is deleted when its passkey is suspended or removed; at Kratos the session stays at aal2.
func TestSessionOfMain(t *testing.T) {
	c := saying(t, 200, asJSON, sessionOfMain)
	s, err := c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_x"))
	must(t, err)
	at := time.Date(2026, 11, 22, 17, 38, 13, 0, time.UTC)
	want := account.Method{Name: "oidc", AAL: account.AAL2, CompletedAt: at, Provider: "passkey", ACR: webauthnsvc.ACRPasskeyUV}
	if s.AAL != account.AAL2 || len(s.Methods) != 1 || s.Methods[0] != want {
		t.Fatalf("session at %s by %+v", s.AAL, s.Methods)
	}
	policy := assurance.Policy{Provider: "passkey", UVPasskeyIsAAL2: true, Freshness: 15 * time.Minute}
	id := uuid.New()
	login := store.PasskeySession{ID: uuid.New(), SessionID: s.ID, IdentityID: s.Identity.ID, PasskeyID: id, UserVerified: true, At: at}
	for _, test := range []struct {
		name     string
		passkeys []assurance.Passkey
		logins   []store.PasskeySession
		level    string
	}{
		{"its passkey stands", []assurance.Passkey{{ID: id, Standing: true, Usable: true, VerifiesUser: true}}, []store.PasskeySession{login}, account.AAL2},
		{"its passkey is suspended", []assurance.Passkey{{ID: id}}, nil, account.AAL1},
		{"its passkey is suspended, the row forgotten there", []assurance.Passkey{{ID: id}}, []store.PasskeySession{login}, account.AAL1},
		{"its passkey is gone, another stands", []assurance.Passkey{{ID: uuid.New(), Standing: true, Usable: true, VerifiesUser: true}}, nil, account.AAL1},
		{"no passkey is left", nil, nil, account.AAL1},
	} {
		d := assurance.Decide(assurance.Facts{
			Now: at.Add(time.Minute), Passkeys: test.passkeys, Logins: test.logins,
			Session: assurance.Session{ID: s.ID, IdentityID: s.Identity.ID, Level: s.AAL, AuthenticatedAt: s.AuthenticatedAt, Methods: s.Methods},
		}, policy)
		if d.Level != test.level || d.Fresh() != (test.level == account.AAL2) {
			t.Errorf("%s: %s, fresh %t, %v", test.name, d.Level, d.Fresh(), d.Reasons)
		}
	}
}

// TestAddresses: whether and when each address was verified, without the address itself.
func TestAddresses(t *testing.T) {
	body := edit(t, identity, `"organization_id":null`, `"organization_id":null,"verifiable_addresses":[
		{"id":"`+sessionID+`","value":"ada@example.com","verified":true,"via":"email","status":"completed","verified_at":"2026-11-22T17:40:00.5Z"},
		{"id":"`+sessionID+`","value":"+15550100","verified":false,"via":"sms","status":"sent","verified_at":null},
		{"id":"`+sessionID+`","value":"a@example.org","verified":true,"via":"email","status":"completed"}]`)
	found, err := saying(t, 200, asJSON, body).Identity(t.Context(), uuid.MustParse(identityID))
	must(t, err)
	at := time.Date(2026, 11, 22, 17, 40, 0, 500_000_000, time.UTC)
	want := []account.Address{
		{Verified: true, VerifiedAt: at, Material: assurance.NewMaterial("ada@example.com")},
		{Material: assurance.NewMaterial("+15550100")},
		{Verified: true, Material: assurance.NewMaterial("a@example.org")},
	}
	if !reflect.DeepEqual(found.Addresses, want) {
		t.Errorf("addresses %+v, want %+v", found.Addresses, want)
	}
	if text := fmt.Sprintf("%+v %#v", found, found); strings.Contains(text, "a@example.org") || strings.Contains(text, "0100") {
		t.Errorf("an address prints as %s", text)
	}
}
