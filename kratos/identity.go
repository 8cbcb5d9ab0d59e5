package kratos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
)

const (
	maxName       = 256  // runes of a login or display name
	maxIdentifier = 1024 // bytes of an identifier that is looked up
)

// identity is what we read of Kratos' identity.
type identity struct {
	ID          uuid.UUID             `json:"id"`
	State       string                `json:"state"`
	Traits      json.RawMessage       `json:"traits"`
	Public      json.RawMessage       `json:"metadata_public"`
	Credentials map[string]credential `json:"credentials"`
	Addresses   []address             `json:"verifiable_addresses"`
	Recovery    []address             `json:"recovery_addresses"`
	// Organization may be anything that is there.
	Organization json.RawMessage `json:"organization_id"`
}

type credential struct {
	Identifiers []string        `json:"identifiers"`
	Config      json.RawMessage `json:"config"`
	CreatedAt   time.Time       `json:"created_at"`
	UpdatedAt   time.Time       `json:"updated_at"`
}

// Identity by ID, whatever its state. ErrIdentityNotFound, ErrKratosUnavailable.
func (c *Client) Identity(ctx context.Context, id uuid.UUID) (account.Identity, error) {
	_, found, err := c.fetch(ctx, id, nil)
	return found, err
}

func (c *Client) fetch(ctx context.Context, id uuid.UUID, credentials []string) (identity, account.Identity, error) {
	got, err := c.ask(ctx, callIdentity, func(ctx context.Context) (*http.Response, error) {
		request := c.admin.IdentityAPI.GetIdentity(ctx, id.String())
		if credentials != nil {
			request = request.IncludeCredential(credentials)
		}
		_, resp, err := request.Execute()
		return resp, err
	})
	if err != nil {
		return identity{}, account.Identity{}, err
	}
	if _, ok := got.refused(http.StatusNotFound); ok {
		return identity{}, account.Identity{}, fault.ErrIdentityNotFound
	}
	var said identity
	if got.status != http.StatusOK || got.decode(&said) != nil || said.ID != id {
		return identity{}, account.Identity{}, got.unclear("not the identity asked for")
	}
	found, err := c.identity(said)
	if err != nil {
		return identity{}, account.Identity{}, unavailable(err)
	}
	return said, found, nil
}

// FindIdentity by any credential identifier: exact, case-insensitive. An identifier that Kratos gives to more than one
// identity (by different kinds of credentials) finds none of them. ErrIdentityNotFound, ErrKratosUnavailable.
func (c *Client) FindIdentity(ctx context.Context, identifier string) (account.Identity, error) {
	identifier = strings.TrimSpace(identifier)
	if !searchable(identifier) {
		return account.Identity{}, fault.ErrIdentityNotFound
	}
	got, err := c.ask(ctx, callFindIdentity, func(ctx context.Context) (*http.Response, error) {
		_, resp, err := c.admin.IdentityAPI.ListIdentities(ctx).
			CredentialsIdentifier(identifier).PerPage(2).PageSize(2).Execute()
		return resp, err
	})
	if err != nil {
		return account.Identity{}, err
	}
	var said []identity
	if got.status != http.StatusOK || got.decode(&said) != nil || said == nil {
		return account.Identity{}, got.unclear("not a list of identities")
	}
	said = slices.CompactFunc(said, func(a, b identity) bool { return a.ID == b.ID })
	switch len(said) {
	case 0:
		return account.Identity{}, fault.ErrIdentityNotFound
	case 1:
		found, err := c.identity(said[0])
		if err != nil {
			return account.Identity{}, unavailable(err)
		}
		return found, nil
	default:
		return account.Identity{}, fmt.Errorf("%w: identifier of more than one", fault.ErrIdentityNotFound)
	}
}

// searchable keeps out what is no identifier: to an empty one Kratos answers with everybody, and a database that refuses
// such bytes, as Postgres does, would read as an outage.
func searchable(identifier string) bool {
	return identifier != "" && len(identifier) <= maxIdentifier && utf8.ValidString(identifier) &&
		!strings.ContainsFunc(identifier, unicode.IsControl)
}

// identity takes over what Kratos said. A state that we do not know is not active.
func (c *Client) identity(said identity) (account.Identity, error) {
	if said.ID == uuid.Nil || said.State == "" {
		return account.Identity{}, errors.New("identity without its members")
	}
	login := name(said.Traits, c.loginTrait)
	if login == "" {
		login = said.ID.String()[:8]
	}
	display := name(said.Traits, c.nameTrait)
	if display == "" {
		display = login
	}
	return account.Identity{
		ID: said.ID, Active: said.State == "active", Login: login, DisplayName: display, Role: role(said.Public), Addresses: addresses(said.Addresses, said.Recovery),
	}, nil
}

// role reads metadata_public, which may be any JSON: what is no object with that member gives no role.
func role(public json.RawMessage) string {
	var metadata map[string]json.RawMessage
	var role string
	if json.Unmarshal(public, &metadata) != nil || json.Unmarshal(metadata["latchkey_role"], &role) != nil {
		return ""
	}
	return role
}

func traitPath(dotted string) []string {
	return strings.FieldsFunc(dotted, func(r rune) bool { return r == '.' })
}

// name walks the traits to a string or a number and makes it fit to be shown; "" where there is none.
func name(traits json.RawMessage, path []string) string {
	if len(path) == 0 || len(traits) == 0 {
		return ""
	}
	decoder := json.NewDecoder(bytes.NewReader(traits))
	decoder.UseNumber() // a member number keeps its digits
	var value any
	if decoder.Decode(&value) != nil {
		return ""
	}
	for _, member := range path {
		object, _ := value.(map[string]any)
		value = object[member]
	}
	switch value := value.(type) {
	case string:
		return presentable(value)
	case json.Number:
		return presentable(value.String())
	default:
		return ""
	}
}

// presentable takes out control characters, and those that turn the direction of text, with which a name could pose as
// another in a browser's dialog.
func presentable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > maxName {
		s = string(runes[:maxName])
	}
	return strings.TrimSpace(s)
}
