// Package canary is a user of Latchkey's own at Kratos, with which `latchkey doctor` tries what only users can. It owns how that
// identity is created, found again and removed, and what it does at Kratos: registrations, logins, recoveries, settings. What
// that means is left to package doctor.
//
// Only its process knows the password, which is random. The identity has a mark in metadata_admin, which users can neither
// read nor write, and an identifier that is derived from a secret. Only an identity that has both is ever removed, one with the mark
// that is recorded here, or one that has the identifier and no metadata: its run was killed before it could set the mark.
package canary

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"latchkey/kratos/inspect"
	"latchkey/kratos/trait"
)

// Domain is the domain of the canary's address. No mail gets there (RFC 6761 §6.4).
const Domain = "doctor.latchkey.invalid"

// mark is the member of metadata_admin.
const mark = "latchkey_doctor"

// Identity is a canary.
type Identity struct {
	ID         uuid.UUID
	Identifier string

	address  string
	password string
	traits   map[string]any
	kratos   *inspect.Kratos
}

// Left is a canary of another run, or what has its identifier.
type Left struct {
	ID     uuid.UUID
	Marked bool      // by a run, or as new as if one had just registered it
	Until  time.Time // when the other run has ended for certain
}

// described is an identity as Kratos returns it to admins.
type described struct {
	ID        uuid.UUID       `json:"id"`
	Traits    json.RawMessage `json:"traits"`
	Metadata  map[string]any  `json:"metadata_admin"`
	CreatedAt time.Time       `json:"created_at"`
	Addresses []struct {
		Verified bool `json:"verified"`
	} `json:"verifiable_addresses"`
	Credentials map[string]struct {
		Config struct {
			URL string `json:"totp_url"`
		} `json:"config"`
	} `json:"credentials"`
}

// Find returns the canary that was made of an address, or nil. schemas are those with which it may have been made: in some, users sign
// in by a name that is made of the address, and cut to the length that the schema allows.
func Find(ctx context.Context, k *inspect.Kratos, schemas []trait.Schema, address string) (*Left, error) {
	for _, identifier := range identifiers(schemas, address) {
		if left, err := find(ctx, k, identifier); left != nil || err != nil {
			return left, err
		}
	}
	return nil, nil
}

func identifiers(schemas []trait.Schema, address string) []string {
	list := []string{address, trait.NameIn(address)}
	for _, schema := range schemas {
		if _, identifier := schema.Sample(address); identifier != "" && !slices.Contains(list, identifier) {
			list = append(list, identifier)
		}
	}
	return list
}

func find(ctx context.Context, k *inspect.Kratos, identifier string) (*Left, error) {
	got, err := k.Call(ctx, http.MethodGet, k.AdminURL+"/admin/identities?credentials_identifier="+url.QueryEscape(identifier), nil)
	if err != nil {
		return nil, err
	}
	var list []described
	if err := got.Decode(http.StatusOK, &list); err != nil {
		return nil, err
	}
	for _, one := range list {
		if !one.has(identifier) {
			continue // a proxy that drops the query has Kratos list all identities
		}
		if len(one.Metadata) == 0 {
			return &Left{ID: one.ID, Marked: true, Until: time.Now().Add(unmarkedFor - one.age(got.Header))}, nil
		}
		return one.left(), nil
	}
	return nil, nil
}

// Recorded returns the canary that was recorded with an ID, or nil if Kratos has no such identity, or it lacks the mark. It finds
// those that were made with a secret that is gone.
func Recorded(ctx context.Context, k *inspect.Kratos, id uuid.UUID) (*Left, error) {
	got, err := k.Call(ctx, http.MethodGet, k.AdminURL+"/admin/identities/"+id.String(), nil)
	if err != nil || got.Status == http.StatusNotFound {
		return nil, err
	}
	var one described
	if err := got.Decode(http.StatusOK, &one); err != nil {
		return nil, err
	}
	if left := one.left(); left.ID == id && left.Marked {
		return left, nil
	}
	return nil, nil
}

// unmarkedFor is how long a run may take to mark the identity that it has registered.
const unmarkedFor = time.Minute

// age is how old the identity was when Kratos answered, by Kratos' clock if it says what that is.
func (d described) age(header http.Header) time.Duration {
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return now.Sub(d.CreatedAt)
}

func (d described) left() *Left {
	marked, _ := d.Metadata[mark].(map[string]any)
	text, _ := marked["until"].(string)
	until, err := time.Parse(time.RFC3339, text)
	return &Left{ID: d.ID, Marked: err == nil, Until: until}
}

// has reports whether a trait has this value.
func (d described) has(identifier string) bool {
	value, err := json.Marshal(identifier)
	return err == nil && bytes.Contains(bytes.ToLower(d.Traits), bytes.ToLower(value))
}

// Remove deletes an identity with its sessions. It does nothing if Kratos has no such identity.
func Remove(ctx context.Context, k *inspect.Kratos, id uuid.UUID) error {
	got, err := k.Call(ctx, http.MethodDelete, k.AdminURL+"/admin/identities/"+id.String(), nil)
	if err != nil || got.Status == http.StatusNoContent || got.Status == http.StatusNotFound {
		return err
	}
	return got.Decode(http.StatusNoContent, nil)
}

// ErrNoTraits reports that no traits can be made up by which the canary could sign in.
var ErrNoTraits = errors.New("no identity schema whose users sign in with an email address or a name of their own")

// Register creates the canary with a password, as a new user does, in the first schema that takes its traits. Where Kratos
// registers no users by password, it is created as an admin does it, and registered is false. token is empty if Kratos did not
// sign it in. made is also set if the identity exists in spite of the error: then Remove it. announce is called with the ID of the
// flow before Kratos creates the identity. until is when this run ends at the latest.
func Register(ctx context.Context, k *inspect.Kratos, schemas []trait.Schema, address string, until time.Time, announce func(context.Context, uuid.UUID) error) (made *Identity, token string, registered bool, err error) {
	err = ErrNoTraits
	for _, schema := range schemas {
		traits, identifier := schema.Sample(address)
		if identifier == "" {
			continue
		}
		made = &Identity{Identifier: identifier, address: address, password: rand.Text(), traits: traits, kratos: k}
		token, registered, err = made.register(ctx, schema.ID, until, announce)
		if err == nil || made.ID != uuid.Nil {
			return made, token, registered, err
		}
		if _, refused := errors.AsType[*inspect.Refusal](err); !refused {
			break // in another schema there could be two of it
		}
	}
	return nil, "", false, err
}

func (i *Identity) register(ctx context.Context, schema string, until time.Time, announce func(context.Context, uuid.UUID) error) (token string, registered bool, err error) {
	flow, err := i.kratos.Begin(ctx, "registration/api")
	if refused, ok := errors.AsType[*inspect.Refusal](err); ok && refused.Status/100 == 4 || err == nil && !flow.Has("password") {
		return "", false, i.create(ctx, schema, until)
	}
	if err != nil {
		return "", false, err
	}
	if err := announce(ctx, flow.UUID()); err != nil {
		return "", false, err
	}
	ctx = context.WithoutCancel(ctx) // from here on it exists: its mark says when another run may remove it
	var created struct {
		Token    string    `json:"session_token"`
		Identity described `json:"identity"`
	}
	if err := i.submit(ctx, "registration", flow, map[string]any{"method": "password", "password": i.password, "traits": i.traits}, &created); err != nil {
		return "", true, i.unfinished(ctx, err)
	}
	i.ID = created.Identity.ID
	return created.Token, true, i.sign(ctx, until, len(created.Identity.Addresses))
}

// settleTime is how long a slow Kratos may create the identity after its answer was given up.
const settleTime = 20 * time.Second

// unfinished finds the identity that Kratos has created although it reports an error, such as that of a web_hook. One that Kratos
// refuses to create may be that of another run.
func (i *Identity) unfinished(ctx context.Context, err error) error {
	if refused, ok := errors.AsType[*inspect.Refusal](err); ok && refused.Status < http.StatusInternalServerError {
		return err
	}
	_, answered := errors.AsType[*inspect.Refusal](err)
	for deadline := time.Now().Add(settleTime); ; time.Sleep(time.Second) {
		left, findErr := find(ctx, i.kratos, i.Identifier)
		if left != nil {
			i.ID = left.ID
		}
		if left != nil || answered || !time.Now().Before(deadline) {
			return errors.Join(err, findErr)
		}
	}
}

// sign marks the identity, and verifies its addresses, so that no login sends it mail.
func (i *Identity) sign(ctx context.Context, until time.Time, addresses int) error {
	patch := []map[string]any{{"op": "add", "path": "/metadata_admin", "value": marked(until)}}
	for n := range addresses {
		path := "/verifiable_addresses/" + strconv.Itoa(n)
		patch = append(patch, map[string]any{"op": "replace", "path": path + "/verified", "value": true},
			map[string]any{"op": "replace", "path": path + "/status", "value": "completed"})
	}
	got, err := i.kratos.Call(ctx, http.MethodPatch, i.kratos.AdminURL+"/admin/identities/"+i.ID.String(), patch)
	if err != nil {
		return err
	}
	return got.Decode(http.StatusOK, &described{})
}

func marked(until time.Time) map[string]any {
	return map[string]any{mark: map[string]string{"until": until.UTC().Format(time.RFC3339)}}
}

func (i *Identity) create(ctx context.Context, schema string, until time.Time) error {
	ctx = context.WithoutCancel(ctx)
	got, err := i.kratos.Call(ctx, http.MethodPost, i.kratos.AdminURL+"/admin/identities", map[string]any{
		"schema_id": schema, "traits": i.traits, "metadata_admin": marked(until),
		"credentials": map[string]any{"password": map[string]any{"config": map[string]string{"password": i.password}}},
	})
	if err != nil {
		return err
	}
	var created described
	if err := got.Decode(http.StatusCreated, &created); err != nil {
		return err
	}
	i.ID = created.ID
	return i.sign(ctx, until, len(created.Addresses))
}

// submit sends a form of a flow. Its error is a *inspect.Refusal, or inspect.ErrNotKratos.
func (i *Identity) submit(ctx context.Context, name string, flow inspect.Flow, form map[string]any, into any, header ...string) error {
	got, err := i.kratos.Call(ctx, http.MethodPost, i.kratos.PublicURL+"/self-service/"+name+"?flow="+url.QueryEscape(flow.ID), form, header...)
	if err != nil {
		return err
	}
	return got.Decode(http.StatusOK, into)
}
