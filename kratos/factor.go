package kratos

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/kratos/native"
)

// RemoveFactor removes what an identity holds of a kind, and reads back whether it is gone. With a ref it removes that
// single key of webauthn or passkey. Kratos removes totp, lookup_secret and the second-factor keys of webauthn by
// DELETE. Only newer versions remove a passkey, or one key of several, by PATCH. Anything else stays and is reported as
// account.RemovalKept: a passwordless key on older versions, and any unknown kind. If Kratos fails after it was asked to, an error
// comes with account.RemovalUnsure. Errors: fault.ErrIdentityNotFound, fault.ErrKratosUnavailable.
func (c *Client) RemoveFactor(ctx context.Context, id uuid.UUID, kind, ref string) (account.Removal, error) {
	held, err := c.heldOf(ctx, id, kind)
	switch {
	case err != nil:
		return "", err
	case !held.has(ref):
		return account.RemovalAbsent, nil
	}
	if ref == "" {
		err = c.removeKind(ctx, id, kind)
	} else {
		err = c.removeKey(ctx, id, kind, ref, held)
	}
	if err != nil {
		return account.RemovalUnsure, err
	}
	switch held, err = c.heldOf(ctx, id, kind); {
	case err != nil:
		return account.RemovalUnsure, err
	case held.has(ref):
		return account.RemovalKept, nil
	}
	return account.RemovalDone, nil
}

// removeKind removes nothing of an unknown kind, because it is unknown what else would be removed with it.
func (c *Client) removeKind(ctx context.Context, id uuid.UUID, kind string) error {
	switch kind {
	case assurance.KindPasskey:
		return c.patch(ctx, id, kind, map[string]any{"op": "remove", "path": "/credentials/" + kind})
	case assurance.KindTOTP, assurance.KindLookupSecret, assurance.KindWebAuthn:
		return c.deleteKind(ctx, id, kind)
	}
	return nil
}

// removeKey removes one key by its index in Kratos' list. Kratos refuses JSON Patch's test operation. So the last key is written
// again first: that fails, and nothing is changed, if a key has been removed since the list was read, just before, and none was added;
// new keys come last. For a key that is the only second-factor key, DELETE is tried as well: it removes all of those and no others.
func (c *Client) removeKey(ctx context.Context, id uuid.UUID, kind, ref string, held kindHeld) error {
	isKey := func(k heldKey) bool { return native.Ref(k.ID) == ref }
	place := slices.IndexFunc(held.keys, isKey)
	if place < 0 || slices.ContainsFunc(held.keys[place+1:], isKey) {
		return nil // Kratos takes a second key with that ID, which a stolen password can add; the first would be the owner's
	}
	list, last := "/credentials/"+kind+"/config/credentials/", len(held.raw)-1
	operations := []map[string]any{{"op": "remove", "path": list + strconv.Itoa(place)}}
	if place != last {
		again := map[string]any{"op": "replace", "path": list + strconv.Itoa(last), "value": held.raw[last]}
		operations = slices.Insert(operations, 0, again)
	}
	if err := c.patch(ctx, id, kind, operations...); err != nil || kind != assurance.KindWebAuthn {
		return err
	}
	again, err := c.heldOf(ctx, id, kind)
	if err != nil || !again.onlySecondFactor(ref) {
		return err
	}
	return c.deleteKind(ctx, id, kind)
}

func (c *Client) deleteKind(ctx context.Context, id uuid.UUID, kind string) error {
	got, err := c.ask(ctx, callRemoveFactor, func(ctx context.Context) (*http.Response, error) {
		return c.admin.IdentityAPI.DeleteIdentityCredentials(ctx, id.String(), kind).Execute()
	})
	if err != nil {
		return err
	}
	return got.removed(kind)
}

// patch replaces client-go's call, which sends `"value": null` with a removal.
func (c *Client) patch(ctx context.Context, id uuid.UUID, kind string, operations ...map[string]any) error {
	got, err := c.sendAdmin(ctx, callRemoveFactor, http.MethodPatch, "/admin/identities/"+id.String(), operations)
	if err != nil {
		return err
	}
	return got.removed(kind)
}

// removed accepts a refusal like any other answer; the subsequent read shows whether the factor is gone.
func (a answer) removed(kind string) error {
	switch a.status {
	case http.StatusNoContent, http.StatusOK:
		return nil
	case http.StatusNotFound, http.StatusBadRequest, http.StatusConflict:
		if _, ok := a.refused(a.status); ok {
			return nil
		}
	}
	return a.unclear("removing " + kind + " failed")
}

// kindHeld describes what an identity holds of one kind.
type kindHeld struct {
	factors []assurance.HeldFactor
	keys    []heldKey // of webauthn and passkey, in Kratos' order
	raw     []json.RawMessage
}

type heldKey struct {
	ID           string `json:"id"`
	Passwordless bool   `json:"is_passwordless"`
}

// has reports whether the key may still be held: one that cannot be read may be it.
func (h kindHeld) has(ref string) bool {
	if ref == "" {
		return len(h.factors) > 0
	}
	return slices.ContainsFunc(h.factors, func(f assurance.HeldFactor) bool { return f.Ref == ref || f.Ref == "" })
}

// onlySecondFactor reports whether the key is a second factor, and the only one.
func (h kindHeld) onlySecondFactor(ref string) bool {
	seconds := slices.DeleteFunc(slices.Clone(h.keys), func(k heldKey) bool { return k.Passwordless })
	return len(seconds) == 1 && native.Ref(seconds[0].ID) == ref
}

// heldOf reads the kind's config if Kratos returns it.
func (c *Client) heldOf(ctx context.Context, id uuid.UUID, kind string) (kindHeld, error) {
	include := []string{}
	if slices.Contains(included, kind) {
		include = append(include, kind)
	}
	received, _, err := c.fetch(ctx, id, include)
	if err != nil {
		return kindHeld{}, err
	}
	one, ok := received.Credentials[kind]
	if !ok {
		return kindHeld{}, nil
	}
	held := kindHeld{factors: one.factors(kind)}
	if kind == assurance.KindWebAuthn || kind == assurance.KindPasskey {
		held.raw, _ = native.Keys(one.Config)
		held.keys = make([]heldKey, len(held.raw))
		for i := range held.raw {
			_ = json.Unmarshal(held.raw[i], &held.keys[i]) // an unreadable key keeps its index, without a name
		}
	}
	return held, nil
}
