package kratos_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/kratos"
)

// Recorded responses of Kratos v1.3.1. The session expires later than it did.
const (
	identityID = "bd57d883-2e8f-45ff-842f-8d86aaedd3c9"
	sessionID  = "ea85b822-da38-4ae0-a431-b91f4ae5c741"
	identity   = `{"id":"` + identityID + `","schema_id":"default","schema_url":"http://localhost:40991/schemas/ZGVmYXVsdA","state":"active","state_changed_at":"2026-11-22T17:38:13.838763112Z","traits":{"email":"ada@example.com","name":"Ada Lovelace"},"metadata_public":null,"created_at":"2026-11-22T17:38:13.839575Z","updated_at":"2026-11-22T17:38:13.839575Z","organization_id":null}`
	session    = `{"id":"` + sessionID + `","active":true,"expires_at":"2126-11-23T17:38:13.840630995Z","authenticated_at":"2026-11-22T17:38:13.840729902Z","authenticator_assurance_level":"aal1","authentication_methods":[{"method":"password","aal":"aal1","completed_at":"2026-11-22T17:38:13.840630424Z"}],"issued_at":"2026-11-22T17:38:13.840630995Z","identity":` + identity + `,"devices":[{"id":"24b3e8f0-7bec-4cef-ace8-e50bd93b3b59","ip_address":"127.0.0.1:58780","user_agent":"Go-http-client/1.1","location":""}]}`
	refused401 = `{"error":{"code":401,"status":"Unauthorized","reason":"No valid session credentials found in the request.","message":"The request could not be authorized"}}`
	refused403 = `{"error":{"id":"session_aal2_required","code":403,"status":"Forbidden","reason":"An active session was found but it does not fulfil the Authenticator Assurance Level","message":"Session does not fulfill the requested Authenticator Assurance Level"},"redirect_browser_to":"https://id.example.com/self-service/login/browser?aal=aal2"}`
	refused404 = `{"error":{"code":404,"status":"Not Found","message":"Unable to locate the resource"}}`

	asJSON = "application/json; charset=utf-8"
)

// answering is a client of a Kratos that answers every request in the same way.
func answering(t *testing.T, handler http.HandlerFunc) *kratos.Client {
	t.Helper()
	return answeringWithin(t, time.Second, handler)
}

func answeringWithin(t *testing.T, timeout time.Duration, handler http.HandlerFunc) *kratos.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := kratos.New(kratos.Config{
		PublicURL: server.URL, AdminURL: server.URL + "/", BrowserURL: "https://id.example.com/",
		LoginTraits: []string{"email"}, DisplayNameTraits: []string{"name"}, Timeout: timeout,
	})
	must(t, err)
	return c
}

// serving is the address of a Kratos with a single response.
func serving(t *testing.T, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", asJSON)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func saying(t *testing.T, status int, contentType, body string) *kratos.Client {
	return answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// edit replaces a part that must exist.
func edit(t *testing.T, body, old, new string) string {
	t.Helper()
	if !strings.Contains(body, old) {
		t.Fatalf("no %q in %s", old, body)
	}
	return strings.Replace(body, old, new, 1)
}

// unclear checks that the error is fault.ErrKratosUnavailable, and contains nothing that was sent or received.
func unclear(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, fault.ErrKratosUnavailable) || errors.Is(err, fault.ErrUnauthenticated) || errors.Is(err, fault.ErrIdentityNotFound) {
		t.Fatalf("error %v", err)
	}
	if _, ok := errors.AsType[*account.AAL2Required](err); ok {
		t.Fatalf("error %v", err)
	}
	for _, hidden := range []string{"ory_st_secret", "ada@", "ada%40", "<html>"} {
		if strings.Contains(err.Error(), hidden) {
			t.Errorf("error tells %q: %v", hidden, err)
		}
	}
}
