// Package native reads the WebAuthn credentials of an identity at Kratos, for an import. It owns their JSON, which is the
// same from Kratos 1.3.1 on. It makes no calls: package kratos does.
package native

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
)

// Credential is all that Kratos holds of one kind.
type Credential struct {
	Identifiers []string
	Config      json.RawMessage
}

type config struct {
	Credentials []json.RawMessage `json:"credentials"`
	UserHandle  []byte            `json:"user_handle"`
}

type key struct {
	ID            []byte   `json:"id"`
	PublicKey     []byte   `json:"public_key"`
	Transport     []string `json:"transport"`
	Authenticator struct {
		AAGUID       []byte `json:"aaguid"`
		SignCount    uint32 `json:"sign_count"`
		CloneWarning bool   `json:"clone_warning"`
	} `json:"authenticator"`
	Flags        *account.NativeFlags `json:"flags"`
	DisplayName  string               `json:"display_name"`
	AddedAt      time.Time            `json:"added_at"`
	Passwordless bool                 `json:"is_passwordless"`
}

// nextPage matches the address of the next page in a Link header.
var nextPage = regexp.MustCompile(`<([^>]*)>\s*;\s*rel="?next"?`)

// NextPage returns the token of the next page that a Link header names, escaped for an address, or "". The rest of that
// address is not used: it may name another host.
func NextPage(link string) string {
	found := nextPage.FindStringSubmatch(link)
	if found == nil {
		return ""
	}
	address, err := url.Parse(found[1])
	if err != nil {
		return ""
	}
	return url.QueryEscape(address.Query().Get("page_token"))
}

// Read returns the WebAuthn credentials of an identity.
func Read(id uuid.UUID, passkey, webauthn Credential) account.Natives {
	n := account.Natives{Identity: account.Identity{ID: id}}
	n.Passkeys, n.Handles = passkeys(passkey)
	n.Passkeys = append(n.Passkeys, keys(id, webauthn)...)
	return n
}

// passkeys returns the credentials of the kind passkey, and their user handles. Kratos makes a handle for each, keeps all as
// identifiers, also those of removed passkeys, and names only the last in the config.
func passkeys(c Credential) (list []account.NativePasskey, handles [][]byte) {
	read, ok := c.read()
	if !ok {
		return []account.NativePasskey{{Kind: assurance.KindPasskey}}, nil
	}
	add := func(handle []byte) {
		if len(handle) > 0 && len(handle) <= 64 && !slices.ContainsFunc(handles, func(h []byte) bool { return bytes.Equal(h, handle) }) {
			handles = append(handles, handle)
		}
	}
	add(read.UserHandle)
	for _, identifier := range c.Identifiers {
		add([]byte(identifier))
	}
	for _, raw := range read.Credentials {
		one := passkey(assurance.KindPasskey, raw)
		if len(handles) == 1 && len(read.Credentials) == 1 {
			one.UserHandle = handles[0]
		}
		list = append(list, one)
	}
	return list, handles
}

// keys returns the credentials of the kind webauthn. Their user handle is the identity's ID.
func keys(identityID uuid.UUID, c Credential) (list []account.NativePasskey) {
	read, ok := c.read()
	if !ok {
		return []account.NativePasskey{{Kind: assurance.KindWebAuthn}}
	}
	for _, raw := range read.Credentials {
		one := passkey(assurance.KindWebAuthn, raw)
		one.UserHandle = identityID[:]
		if len(read.UserHandle) > 0 && len(read.UserHandle) <= 64 {
			one.UserHandle = read.UserHandle
		}
		list = append(list, one)
	}
	return list
}

// read reports false for a config that cannot be read. An absent one holds nothing.
func (c Credential) read() (read config, ok bool) {
	if len(c.Config) == 0 {
		return config{}, true
	}
	err := json.Unmarshal(c.Config, &read)
	return read, err == nil
}

// passkey returns a credential without an ID if it cannot be read.
func passkey(kind string, raw json.RawMessage) account.NativePasskey {
	var k key
	if json.Unmarshal(raw, &k) != nil {
		return account.NativePasskey{Kind: kind}
	}
	aaguid, _ := uuid.FromBytes(k.Authenticator.AAGUID) // absent in old records
	return account.NativePasskey{
		Kind: kind, ID: k.ID, PublicKey: k.PublicKey, Transports: k.Transport, AAGUID: aaguid,
		SignCount: k.Authenticator.SignCount, CloneWarning: k.Authenticator.CloneWarning, Flags: k.Flags, Name: k.DisplayName,
		AddedAt: k.AddedAt, SecondFactor: kind == assurance.KindWebAuthn && !k.Passwordless,
	}
}
