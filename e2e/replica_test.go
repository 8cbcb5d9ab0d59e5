package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"latchkey/demo"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
)

// TestReplicas: two replicas on one PostgreSQL, in the middle of changing their secret. Whichever began a ceremony, the
// other can finish it, though the first be killed; and it is finished once.
func TestReplicas(t *testing.T) {
	t.Parallel()
	k := startKratos(t, demo.KratosOptions{})
	origin := localhost(freePort(t)) // of the balancer in front of both
	dsn := storetest.Postgres(t)
	former, next := demo.RandomSecret(), demo.RandomSecret()
	remember("cipher secret", former)
	remember("cipher secret", next)
	var replicas []*stack
	for _, secrets := range []string{former + "," + next, next + "," + former} {
		l := startLatchkey(t, demo.LatchkeyOptions{Binary: raced.path(t), Kratos: k, DSN: dsn, Env: []string{
			"LATCHKEY_SECRETS_CIPHER=" + secrets, "LATCHKEY_SERVE_PUBLIC_BASE_URL=" + origin, relyingParty(t, origin),
		}})
		replicas = append(replicas, &stack{kratos: k, latchkey: l})
	}
	first, second := replicas[0], replicas[1]
	var err error
	first.key, err = first.latchkey.CreateKey("read")
	must(t, err)
	remember("admin key", first.key)

	user, atFirst := first.app(t)
	atSecond := second.withToken(user)
	a := webauthntest.New(origin)
	var made passkey
	atSecond.finish(t, "registration", atFirst.begin(t, "registration").created(t, a)).want(t, http.StatusCreated, &made)
	first.anyone().finish(t, "login", second.anyone().begin(t, "login").signed(t, a)).want(t, http.StatusOK, nil)
	atFirst.finish(t, "step-up", atSecond.begin(t, "step-up").signed(t, a)).want(t, http.StatusOK, nil)

	orphan := first.anyone().begin(t, "login").signed(t, a)
	must(t, first.latchkey.Kill())
	second.anyone().finish(t, "login", orphan).want(t, http.StatusOK, nil)
	late := second.anyone().begin(t, "login").signed(t, a)
	must(t, first.latchkey.Start(t.Context()))
	first.anyone().finish(t, "login", orphan).refused(t, http.StatusConflict, "ceremony_spent")
	first.anyone().finish(t, "login", late).want(t, http.StatusOK, nil)

	before := loginsOf(t, first, made)
	contested := second.anyone().begin(t, "login").signed(t, a)
	if codes := race(t, contested, first, second); codes["200"] != 1 || codes["409"] != 49 {
		t.Errorf("of 50 finishes of one login: %v, want one 200 and 49 times 409", codes)
	}
	if got := loginsOf(t, first, made) - before; got != 1 {
		t.Errorf("the audit log tells of %d logins, want 1", got)
	}
}

// race sends the same finish 50 times at once, to all in turn, and counts the statuses.
func race(t *testing.T, f finish, replicas ...*stack) map[string]int {
	t.Helper()
	var wait sync.WaitGroup
	statuses := make([]string, 50)
	start := make(chan struct{})
	for i := range statuses {
		wait.Go(func() {
			<-start
			got, err := replicas[i%len(replicas)].anyone().send(t.Context(), http.MethodPost, "/v1/login/finish", f)
			statuses[i] = fmt.Sprint(got.status)
			if err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	wait.Wait()
	counts := map[string]int{}
	for _, status := range statuses {
		counts[status]++
	}
	return counts
}

func loginsOf(t *testing.T, s *stack, p passkey) int {
	t.Helper()
	events := s.support().events(t, "page_size=100&passkey_id="+p.ID.String())
	return len(slices.DeleteFunc(events, func(kind string) bool { return kind != "login.succeeded" }))
}
