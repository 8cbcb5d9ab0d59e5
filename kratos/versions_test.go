package kratos_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
	"latchkey/webauthnsvc"
)

// TestNewerVersions reads what v26.2.0 and the main branch of July 2026 answered about a user with a password, a TOTP, a
// passkey and a key of Kratos' own, and a passkey at Latchkey. Only IDs, secrets, hosts and the ends of sessions differ from what they sent.
func TestNewerVersions(t *testing.T) {
	for version, acr := range map[string]string{"v26.2.0": "", "main": webauthnsvc.ACRPasskey} {
		t.Run(version, func(t *testing.T) {
			recorded := func(name string) string {
				body, err := os.ReadFile(filepath.Join("testdata", version, name+".json"))
				must(t, err)
				return string(body)
			}
			ask := func(status int, name string) (account.Session, error) {
				c := saying(t, status, "application/json", recorded(name))
				return c.Session(t.Context(), credential(t, c, "X-Session-Token", "ory_st_x"))
			}
			for name, want := range map[string]account.Method{
				"password": {Name: "password", AAL: account.AAL1},
				"passkey":  {Name: "oidc", AAL: account.AAL1, Provider: "passkey", ACR: acr},
			} {
				s, err := ask(200, name)
				must(t, err)
				if len(s.Methods) != 1 {
					t.Fatalf("%s: methods %+v", name, s.Methods)
				}
				if want.CompletedAt = s.Methods[0].CompletedAt; s.Methods[0] != want || s.AAL != account.AAL1 || s.Identity.ID.String() != identityID || want.CompletedAt.IsZero() {
					t.Errorf("%s: identity %s at %s by %+v, want %+v", name, s.Identity.ID, s.AAL, s.Methods, want)
				}
			}
			_, err := ask(403, "below")
			if below, ok := errors.AsType[*account.AAL2Required](err); !ok || !strings.HasSuffix(below.RedirectTo, "/self-service/login/browser?aal=aal2") {
				t.Errorf("below the level: %v", err)
			}
			if _, err := ask(401, "refused"); !errors.Is(err, fault.ErrUnauthenticated) {
				t.Errorf("no session: %v", err)
			}
			id := uuid.MustParse(identityID)
			if _, err := saying(t, 404, "application/json", recorded("missing")).Identity(t.Context(), id); !errors.Is(err, fault.ErrIdentityNotFound) {
				t.Errorf("no identity: %v", err)
			}
			found, held, err := saying(t, 200, asJSON, recorded("identity")).Holdings(t.Context(), id, nil)
			must(t, err)
			if kinds := held.Kinds(); len(held) != 3 || !slices.Equal(kinds, []string{assurance.KindPasskey, assurance.KindTOTP, assurance.KindWebAuthn}) || !found.First.Has(assurance.KindPassword) {
				t.Errorf("held %v, first %v", kinds, found.First.Kinds())
			}
			var levels []string
			for s, err := range saying(t, 200, asJSON, recorded("sessions")).Sessions(t.Context(), id) {
				must(t, err)
				levels = append(levels, s.AAL)
			}
			if strings.Join(levels, " ") != "aal1 aal2" {
				t.Errorf("sessions at %q", levels)
			}
		})
	}
}
