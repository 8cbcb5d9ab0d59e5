package oidc_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"latchkey/fault"
	"latchkey/oidc"
	"latchkey/store"
)

// TestRedemptionLinks: the identity is linked before Kratos gets its ID token, since it may have been unlinked after the
// login. Without a link there is no ID token.
func TestRedemptionLinks(t *testing.T) {
	records := newRecords(t)
	linker := &links{}
	r := newReplicaWith(t, records, func(c *oidc.Config) { c.Link = linker.link })
	_, err := r.Redeem(t.Context(), tokenRequest("unknown"), events)
	wantFault(t, err, "invalid_grant")
	if len(linker.linked) != 0 {
		t.Errorf("linked without a code: %v", linker.linked)
	}
	if _, err := r.Redeem(t.Context(), tokenRequest(r.codeFor(t, ada)), events); err != nil || !slices.Equal(linker.linked, []uuid.UUID{ada.IdentityID}) {
		t.Errorf("linked %v, %v", linker.linked, err)
	}
	for _, permanent := range []error{fault.ErrIdentityInactive, fault.ErrIdentityNotFound, fault.ErrKratosRefused} {
		linker.err = permanent
		_, err = r.Redeem(t.Context(), tokenRequest(r.codeFor(t, ada)), events)
		wantFault(t, err, "invalid_grant")
	}
	linker.err = fault.ErrKratosUnavailable
	if _, err = r.Redeem(t.Context(), tokenRequest(r.codeFor(t, ada)), events); !errors.Is(err, fault.ErrKratosUnavailable) {
		t.Errorf("Kratos unavailable: %v", err)
	}
}

func TestCodeReuseIsRefusedAndRecorded(t *testing.T) {
	records := newRecords(t)
	r, other := newReplica(t, records), newReplica(t, records)
	code := r.codeFor(t, ada)
	if _, err := r.Redeem(t.Context(), tokenRequest(code), events); err != nil {
		t.Fatal(err)
	}
	_, err := other.Redeem(t.Context(), tokenRequest(code), events)
	wantFault(t, err, "invalid_grant")
	if redeemed, refused := eventsOf(t, records, "oidc.code_redeemed"), eventsOf(t, records, "oidc.code_refused"); redeemed != 1 || refused != 1 {
		t.Errorf("%d redeemed and %d refused", redeemed, refused)
	}
	kind := "oidc.code_redeemed"
	events, err := records.AuditEvents(t.Context(), store.AuditFilter{Type: &kind}, store.Page{Size: 200})
	if err != nil || events[0].IdentityID != ada.IdentityID || events[0].PasskeyID != ada.PasskeyID {
		t.Errorf("recorded %+v, %v", events, err)
	}
}

func TestParallelRedemptionsHaveOneWinner(t *testing.T) {
	records := newRecords(t)
	replicas := []*replica{newReplica(t, records), newReplica(t, records)}
	code := replicas[0].codeFor(t, ada)
	errs := make([]error, 50)
	begin := make(chan struct{})
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			<-begin
			_, errs[i] = replicas[i%2].Redeem(t.Context(), tokenRequest(code), events)
		})
	}
	close(begin)
	wait.Wait()
	winners := 0
	for _, err := range errs {
		if err == nil {
			winners++
		} else {
			wantFault(t, err, "invalid_grant")
		}
	}
	if redeemed, refused := eventsOf(t, records, "oidc.code_redeemed"), eventsOf(t, records, "oidc.code_refused"); winners != 1 || redeemed != 1 || refused != 49 {
		t.Errorf("%d winners, %d redeemed, %d refused", winners, redeemed, refused)
	}
}
