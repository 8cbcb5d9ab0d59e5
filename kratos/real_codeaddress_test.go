package kratos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/assurance"
	"latchkey/demo"
	"latchkey/kratos"
)

// TestRealCodeOutlivesItsAddress: Kratos accepts a code that it sent to an address that the identity no longer has, and
// dates the address that was put back earlier than that use. An address that was never replaced is as old as its
// identity.
func TestRealCodeOutlivesItsAddress(t *testing.T) {
	ctx := t.Context()
	for _, class := range []string{"second", "fallback"} {
		t.Run(class, func(t *testing.T) {
			k, c := start(t, demo.KratosOptions{Code: class, SettingsAAL: "aal1"})
			thief, owner, address := newIdentity(t, k, c)
			must(t, thief.ChangeSettings(ctx, map[string]any{"method": "profile", "traits": map[string]any{"email": "thief@example.com"}}))
			if address := codeAddress(t, c, thief); address.Original {
				t.Errorf("replaced: %+v", address)
			}
			submit := sentCode(t, k, thief, "thief@example.com")
			must(t, thief.ChangeSettings(ctx, map[string]any{"method": "profile", "traits": map[string]any{"email": owner}}))
			submit()

			session, err := c.Session(ctx, proofOf(t, c, thief))
			must(t, err)
			back := codeAddress(t, c, thief)
			last := session.Methods[len(session.Methods)-1]
			if session.AAL != assurance.AAL2 || last.Name != assurance.KindCode || back.Original || !back.Material.Equal(address.Material) {
				t.Fatalf("session at %s by %+v, with the address %+v", session.AAL, session.Methods, back)
			}
			if later := last.CompletedAt.Sub(back.ChangedAt); later < 0 || later > time.Minute {
				t.Errorf("the code was used %s after the address was put back", later)
			}
			// Later changes of the identity do not date it anew.
			must(t, thief.ChangeSettings(ctx, map[string]any{"method": "profile", "traits": map[string]any{"email": owner, "name": "Owner"}}))
			if again := codeAddress(t, c, thief); !again.ChangedAt.Equal(back.ChangedAt) {
				t.Errorf("dated %s, and %s after another change", back.ChangedAt, again.ChangedAt)
			}
		})
	}
}

// newIdentity registers a user, and returns the address as well. It registers others if a busy machine made Kratos take longer
// over one than the address of an identity is counted as created with it.
func newIdentity(t *testing.T, k *demo.Kratos, c *kratos.Client) (user *demo.KratosUser, email string, address assurance.HeldFactor) {
	t.Helper()
	for n := range 20 {
		user, email = k.App(), fmt.Sprintf("owner%d@example.com", n)
		must(t, user.Register(t.Context(), email, password, ""))
		if address = codeAddress(t, c, user); address.Original {
			return user, email, address
		}
	}
	t.Fatalf("the address of a new identity: %+v", address)
	return nil, "", address
}

func codeAddress(t *testing.T, c *kratos.Client, user *demo.KratosUser) assurance.HeldFactor {
	t.Helper()
	_, held, err := c.Holdings(t.Context(), user.IdentityID, func(context.Context) (bool, error) { return true, nil })
	must(t, err)
	for _, one := range held {
		if one.Kind == assurance.KindCode {
			return one
		}
	}
	t.Fatalf("holds %v", held)
	return assurance.HeldFactor{}
}

// sentCode has Kratos send a code for aal2 to an address of the user, and returns the function that enters it.
func sentCode(t *testing.T, k *demo.Kratos, user *demo.KratosUser, address string) (enter func()) {
	t.Helper()
	say := func(method, address string, body any, want int) []byte {
		t.Helper()
		encoded, err := json.Marshal(body)
		must(t, err)
		req, err := http.NewRequestWithContext(t.Context(), method, address, bytes.NewReader(encoded))
		must(t, err)
		req.Header.Set("Accept", "application/json")
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-Session-Token", user.Token())
		resp, err := http.DefaultClient.Do(req)
		must(t, err)
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		must(t, err)
		if resp.StatusCode != want {
			t.Fatalf("%s: %d %s", address, resp.StatusCode, text)
		}
		return text
	}
	var flow struct {
		ID uuid.UUID `json:"id"`
	}
	must(t, json.Unmarshal(say(http.MethodGet, k.PublicURL+"/self-service/login/api?aal=aal2", nil, http.StatusOK), &flow))
	target := k.PublicURL + "/self-service/login?flow=" + flow.ID.String()
	say(http.MethodPost, target, map[string]string{"method": "code", "address": address}, http.StatusBadRequest)
	var mails []struct{ Body string }
	must(t, json.Unmarshal(say(http.MethodGet, k.AdminURL+"/admin/courier/messages?recipient="+url.QueryEscape(address), nil, http.StatusOK), &mails))
	for _, mail := range mails { // newest first
		if code := regexp.MustCompile(`\b\d{6}\b`).FindString(mail.Body); code != "" {
			return func() {
				say(http.MethodPost, target, map[string]string{"method": "code", "address": address, "code": code}, http.StatusOK)
			}
		}
	}
	t.Fatalf("no code in %d mails", len(mails))
	return nil
}
