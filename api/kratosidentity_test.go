package api_test

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
)

type kratosIdentity struct {
	account.Identity
	factors kratosFactors
	passkey bool // one of Kratos' own, which it does not remove
	// The text stands for the secret: a change of it is a new password or a new address.
	password, address     string
	passwordAt, addressAt time.Time
	factorsAt             time.Time // when the other factors changed; zero: Kratos does not say
	codes, app            string    // likewise for the lookup codes and the authenticator app
	unreadable            bool      // Kratos does not answer questions about it
	tooLong               bool      // its answer about it is too long to read
	natives               []account.NativePasskey
	old                   bool  // its Kratos cannot remove single natives
	code                  *bool // it has an address for codes; false: Kratos does not say whether that is a second factor
}

type kratosFactors struct{ TOTP, LookupSecret, WebAuthn, Others bool }

func (f kratosFactors) Any() bool { return f != kratosFactors{} }

func (k *fakeKratos) Identity(ctx context.Context, id uuid.UUID) (account.Identity, error) {
	identity, _, err := k.Holdings(ctx, id, nil)
	return identity, err
}

func (k *fakeKratos) Active(ctx context.Context, id uuid.UUID) (bool, error) {
	identity, err := k.Identity(ctx, id)
	return identity.Active, err
}

func (k *fakeKratos) Holdings(_ context.Context, id uuid.UUID, _ account.CodeOffer) (account.Identity, assurance.Held, error) {
	if err := k.question(); err != nil {
		return account.Identity{}, nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	found, ok := k.identities[id]
	if ok && found.unreadable {
		return account.Identity{}, nil, fault.ErrKratosUnavailable
	}
	if !ok {
		return account.Identity{}, nil, fault.ErrIdentityNotFound
	}
	identity := found.Identity
	identity.First = found.firstHeld()
	return identity, found.held(), nil
}

func (i *kratosIdentity) firstHeld() assurance.Held {
	since := func(at time.Time) time.Time {
		if at.IsZero() {
			return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		return at
	}
	return assurance.Held{
		{Kind: assurance.KindPassword, Material: assurance.NewMaterial("hash " + i.password + i.ID.String()), ChangedAt: since(i.passwordAt)},
		{Kind: assurance.KindAddress, Material: assurance.NewMaterial("address " + i.address + i.ID.String()), ChangedAt: since(i.addressAt)},
	}
}

func (i *kratosIdentity) held() assurance.Held {
	version := map[string]string{assurance.KindLookupSecret: i.codes, assurance.KindTOTP: i.app}
	var held assurance.Held
	for _, one := range []struct {
		held bool
		kind string
	}{
		{i.factors.TOTP, assurance.KindTOTP}, {i.factors.LookupSecret, assurance.KindLookupSecret},
		{i.factors.WebAuthn, assurance.KindWebAuthn}, {i.passkey, assurance.KindPasskey}, {i.factors.Others, "unknown"},
	} {
		if one.held {
			material := assurance.NewMaterial(one.kind + i.ID.String() + version[one.kind])
			held = append(held, assurance.HeldFactor{Kind: one.kind, Material: material, ChangedAt: i.factorsAt})
		}
	}
	if i.code != nil {
		held = append(held, assurance.HeldFactor{Kind: assurance.KindCode, Material: assurance.NewMaterial("code " + i.ID.String()), Unsure: !*i.code})
	}
	for _, n := range i.natives {
		ref := base64.RawURLEncoding.EncodeToString(n.ID)
		material := assurance.JoinMaterial(base64.StdEncoding.EncodeToString(n.ID), base64.StdEncoding.EncodeToString(n.PublicKey)) // as Kratos does
		held = append(held, assurance.HeldFactor{Kind: n.Kind, Material: material, Ref: ref, Name: n.Name, ChangedAt: n.AddedAt})
	}
	return held
}

func (k *fakeKratos) FindIdentity(_ context.Context, identifier string) (account.Identity, error) {
	time.Sleep(k.slow)
	if err := k.question(); err != nil {
		return account.Identity{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, found := range k.identities {
		if strings.EqualFold(found.Login, identifier) {
			time.Sleep(k.slowKnown)
			return found.Identity, nil
		}
	}
	return account.Identity{}, fault.ErrIdentityNotFound
}

func (k *fakeKratos) Logins(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	if err := k.question(); err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	logins := map[uuid.UUID]string{}
	for _, id := range ids {
		if found, ok := k.identities[id]; ok {
			logins[id] = found.Login
		}
	}
	return logins, nil
}

func (k *fakeKratos) failRemoval(fails bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.removalFails = fails
}

func (k *fakeKratos) RemoveFactor(_ context.Context, id uuid.UUID, kind, ref string) (account.Removal, error) {
	if err := k.question(); err != nil {
		return "", err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.removalFails {
		return "", fault.ErrKratosUnavailable
	}
	found, ok := k.identities[id]
	if !ok {
		return "", fault.ErrIdentityNotFound
	}
	if (kind == assurance.KindPasskey && found.passkey) || (kind == "unknown" && found.factors.Others) {
		return account.RemovalKept, nil
	}
	if len(found.natives) > 0 && (kind == assurance.KindPasskey || kind == assurance.KindWebAuthn) {
		return found.removeNatives(kind, ref), nil
	}
	held := map[string]*bool{"totp": &found.factors.TOTP, "lookup_secret": &found.factors.LookupSecret, "webauthn": &found.factors.WebAuthn}[kind]
	if held == nil || !*held {
		return account.RemovalAbsent, nil
	}
	*held = false
	return account.RemovalDone, nil
}

// removeNatives removes one, or all second-factor keys. An old version removes none but the latter.
func (i *kratosIdentity) removeNatives(kind, ref string) account.Removal {
	before := len(i.natives)
	i.natives = slices.DeleteFunc(i.natives, func(n account.NativePasskey) bool {
		all := kind == assurance.KindWebAuthn && ref == "" && n.SecondFactor
		return all || !i.old && n.Kind == kind && ref == base64.RawURLEncoding.EncodeToString(n.ID)
	})
	if len(i.natives) == before {
		return account.RemovalKept
	}
	return account.RemovalDone
}

func (k *fakeKratos) change(id uuid.UUID, edit func(*kratosIdentity)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	edit(k.identities[id])
}

func (k *fakeKratos) role(id uuid.UUID) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.identities[id].Role
}

func (k *fakeKratos) remove(id uuid.UUID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.identities, id)
}

func (k *fakeKratos) newIdentity(login string) uuid.UUID {
	k.mu.Lock()
	defer k.mu.Unlock()
	id := uuid.New()
	k.identities[id] = &kratosIdentity{Identity: account.Identity{
		ID: id, Active: true, Login: login, DisplayName: "The one called " + login, ChangedAt: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
	}}
	return id
}
