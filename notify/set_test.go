package notify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/store"
	"latchkey/store/migrated"
)

// A receiver with the published keys verifies what it gets. An event that ends sessions and removes a passkey becomes two
// tokens; both have the same IDs when they are sent again.
func TestSETVerifies(t *testing.T) {
	t.Parallel()
	provider := signing(t, openRecords(t, migrated.SQLite(t)))
	service := startService(t, provider)
	sink := newTestSETSink(t, service.receiver(), provider)
	e := happened("passkey.removed")
	e.Reason, e.Metadata = "disowned", []byte(`{"name":"Ada's phone","aaguid":"fbfc3007-154e-4ecc-8c0b-6e020557d7bd","authenticator":"platform"}`)
	for range 2 {
		if out := push(t, sink, e, time.Minute); out != delivered {
			t.Fatalf("%+v", out)
		}
	}
	if len(service.got) != 2 || service.times[service.got[0].ID] != 2 || service.times[service.got[1].ID] != 2 {
		t.Fatalf("got %+v, times %v", service.got, service.times)
	}
	first := service.got[0]
	change := first.Events[base+"credential-change"]
	if change["credential_type"] != "fido2-platform" || change["change_type"] != "delete" || change["fido2_aaguid"] != "fbfc3007-154e-4ecc-8c0b-6e020557d7bd" ||
		change["initiating_entity"] != "user" || change["event_timestamp"] != float64(e.At.Unix()) || first.Transaction != e.ID {
		t.Errorf("%+v", first)
	}
	if first.Subject["format"] != "iss_sub" || first.Subject["iss"] != "https://hydra.example.com/" || first.Subject["sub"] != e.IdentityID.String() {
		t.Errorf("subject %v", first.Subject)
	}
	if service.got[1].Events[base+"session-revoked"] == nil || service.got[1].Transaction != e.ID {
		t.Errorf("%+v", service.got[1])
	}
	all, _ := json.Marshal(service.got)
	for _, private := range []string{"Ada's phone", e.IP, "Firefox"} {
		if strings.Contains(string(all), private) {
			t.Errorf("a token contains %s", private)
		}
	}
}

// A single session is a complex subject with its user, and users can be named without an issuer.
func TestSETSubjects(t *testing.T) {
	t.Parallel()
	sink := &setSink{SETReceiver: SETReceiver{Subject: SubjectOpaque}}
	ada, session := uuid.New(), uuid.New()
	raw, _ := json.Marshal(sink.subject(ada, session))
	want := `{"format":"complex","session":{"format":"opaque","id":"` + session.String() + `"},"user":{"format":"opaque","id":"` + ada.String() + `"}}`
	if string(raw) != want {
		t.Errorf("got  %s\nwant %s", raw, want)
	}
}

func TestSETWants(t *testing.T) {
	t.Parallel()
	disowned := happened("passkey.removed")
	disowned.Reason = "disowned"
	for _, c := range []struct {
		events []string
		event  store.AuditEvent
		want   bool
	}{
		{nil, happened("passkey.registered"), true},
		{nil, happened("login.succeeded"), false},
		{nil, happened("passkey.renamed"), false},
		{[]string{"session-revoked"}, happened("passkey.removed"), false},
		{[]string{"session-revoked"}, disowned, true},
		{[]string{"credential-change", "session-revoked"}, disowned, true},
		{[]string{"assurance-level-change"}, disowned, false},
	} {
		sink := &setSink{SETReceiver: SETReceiver{Events: c.events}}
		if got := sink.wants(c.event, time.Now()); got != c.want {
			t.Errorf("%v, %s %s: %t", c.events, c.event.Type, c.event.Reason, got)
		}
	}
}

func TestSETReceiverFails(t *testing.T) {
	t.Parallel()
	provider := signing(t, openRecords(t, migrated.SQLite(t)))
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer target.Close()
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   outcome
	}{
		"accepts":              {answer(202, ""), delivered},
		"accepts, with a page": {answer(202, "<html>"), delivered},
		"a page":               {answer(200, "<html>Welcome</html>"), again("status_200")},
		"no content":           {answer(204, ""), again("status_204")},
		"is down":              {answer(503, ""), again("status_503")},
		"has too many":         {answer(429, ""), again("status_429")},
		"demands a login":      {answer(401, ""), again("status_401")},
		"redirects": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, target.URL, http.StatusPermanentRedirect)
		}, again("status_308")},
		"malformed":         {answer(400, `{"err":"invalid_request","description":"no"}`), hopeless("set_invalid_request")},
		"an old key set":    {answer(400, `{"err":"invalid_key"}`), again("set_invalid_key")},
		"another issuer":    {answer(400, `{"err":"invalid_issuer"}`), again("set_invalid_issuer")},
		"another audience":  {answer(400, `{"err":"invalid_audience"}`), again("set_invalid_audience")},
		"another token":     {answer(400, `{"err":"authentication_failed"}`), again("set_authentication_failed")},
		"no permission":     {answer(400, `{"err":"access_denied"}`), again("set_access_denied")},
		"an unknown reason": {answer(400, `{"err":"secret-of-theirs"}`), again("status_400")},
		"400 with a page":   {answer(400, `<html>secret-of-theirs`), again("status_400")},
		"drips for ever": {func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(202)
			for r.Context().Err() == nil {
				_, _ = w.Write([]byte(" "))
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}, again("timeout")},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(c.answer)
			defer server.Close()
			limit := time.Minute
			if c.want == again("timeout") {
				limit = time.Second
			}
			sink := newTestSETSink(t, SETReceiver{Name: "vpn", URL: server.URL, Audience: audience, Subject: SubjectOpaque}, provider)
			if out := push(t, sink, happened("passkey.registered"), limit); out != c.want {
				t.Errorf("%+v, want %+v", out, c.want)
			}
		})
	}
	unsigned := newTestSETSink(t, SETReceiver{Name: "vpn", URL: target.URL, Audience: audience, Subject: SubjectOpaque}, provider)
	unsigned.sign = func(context.Context, SET) (string, error) { return "", errors.New("the database is down") }
	if out := push(t, unsigned, happened("passkey.registered"), time.Minute); out != again("not_signed") {
		t.Errorf("without a signature: %+v", out)
	}
}

func TestSETSettings(t *testing.T) {
	t.Parallel()
	good := SETReceiver{
		Name: "vpn", URL: "https://vpn.example.com/events", Audience: audience, Authorization: "Bearer x", Events: []string{"session-revoked"},
		Subject: SubjectIssSub, SubjectIssuer: issuer,
	}
	if faults := good.Check(); len(faults) > 0 {
		t.Error(faults)
	}
	for name, change := range map[string]func(*SETReceiver){
		"url":            func(r *SETReceiver) { r.URL = "http://vpn.example.com" },
		"audience":       func(r *SETReceiver) { r.Audience = "" },
		"authorization":  func(r *SETReceiver) { r.Authorization = "Bearer s3cret\r\nX-Other: y" },
		"events":         func(r *SETReceiver) { r.Events = []string{"passkey.*"} },
		"subject":        func(r *SETReceiver) { r.Subject = "email" },
		"subject_issuer": func(r *SETReceiver) { r.SubjectIssuer = "" },
	} {
		r := good
		change(&r)
		if faults := r.Check(); len(faults) != 1 || faults[name] == "" || strings.Contains(fmt.Sprint(faults), "s3cret") {
			t.Errorf("%s: %v", name, faults)
		}
	}
	if _, err := newSETSink(good, testConfig(t)); err == nil {
		t.Error("without SignSET")
	}
}

// A test delivers a verification event about no user to each receiver, whatever it subscribes to.
func TestOfSETs(t *testing.T) {
	t.Parallel()
	provider := signing(t, openRecords(t, migrated.SQLite(t)))
	service := startService(t, provider)
	cfg := testConfig(t)
	cfg.Timeout, cfg.SignSET = time.Minute, signedBy(provider)
	cfg.SETs = []SETReceiver{service.receiver()}
	cfg.SETs[0].Events = []string{"session-revoked"}
	got, err := TestSETs(t.Context(), cfg)
	if err != nil || !slices.Equal(got, []Tested{{Sink: "set:vpn"}}) || len(service.got) != 1 {
		t.Fatalf("%+v, %v, %+v", got, err, service.got)
	}
	if one := service.got[0]; one.Events[verification] == nil || one.Subject["format"] != "opaque" || one.Subject["id"] != "vpn" || one.Transaction != uuid.Nil {
		t.Errorf("%+v", one)
	}
}

// A receiver that refuses one event of an audit event for good still gets the others.
func TestSETRefusedDoesNotHideTheNext(t *testing.T) {
	provider := signing(t, openRecords(t, migrated.SQLite(t)))
	var pushed int
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if pushed++; pushed > 1 {
			w.WriteHeader(http.StatusAccepted)
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"err":"invalid_request"}`)
	}))
	defer server.Close()
	receiver := startService(t, provider).receiver()
	receiver.URL = server.URL
	event := store.AuditEvent{ID: store.NewID(), Type: "passkey.revoked", IdentityID: uuid.New(), Metadata: []byte(`{"sessions_ended":true}`)}
	if out := push(t, newTestSETSink(t, receiver, provider), event, time.Minute); out != hopeless("set_invalid_request") || pushed != 2 {
		t.Errorf("%v after %d tokens", out, pushed)
	}
}

// Up to 50 sessions end with a passkey, and a receiver that takes its time for each must get them all within one timeout.
func TestSETsOfManySessions(t *testing.T) {
	t.Parallel()
	provider := signing(t, openRecords(t, migrated.SQLite(t)))
	var pushed atomic.Int64
	waves := [3]sync.WaitGroup{}
	waves[1].Add(pushesAtOnce)
	waves[2].Add(pushesAtOnce)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		wave := &waves[(pushed.Add(1)+pushesAtOnce-2)/pushesAtOnce] // of the first token, which comes alone, and of eight each
		if wave != &waves[0] {
			wave.Done()
		}
		wave.Wait()
		w.WriteHeader(http.StatusAccepted)
	}))
	defer server.Close()
	receiver := startService(t, provider).receiver()
	receiver.URL = server.URL
	event := happened("passkey.revoked")
	var sessions [2 * pushesAtOnce]uuid.UUID
	for i := range sessions {
		sessions[i] = uuid.New()
	}
	event.Metadata, _ = json.Marshal(map[string]any{"ended_sessions": sessions})
	if out := push(t, newTestSETSink(t, receiver, provider), event, time.Minute); out != delivered || pushed.Load() != 1+2*pushesAtOnce {
		t.Errorf("%v after %d tokens", out, pushed.Load())
	}
}

// The ID of a token does not depend on its place among those of the audit event, which a release may change between two attempts.
func TestSETIDIsByMeaning(t *testing.T) {
	t.Parallel()
	provider := signing(t, openRecords(t, migrated.SQLite(t)))
	service := startService(t, provider)
	sink := newTestSETSink(t, service.receiver(), provider)
	second, alone := happened("passkey.removed"), happened("sessions.ended")
	second.Reason, alone.ID = "disowned", second.ID
	for _, event := range []store.AuditEvent{second, alone} {
		if out := push(t, sink, event, time.Minute); out != delivered {
			t.Fatalf("%+v", out)
		}
	}
	if len(service.got) != 2 || service.times[service.got[1].ID] != 2 || service.got[1].Events[base+"session-revoked"] == nil {
		t.Errorf("got %+v, times %v", service.got, service.times)
	}
}
