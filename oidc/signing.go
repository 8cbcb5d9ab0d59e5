package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/go-jose/go-jose/v4"
)

// Rotate announces a new key, which signs from ten minutes later. The current one is published for an hour after its
// last signature. Rotate returns the ID of the new key.
func (p *Provider) Rotate(ctx context.Context) (keyID string, err error) {
	r := p.keys
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	if err := r.read(ctx, now); err != nil {
		return "", err
	}
	if err := r.replace(ctx, now, rotated(r.keys, now)); err != nil {
		return "", err
	}
	return r.keys[len(r.keys)-1].ID, nil
}

// Prepare makes sure that there is a signing key, so that no ceremony is spent for a proof that cannot be signed. It
// reads the database at most once a minute.
func (p *Provider) Prepare(ctx context.Context) error {
	_, err := p.keys.current(ctx)
	return err
}

// JWKS returns the public half of every key that may have signed a token that is still valid (RFC 7517).
func (p *Provider) JWKS(ctx context.Context) (*jose.JSONWebKeySet, error) {
	keys, err := p.keys.current(ctx)
	if err != nil {
		return nil, err
	}
	now := p.cfg.Now()
	set := &jose.JSONWebKeySet{}
	for _, k := range keys {
		if now.After(k.SignsUntil.Add(retireAfter)) {
			continue
		}
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: &k.key.PublicKey, KeyID: k.ID, Algorithm: string(jose.ES256), Use: "sig"})
	}
	return set, nil
}

// sign returns a JWT (RFC 7519). typ prevents one kind of token from passing for another (RFC 8725 §3.11).
func (p *Provider) sign(ctx context.Context, typ string, claims any) (string, error) {
	keys, err := p.keys.current(ctx)
	if err != nil {
		return "", err
	}
	now := p.cfg.Now()
	at := slices.IndexFunc(keys, func(k signingKey) bool { return !now.Before(k.SignsFrom) && now.Before(k.SignsUntil) })
	if at < 0 {
		return "", errors.New("no signing key is valid now; check the clock")
	}
	options := new(jose.SignerOptions).WithType(jose.ContentType(typ)).WithHeader("kid", keys[at].ID)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: keys[at].key}, options)
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}
