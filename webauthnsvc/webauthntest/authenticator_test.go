package webauthntest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"latchkey/webauthnsvc/webauthntest"
)

const origin = "https://example.com"

var algorithms = []webauthntest.Algorithm{
	webauthntest.ES256, webauthntest.EdDSA, webauthntest.ES384, webauthntest.ES512, webauthntest.RS256,
	webauthntest.MLDSA44, webauthntest.MLDSA65,
}

// user is the user of these tests.
type user []webauthn.Credential

func (u user) WebAuthnID() []byte                         { return []byte("handle") }
func (u user) WebAuthnName() string                       { return "ada" }
func (u user) WebAuthnDisplayName() string                { return "Ada" }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u }

func relyingParty(t *testing.T) *webauthn.WebAuthn {
	t.Helper()
	lib, err := webauthn.New(&webauthn.Config{RPID: "example.com", RPDisplayName: "x", RPOrigins: []string{origin}})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// register and login each run one ceremony against go-webauthn.
func register(lib *webauthn.WebAuthn, a *webauthntest.Authenticator, u user) (user, error) {
	all := append(webauthn.CredentialParametersPQCRecommendedL3(), webauthn.CredentialParametersExtendedL3()...)
	creation, session, err := lib.BeginRegistration(u, webauthn.WithCredentialParameters(all), webauthn.WithExclusions(webauthn.Credentials(u).CredentialDescriptors()))
	if err != nil {
		return nil, err
	}
	options, _ := json.Marshal(creation.Response)
	answer, err := a.Create(options)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, err
	}
	made, err := lib.CreateCredential(u, *session, parsed)
	if err != nil {
		return nil, err
	}
	return append(u, *made), nil
}

func login(lib *webauthn.WebAuthn, a *webauthntest.Authenticator, u user) (*webauthn.Credential, error) {
	assertion, session, err := lib.BeginLogin(u)
	if err != nil {
		return nil, err
	}
	options, _ := json.Marshal(assertion.Response)
	answer, err := a.Get(options)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, err
	}
	return lib.ValidateLogin(u, *session, parsed)
}

func TestEveryAlgorithmAndFormatIsVerified(t *testing.T) {
	lib := relyingParty(t)
	for _, algorithm := range algorithms {
		for _, format := range []string{"none", "packed"} {
			t.Run(fmt.Sprint(algorithm, format), func(t *testing.T) {
				a := webauthntest.New(origin)
				a.Algorithm, a.Format, a.CounterStep = algorithm, format, 3
				u, err := register(lib, a, nil)
				if err != nil {
					t.Fatal(err)
				}
				used, err := login(lib, a, u)
				if err != nil {
					t.Fatal(err)
				}
				if used.Authenticator.SignCount != 6 || !used.Flags.UserVerified || !used.Flags.BackupState {
					t.Errorf("got count %d and flags %+v", used.Authenticator.SignCount, used.Flags)
				}
				a.Tamper.Signature = func(s []byte) []byte { s[len(s)-1] ^= 1; return s }
				if _, err := login(lib, a, u); err == nil {
					t.Error("a broken signature passed")
				}
			})
		}
	}
}

// Of 2,000 P-256 keys about 16 have a coordinate with a leading zero byte; each must keep its full length.
func TestKeysKeepLeadingZeros(t *testing.T) {
	lib := relyingParty(t)
	a := webauthntest.New(origin)
	zeros := 0
	for range 2000 {
		u, err := register(lib, a, nil)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := webauthncose.ParsePublicKey(u[0].PublicKey)
		if err != nil {
			t.Fatal(err)
		}
		key := parsed.(webauthncose.EC2PublicKeyData)
		if len(key.XCoord) != 32 || len(key.YCoord) != 32 {
			t.Fatalf("coordinates of %d and %d bytes", len(key.XCoord), len(key.YCoord))
		}
		if key.XCoord[0] == 0 || key.YCoord[0] == 0 {
			zeros++
		}
	}
	if zeros == 0 {
		t.Error("no key with a leading zero byte among 2,000: the test proves nothing")
	}
}

func TestBrowserRefusesAsBrowsersDo(t *testing.T) {
	lib := relyingParty(t)
	a := webauthntest.New(origin)
	u, err := register(lib, a, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := register(lib, a, u); !errors.Is(err, webauthntest.ErrInvalidState) {
		t.Errorf("an excluded passkey: got %v, want %v", err, webauthntest.ErrInvalidState)
	}
	if _, err := login(lib, webauthntest.New(origin), u); !errors.Is(err, webauthntest.ErrNotAllowed) {
		t.Errorf("an authenticator without passkeys: got %v, want %v", err, webauthntest.ErrNotAllowed)
	}
	if _, err := a.Create([]byte(`{"rp":{"id":"example.com"},"pubKeyCredParams":[{"alg":-257}]}`)); !errors.Is(err, webauthntest.ErrNotSupported) {
		t.Errorf("an algorithm that it lacks: got %v, want %v", err, webauthntest.ErrNotSupported)
	}
	other := webauthntest.New(origin)
	if _, err := other.Get([]byte(`{"rpId":"example.org"}`)); !errors.Is(err, webauthntest.ErrNotAllowed) {
		t.Errorf("another relying party: got %v, want %v", err, webauthntest.ErrNotAllowed)
	}
}
