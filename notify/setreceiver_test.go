package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"

	"latchkey/oidc"
	"latchkey/seal"
	"latchkey/store"
)

const (
	issuer   = "https://passkeys.example.com"
	audience = "https://vpn.example.com"
	base     = "https://schemas.openid.net/secevent/caep/event-type/"
)

// signing returns a provider with its keys in the database.
func signing(t *testing.T, records store.Store) *oidc.Provider {
	t.Helper()
	sealer, err := seal.New([][]byte{[]byte(strings.Repeat("secret ", 8))})
	if err != nil {
		t.Fatal(err)
	}
	provider, err := oidc.New(oidc.Config{Issuer: issuer, Now: time.Now}, sealer, records)
	if err != nil {
		t.Fatal(err)
	}
	return provider
}

func signedBy(p *oidc.Provider) func(context.Context, SET) (string, error) {
	return func(ctx context.Context, s SET) (string, error) { return p.SecurityEvent(ctx, oidc.SecurityEvent(s)) }
}

// relyingService is a receiver that verifies tokens by RFC 8417 and RFC 8935.
type relyingService struct {
	*httptest.Server
	keys    func(context.Context) (*jose.JSONWebKeySet, error)
	refuses func(claims setClaims, nth int) (status int, body string) // nth time that this token arrives; 0: accept it

	mu     sync.Mutex
	times  map[uuid.UUID]int // by jti
	got    []setClaims       // accepted, each once
	faults []string
}

type setClaims struct {
	Issuer      string                    `json:"iss"`
	Audience    string                    `json:"aud"`
	ID          uuid.UUID                 `json:"jti"`
	IssuedAt    int64                     `json:"iat"`
	Transaction uuid.UUID                 `json:"txn"`
	Subject     map[string]any            `json:"sub_id"`
	Events      map[string]map[string]any `json:"events"`
	// Those of other tokens.
	Sub, Exp, Nonce any
}

func startService(t *testing.T, provider *oidc.Provider) *relyingService {
	t.Helper()
	s := &relyingService{keys: provider.JWKS, times: map[uuid.UUID]int{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	t.Cleanup(func() {
		if len(s.faults) > 0 {
			t.Errorf("the receiver complains: %v", s.faults)
		}
	})
	return s
}

func (s *relyingService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // broken off
	}
	claims, err := s.verify(r, string(body))
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.faults = append(s.faults, err.Error())
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(w, `{"err":"invalid_request","description":%q}`, err)
		return
	}
	s.times[claims.ID]++
	if s.refuses != nil {
		if status, answer := s.refuses(claims, s.times[claims.ID]); status != 0 {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, answer)
			return
		}
	}
	if !slices.ContainsFunc(s.got, func(have setClaims) bool { return have.ID == claims.ID }) {
		s.got = append(s.got, claims)
	}
	w.WriteHeader(http.StatusAccepted)
}

// verify is what RFC 8935 §2.2 and the Shared Signals Framework demand of a receiver.
func (s *relyingService) verify(r *http.Request, token string) (claims setClaims, err error) {
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/secevent+jwt" || r.Header.Get("Accept") != "application/json" ||
		r.Header.Get("Authorization") != "Bearer of-the-vpn" {
		return claims, fmt.Errorf("%s %v", r.Method, r.Header)
	}
	signed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return claims, err
	}
	header := signed.Signatures[0].Header
	set, err := s.keys(r.Context())
	if err != nil {
		return claims, err
	}
	keys := set.Key(header.KeyID)
	if header.ExtraHeaders[jose.HeaderType] != "secevent+jwt" || len(keys) != 1 {
		return claims, fmt.Errorf("header %+v, %d keys", header, len(keys))
	}
	payload, err := signed.Verify(keys[0])
	if err != nil {
		return claims, err
	}
	if err := json.Unmarshal(payload, &claims); err != nil {
		return claims, err
	}
	if claims.Issuer != issuer || claims.Audience != audience || claims.ID == uuid.Nil || time.Since(time.Unix(claims.IssuedAt, 0)).Abs() > time.Minute ||
		len(claims.Events) != 1 || claims.Subject["format"] == nil || claims.Sub != nil || claims.Exp != nil || claims.Nonce != nil {
		return claims, fmt.Errorf("claims %s", payload)
	}
	return claims, nil
}

// accepted returns what was accepted, in order, each as the end of its type and the user.
func (s *relyingService) accepted() (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, claims := range s.got {
		for uri := range claims.Events {
			list = append(list, strings.TrimPrefix(uri, base)+" "+fmt.Sprint(claims.Subject["sub"]))
		}
	}
	return list
}

func (s *relyingService) receiver() SETReceiver {
	return SETReceiver{
		Name: "vpn", URL: s.URL, Audience: audience, Authorization: "Bearer of-the-vpn", Subject: SubjectIssSub, SubjectIssuer: "https://hydra.example.com/",
	}
}

func newTestSETSink(t *testing.T, r SETReceiver, provider *oidc.Provider) *setSink {
	t.Helper()
	cfg := testConfig(t)
	cfg.SignSET = signedBy(provider)
	sink, err := newSETSink(r, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return sink
}

func push(t *testing.T, sink *setSink, e store.AuditEvent, limit time.Duration) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	return sink.deliver(ctx, store.NewID(), e)
}
