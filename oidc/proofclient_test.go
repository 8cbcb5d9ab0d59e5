package oidc_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/client"
	"latchkey/client/proof"
	"latchkey/oidc"
	"latchkey/webauthnsvc"
)

// published is a provider whose keys a server publishes.
type published struct {
	*replica
	server *httptest.Server
	asked  atomic.Int32
}

func newPublished(t *testing.T) *published {
	t.Helper()
	p := new(published)
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.asked.Add(1)
		set, err := p.JWKS(r.Context())
		if err != nil || r.URL.Path != "/.well-known/jwks.json" {
			t.Errorf("%s: %v", r.URL, err)
		}
		_ = json.NewEncoder(w).Encode(set)
	}))
	t.Cleanup(p.server.Close)
	p.replica = newReplicaWith(t, newRecords(t), func(cfg *oidc.Config) { cfg.Issuer = p.server.URL })
	return p
}

// proof makes a proof at a time before now, for a passkey that was used then.
func (p *published) proof(t *testing.T, before time.Duration, verified bool, audience, nonce string) string {
	t.Helper()
	p.clock.set(time.Now().Add(-before))
	who := ada
	who.At, who.UserVerified = p.clock.Now(), verified
	made, err := p.Proof(t.Context(), who, uuid.New(), webauthnsvc.ProofRequest{Audience: audience, Nonce: nonce})
	if err != nil {
		t.Fatal(err)
	}
	return made.Token
}

// What services verify with package proof is what this package signs.
func TestProofsVerifiedByServices(t *testing.T) {
	p := newPublished(t)
	expired := p.proof(t, 61*time.Second, true, audience, "n")
	older := p.proof(t, 30*time.Second, true, audience, "n")
	good := p.proof(t, 0, true, audience, "n")
	present := p.proof(t, 0, false, audience, "n")
	early := p.proof(t, -2*time.Minute, true, audience, "n")
	p.clock.set(time.Now())
	who := ada
	who.At = time.Now()
	receipt, err := p.Receipt(t.Context(), &webauthnsvc.Confirmation{SignedIn: who, SessionID: uuid.New(), Payload: "x"})
	if err != nil {
		t.Fatal(err)
	}
	set, err := p.SecurityEvent(t.Context(), revoked())
	if err != nil {
		t.Fatal(err)
	}
	code, err := p.CodeForRequest(p.server.URL+"/oauth2/authorize?"+authorization().Encode(), who)
	if err != nil {
		t.Fatal(err)
	}
	redeemed, err := p.Redeem(t.Context(), tokenRequest(p.commit(t, code)), events)
	if err != nil {
		t.Fatal(err)
	}
	stranger := newPublished(t)
	renamed := &published{replica: newReplicaWith(t, p.records, func(cfg *oidc.Config) { cfg.Issuer = "https://other.example.com" })}
	parts, others := strings.Split(good, "."), strings.Split(older, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"latchkey-proof+jwt"}`)) + "." + parts[1] + "."
	aal2, minute := client.Demand{Level: "aal2", MaxAge: time.Minute}, client.Demand{MaxAge: 20 * time.Second}
	verifier, uses := proof.NewVerifier(p.server.URL+"/", audience), 0
	only := func(nonce string) bool { uses++; return nonce == "n" }
	for name, one := range map[string]struct {
		token  string
		demand client.Demand
		want   error
		uses   int
	}{
		"good":                {good, aal2, nil, 1},
		"no demand":           {present, client.Demand{}, nil, 1},
		"present":             {present, client.Demand{Level: "aal1"}, nil, 1},
		"older, in time":      {older, aal2, nil, 1},
		"another nonce":       {p.proof(t, 0, true, audience, "m"), aal2, proof.ErrInvalid, 1},
		"no verification":     {present, aal2, proof.ErrInsufficient, 0},
		"too old":             {older, minute, proof.ErrInsufficient, 0},
		"no nonce":            {p.proof(t, 0, true, audience, ""), aal2, proof.ErrInvalid, 0},
		"expired":             {expired, client.Demand{}, proof.ErrInvalid, 0},
		"early":               {early, client.Demand{}, proof.ErrInvalid, 0},
		"another service":     {p.proof(t, 0, true, "https://other.example.com", "n"), aal2, proof.ErrInvalid, 0},
		"another issuer":      {renamed.proof(t, 0, true, audience, "n"), aal2, proof.ErrInvalid, 0},
		"receipt":             {receipt, client.Demand{}, proof.ErrInvalid, 0},
		"security event":      {set, client.Demand{}, proof.ErrInvalid, 0},
		"ID token":            {redeemed.IDToken, client.Demand{}, proof.ErrInvalid, 0},
		"another Latchkey":    {stranger.proof(t, 0, true, audience, "n"), aal2, proof.ErrInvalid, 0},
		"another's signature": {parts[0] + "." + parts[1] + "." + others[2], aal2, proof.ErrInvalid, 0},
		"short signature":     {parts[0] + "." + parts[1] + ".AA", aal2, proof.ErrInvalid, 0},
		"unsigned":            {parts[0] + "." + parts[1] + ".", aal2, proof.ErrInvalid, 0},
		"no JWT":              {"x", aal2, proof.ErrInvalid, 0},
		"another algorithm":   {none, aal2, proof.ErrInvalid, 0},
	} {
		uses = 0
		claims, err := verifier.Verify(t.Context(), one.token, one.demand, only)
		if !errors.Is(err, one.want) || (err == nil) != (claims != nil) || (one.want == nil) != (err == nil) || uses != one.uses {
			t.Errorf("%s: %v, %d uses of the nonce", name, err, uses)
		}
		if err == nil && claims.Subject != ada.IdentityID.String() {
			t.Errorf("%s: of %s", name, claims.Subject)
		}
		if kind := map[string]string{receipt: "receipt", set: "SET", redeemed.IDToken: "ID token", none: "unsigned"}[one.token]; kind != "" && !strings.Contains(err.Error(), "not a proof") {
			t.Errorf("the %s is refused, but not for its type: %v", kind, err)
		}
	}
	if _, err := verifier.Verify(t.Context(), good, client.Demand{Level: "aal3"}, only); err == nil || errors.Is(err, proof.ErrInsufficient) {
		t.Errorf("a level that does not exist: %v", err)
	}
	if _, err := verifier.Verify(t.Context(), good, aal2, nil); !errors.Is(err, proof.ErrInvalid) {
		t.Errorf("without a check of the nonce: %v", err)
	}
	// Unknown keys do not make the service ask again and again, and without the keys nothing is valid.
	if asked := p.asked.Load(); asked != 1 {
		t.Errorf("the keys were asked for %d times", asked)
	}
	p.server.Close()
	if _, err := proof.NewVerifier(p.server.URL, audience).Verify(t.Context(), good, aal2, only); err == nil || errors.Is(err, proof.ErrInvalid) {
		t.Errorf("without the keys: %v", err)
	}
}

// While Latchkey does not answer, requests wait for one call together, and no longer than they want to.
func TestKeysAreFetchedOnce(t *testing.T) {
	p := newPublished(t)
	good := p.proof(t, 0, true, audience, "n")
	var asked atomic.Int32
	silent := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		<-silent
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer server.Close()
	verifier := proof.NewVerifier(server.URL, audience)
	verify := func(ctx context.Context) error {
		_, err := verifier.Verify(ctx, good, client.Demand{}, func(string) bool { return true })
		return err
	}
	impatient, cancel := context.WithCancel(t.Context())
	errs := make(chan error)
	go func() { errs <- verify(impatient) }()
	for asked.Load() == 0 { // the first call belongs to a request that is about to end
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-errs; !errors.Is(err, context.Canceled) {
		t.Errorf("one that gives up: %v", err)
	}
	for range 50 {
		go func() {
			brief, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			errs <- verify(brief)
		}()
	}
	for range 50 {
		if err := <-errs; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("one that waits with others: %v", err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("%d calls", n)
	}
	close(silent)
}
