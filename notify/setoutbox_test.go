package notify

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/oidc"
	"latchkey/seal"
	"latchkey/store"
	"latchkey/store/migrated"
)

// deliverSETs runs a replica that delivers to the service.
func deliverSETs(t *testing.T, records store.Store, log *audit.Log, provider *oidc.Provider, service *relyingService) {
	t.Helper()
	cfg := testConfig(t)
	cfg.SETs, cfg.SignSET, cfg.Tries, cfg.Timeout = []SETReceiver{service.receiver()}, signedBy(provider), 1000, 10*time.Second
	cfg.Seal = func(ctx context.Context) error { _, err := log.Seal(ctx); return err }
	n, err := New(cfg, records)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var replica sync.WaitGroup
	replica.Go(func() { n.Run(ctx) })
	t.Cleanup(func() { cancel(); replica.Wait() })
}

func auditLog(t *testing.T, records store.Store) *audit.Log {
	t.Helper()
	sealer, err := seal.New([][]byte{[]byte(strings.Repeat("secret ", 8))})
	if err != nil {
		t.Fatal(err)
	}
	return audit.New(audit.Config{Now: time.Now}, records, sealer)
}

func recordAs(t *testing.T, records store.Store, identity uuid.UUID, kind, reason string) {
	t.Helper()
	e := happened(kind)
	e.At, e.IdentityID, e.ActorID, e.Reason = time.Now(), identity, identity.String(), reason
	if err := records.RecordEvent(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

// Two replicas push to a receiver that fails at first: each event arrives, in the order of its user, under the same ID in each
// attempt. A token that the receiver calls malformed is given up, and does not hold back the next. Nothing is sent about canaries.
func TestSETsFromTheOutbox(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, location string, records store.Store) {
		service, log := startService(t, signing(t, records)), auditLog(t, records)
		ada, eve, canary := uuid.New(), uuid.New(), uuid.New()
		service.refuses = func(claims setClaims, nth int) (int, string) {
			switch {
			case claims.Subject["sub"] == eve.String() && claims.Events[base+"credential-change"]["change_type"] == "create":
				return 400, `{"err":"invalid_request"}`
			case nth < 3:
				return 503, ""
			}
			return 0, ""
		}
		if err := records.AddCanary(t.Context(), canary, time.Now(), happened("canary.created")); err != nil {
			t.Fatal(err)
		}
		deliverSETs(t, records, log, signing(t, records), service)
		other := openRecords(t, location)
		deliverSETs(t, other, auditLog(t, other), signing(t, other), service)
		started(t, records, "set:vpn")
		recordAs(t, records, canary, "passkey.registered", "")
		recordAs(t, records, ada, "passkey.registered", "")
		recordAs(t, records, ada, "login.succeeded", "")
		recordAs(t, records, eve, "passkey.registered", "")
		recordAs(t, records, ada, "passkey.removed", "disowned")
		recordAs(t, records, eve, "passkey.removed", "")
		recordAs(t, records, canary, "passkey.removed", "disowned")

		of := func(person uuid.UUID) (list []string) {
			for _, one := range service.accepted() {
				if kind, sub, _ := strings.Cut(one, " "); sub == person.String() {
					list = append(list, kind)
				}
			}
			return list
		}
		eventually(t, "all have arrived", func() bool { return len(of(ada)) == 3 && len(of(eve)) == 1 })
		if got, want := of(ada), []string{"credential-change", "credential-change", "session-revoked"}; !slices.Equal(got, want) {
			t.Errorf("about ada: %v, want %v", got, want)
		}
		if got := of(canary); len(got) > 0 {
			t.Errorf("about the canary: %v", got)
		}
		service.mu.Lock()
		if len(service.times) != 5 { // four accepted, and the one of eve that is given up
			t.Errorf("%d tokens, each under several IDs: %v", len(service.times), service.times)
		}
		service.mu.Unlock()
		dead := store.DeliveryDead
		given, err := records.Deliveries(t.Context(), store.DeliveryFilter{State: &dead}, store.Page{Size: 10})
		if err != nil || len(given) != 1 || given[0].Failure != "set_invalid_request" || given[0].Tries != 1 || given[0].IdentityID != eve {
			t.Errorf("dead: %+v, %v", given, err)
		}
	})
}

// What waits for a receiver that is down is not sent once the user is erased; what waits about others is.
func TestSETsOfAnErasedUser(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, _ string, records store.Store) {
		service, log := startService(t, signing(t, records)), auditLog(t, records)
		var mu sync.Mutex
		down, refused := true, 0
		service.refuses = func(setClaims, int) (int, string) {
			mu.Lock()
			defer mu.Unlock()
			if down {
				refused++
				return 503, ""
			}
			return 0, ""
		}
		deliverSETs(t, records, log, signing(t, records), service)
		started(t, records, "set:vpn")
		ada, bob := uuid.New(), uuid.New()
		recordAs(t, records, ada, "passkey.registered", "")
		recordAs(t, records, bob, "passkey.registered", "")
		eventually(t, "both were tried", func() bool { mu.Lock(); defer mu.Unlock(); return refused > 4 })
		if _, err := log.Erase(t.Context(), audit.System, audit.Request{}, ada, "a test"); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		down = false
		mu.Unlock()
		recordAs(t, records, bob, "passkey.removed", "")
		eventually(t, "bob's have arrived", func() bool { return len(service.accepted()) >= 2 })
		for _, one := range service.accepted() {
			if strings.Contains(one, ada.String()) {
				t.Errorf("about an erased user: %s", one)
			}
		}
	})
}

// A receiver that takes long for each token gets all of an event: together they take longer than the timeout of one call.
func TestSETsToASlowReceiver(t *testing.T) {
	t.Parallel()
	records := openRecords(t, migrated.SQLite(t))
	provider := signing(t, records)
	service := startService(t, provider)
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(800 * time.Millisecond)
		service.ServeHTTP(w, r)
	}))
	t.Cleanup(slow.Close)
	cfg := testConfig(t)
	receiver := service.receiver()
	receiver.URL = slow.URL
	cfg.SETs, cfg.SignSET, cfg.Tries, cfg.Timeout = []SETReceiver{receiver}, signedBy(provider), 1, 2*time.Second
	n, err := New(cfg, records)
	if err != nil {
		t.Fatal(err)
	}
	e := happened("passkey.suspended")
	e.Metadata = []byte(`{"ended_sessions":["` + uuid.NewString() + `","` + uuid.NewString() + `","` + uuid.NewString() + `"]}`)
	sink := newTestSETSink(t, receiver, provider)
	sink.timeout = cfg.Timeout
	if end := n.try(t.Context(), sink, store.ClaimedDelivery{ID: store.NewID(), Event: &e, Tries: 1}); end.State != store.DeliveryDelivered {
		t.Errorf("%+v", end)
	}
	service.mu.Lock()
	defer service.mu.Unlock()
	if len(service.got) != 4 {
		t.Errorf("the receiver got %d tokens", len(service.got))
	}
}
