package oidc_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/oidc"
)

const sessionRevoked = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"

func revoked() oidc.SecurityEvent {
	return oidc.SecurityEvent{
		ID: uuid.MustParse("019aad3c-7d5e-7c11-a6a0-0f6b1f7f6a10"), Audience: audience, Transaction: ada.PasskeyID,
		Subject: map[string]any{"format": "iss_sub", "iss": issuer, "sub": ada.IdentityID.String()},
		Events:  map[string]any{sessionRevoked: map[string]any{"event_timestamp": start.Unix()}},
	}
}

// A security event token has the claims of RFC 8417 and of the Shared Signals Framework, and none that other tokens have.
func TestSecurityEvent(t *testing.T) {
	r := newReplica(t, newRecords(t))
	token, err := r.SecurityEvent(t.Context(), revoked())
	if err != nil {
		t.Fatal(err)
	}
	header, claims := r.verify(t, token)
	if header.ExtraHeaders["typ"] != "secevent+jwt" || header.Algorithm != "ES256" {
		t.Errorf("header %+v", header)
	}
	want := map[string]any{
		"iss": issuer, "aud": audience, "jti": "019aad3c-7d5e-7c11-a6a0-0f6b1f7f6a10", "iat": unix(start), "txn": ada.PasskeyID.String(),
		"sub_id": map[string]any{"format": "iss_sub", "iss": issuer, "sub": ada.IdentityID.String()},
		"events": map[string]any{sessionRevoked: map[string]any{"event_timestamp": unix(start)}},
	}
	if !reflect.DeepEqual(claims, want) {
		t.Errorf("got  %v\nwant %v", claims, want)
	}
}

// An event that is sent again after its key was retired is signed by the current one, with the same ID, and verifies.
func TestSecurityEventAfterRotation(t *testing.T) {
	r := newReplica(t, newRecords(t))
	before, err := r.SecurityEvent(t.Context(), revoked())
	if err != nil {
		t.Fatal(err)
	}
	first, _ := r.verify(t, before)
	if _, err := r.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.clock.advance(tenMinutes + time.Hour + time.Second) // the first key is no longer published
	after, err := r.SecurityEvent(t.Context(), revoked())
	if err != nil {
		t.Fatal(err)
	}
	second, claims := r.verify(t, after)
	if first.KeyID == second.KeyID || claims["jti"] != revoked().ID.String() || len(r.published(t)) != 1 {
		t.Errorf("signed by %s and %s, jti %v, published %v", first.KeyID, second.KeyID, claims["jti"], r.published(t))
	}
}
