//go:build drill

package e2e_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"latchkey/demo"
	"latchkey/store/storetest"
	"latchkey/webauthnsvc/webauthntest"
)

// drillKill kills a Latchkey (SIGKILL) in the middle of 200 finishes, ten times. Each is carried out as a whole or not at all, and
// can be repeated afterwards.
func drillKill(t *testing.T) {
	const rounds, users, each = 10, 25, 4
	cluster := storetest.StartCluster(t)
	s := newReplicas(t, startKratos(t, demo.KratosOptions{}), cluster.DSN()).start(t, "", 1)[0]
	l := newLoad(t, users, s)
	l.pause = 0
	var back time.Duration
	for round := range rounds {
		finishes := l.prepare(each)
		killAt, kill := 1+rand.Int64N(int64(len(finishes)*3/4)), make(chan struct{})
		var killed sync.WaitGroup
		killed.Go(func() {
			<-kill
			if err := s.latchkey.Kill(); err != nil {
				t.Error(err)
			}
		})
		l.sendAll(finishes, func(answered int64) {
			if answered == killAt {
				close(kill)
			}
		})
		killed.Wait()
		l.allOrNothing(cluster.DSN(), finishes)
		started := time.Now()
		must(t, s.latchkey.Start(t.Context()))
		eventually(t, "ready", func() bool {
			got, err := s.anyone().send(t.Context(), http.MethodGet, "/health/ready", nil)
			return err == nil && got.status == http.StatusOK
		})
		back = max(back, time.Since(started))
		progress(t, "kill %d of %d: %d of %d finishes without an answer", round+1, rounds, l.repeatAll(finishes), len(finishes))
	}
	l.stop()
	l.check(cluster.DSN(), row{drill: "kill -9 in 200 finishes, 10 times", back: back})
}

// prepared is a finish that is ready to be sent.
type prepared struct {
	*driven
	finish
	kind     string
	created  []byte // the credential ID of a registration
	answered bool
}

// prepare begins so many logins and registrations of each user.
func (l *load) prepare(each int) []*prepared {
	l.t.Helper()
	var all []*prepared
	for i, u := range l.users {
		if !l.sign(u, i, "step-up") {
			l.t.Fatal("no step-up")
		}
		person := caller{l.at(i).latchkey.PublicURL, u.header}
		for range each {
			device := webauthntest.New(u.device.Origin)
			all = append(all,
				&prepared{driven: u, kind: "login", finish: person.begin(l.t, "login").signed(l.t, u.device)},
				&prepared{driven: u, kind: "registration", finish: person.begin(l.t, "registration").created(l.t, device), created: device.Passkeys()[0].ID})
		}
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// sendAll sends all at once, and returns how long the slowest answer took. It calls then after each answer that lasts.
func (l *load) sendAll(all []*prepared, then func(answered int64)) time.Duration {
	var (
		wait     sync.WaitGroup
		answered atomic.Int64
		start    = time.Now()
	)
	for _, p := range all {
		wait.Go(func() {
			got, passing := l.once(p.driven, 0, http.MethodPost, "/v1/"+p.kind+"/finish", p.finish)
			if passing {
				return
			}
			p.answered = true
			l.judged(p.driven, 0, p.kind, p.finish, got)
			then(answered.Add(1))
		})
	}
	wait.Wait()
	return time.Since(start)
}

// repeatAll sends those that had no answer again, and returns their number.
func (l *load) repeatAll(all []*prepared) (unanswered int) {
	var wait sync.WaitGroup
	for _, p := range all {
		if p.answered {
			continue
		}
		unanswered++
		wait.Go(func() { l.finished(p.driven, 0, 1, p.kind, p.finish) })
	}
	wait.Wait()
	return unanswered
}

// allOrNothing compares the finishes with the database before any of them is repeated.
func (l *load) allOrNothing(dsn string, finishes []*prepared) {
	l.t.Helper()
	conn, err := pgx.Connect(l.t.Context(), dsn)
	must(l.t, err)
	defer conn.Close(context.WithoutCancel(l.t.Context()))
	logins := map[uuid.UUID][][]byte{} // the challenges of all logins with a passkey
	for _, d := range l.made {
		if d.event == events["login"] {
			logins[d.passkey] = append(logins[d.passkey], d.challenge[:])
		}
	}
	for _, p := range finishes {
		hash := challengeOf(l.t, p.finish)
		if p.kind == "login" {
			if !p.answered {
				logins[p.passkey] = append(logins[p.passkey], hash[:])
			}
			continue
		}
		var spent, there, logged bool
		must(l.t, conn.QueryRow(l.t.Context(), `
			SELECT EXISTS (SELECT FROM spent_challenges WHERE hash = $1),
			       EXISTS (SELECT FROM passkeys WHERE credential_id = $2),
			       EXISTS (SELECT FROM security_audit AS a JOIN passkeys AS p ON p.id = a.passkey_id
			               WHERE p.credential_id = $2 AND a.event_type = 'passkey.registered')`,
			hash[:], p.created).Scan(&spent, &there, &logged))
		if spent != there || there != logged {
			l.t.Errorf("half of a registration: challenge spent %t, passkey %t, event %t", spent, there, logged)
		}
	}
	for passkey, challenges := range logins {
		var spent, logged int
		must(l.t, conn.QueryRow(l.t.Context(), `
			SELECT (SELECT count(*) FROM spent_challenges WHERE hash = ANY($1)),
			       (SELECT count(*) FROM security_audit WHERE passkey_id = $2 AND event_type = 'login.succeeded')`,
			challenges, passkey).Scan(&spent, &logged))
		if spent != logged {
			l.t.Errorf("%d challenges of logins are spent, and %d logins are in the audit log", spent, logged)
		}
	}
}
