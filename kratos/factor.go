package kratos

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// RemoveFactor takes one kind of credential away from an identity, and looks whether it is gone. Kratos removes totp,
// lookup_secret and the second-factor keys of webauthn by DELETE; a passkey only newer versions do, by PATCH. What it
// will not remove stays, and is said to be kept: a passwordless key of webauthn among them. ErrIdentityNotFound,
// ErrKratosUnavailable.
func (c *Client) RemoveFactor(ctx context.Context, id uuid.UUID, kind string) (webauthnsvc.Removal, error) {
	held, err := c.holds(ctx, id, kind)
	if err != nil || !held {
		return webauthnsvc.RemovalAbsent, err
	}
	got, err := c.ask(ctx, callRemoveFactor, func(ctx context.Context) (*http.Response, error) {
		if kind == "passkey" {
			return c.patchAway(ctx, id, kind)
		}
		return c.admin.IdentityAPI.DeleteIdentityCredentials(ctx, id.String(), kind).Execute()
	})
	if err != nil {
		return "", err
	}
	_, gone := got.refused(http.StatusNotFound)
	_, refused := got.refused(http.StatusBadRequest)
	if got.status != http.StatusNoContent && got.status != http.StatusOK && !gone && !refused {
		return "", got.unclear("removing " + kind + " failed")
	}
	if held, err = c.holds(ctx, id, kind); err != nil || held {
		return webauthnsvc.RemovalKept, err
	}
	return webauthnsvc.RemovalDone, nil
}

// holds: what matters is a filled config, as in secondFactors; here a passwordless key counts as well.
func (c *Client) holds(ctx context.Context, id uuid.UUID, kind string) (bool, error) {
	said, _, err := c.fetch(ctx, id, []string{kind})
	if err != nil {
		return false, err
	}
	one, ok := said.Credentials[kind]
	if !ok {
		return false, nil
	}
	if len(one.Config) == 0 || string(one.Config) == "null" {
		return true, nil // withheld
	}
	if kind == "webauthn" || kind == "passkey" {
		var keys struct {
			Credentials []json.RawMessage `json:"credentials"`
		}
		err = json.Unmarshal(one.Config, &keys)
		return len(keys.Credentials) > 0, unclearCredential(err)
	}
	factors, err := secondFactors(said.Credentials)
	return factors.Any(), unclearCredential(err)
}

func unclearCredential(err error) error {
	if err == nil {
		return nil
	}
	return unavailable(err)
}

// patchAway is not client-go's call, which sends `"value": null` with a removal.
func (c *Client) patchAway(ctx context.Context, id uuid.UUID, kind string) (*http.Response, error) {
	return c.sendAdmin(ctx, http.MethodPatch, "/admin/identities/"+id.String(),
		[]map[string]string{{"op": "remove", "path": "/credentials/" + kind}})
}
