package api_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"testing"
	"time"
)

// quiet disables the log and the limits.
func quiet(h *harness) {
	h.config.Log = slog.New(slog.DiscardHandler)
	withMetrics(h)
}

// onBoth runs a benchmark on each database.
func onBoth(b *testing.B, run func(b *testing.B, h *harness, trips func() int64, writes func() int64)) {
	b.Run("postgres", func(b *testing.B) {
		h := newPostgresHarness(b, quiet)
		run(b, h.harness, h.trips.n.Load, func() int64 { return h.writes(b) })
	})
	b.Run("sqlite", func(b *testing.B) {
		run(b, newHarness(b, quiet), nil, nil)
	})
}

// measure times begin and finish, without the authenticator between them.
func measure(b *testing.B, trips, writes func() int64, once func() time.Duration) {
	b.Helper()
	b.ReportAllocs()
	var tripsBefore, writesBefore int64
	if trips != nil {
		tripsBefore, writesBefore = trips(), writes()
	}
	var served time.Duration
	for b.Loop() {
		served += once()
	}
	b.ReportMetric(float64(served.Microseconds())/float64(b.N), "service-µs/op")
	if trips != nil {
		b.ReportMetric(float64(trips()-tripsBefore)/float64(b.N), "trips/op")
		b.ReportMetric(float64(writes()-writesBefore)/float64(b.N), "commits/op")
	}
}

// timed runs one ceremony.
func timed(c *caller, kind string, answer func(b begun) []byte, status int) time.Duration {
	start := time.Now()
	b := c.begin(kind, object{})
	took := time.Since(start)
	credential := answer(b)
	start = time.Now()
	c.finish(kind, b, credential).want(status)
	return took + time.Since(start)
}

func BenchmarkLogin(b *testing.B) {
	onBoth(b, func(b *testing.B, h *harness, trips, writes func() int64) {
		phone := device()
		h.person("ada@example.com").register(phone).want(201)
		app := h.app()
		app.unchecked = true
		timed(app, "login", func(x begun) []byte { return app.getWith(phone, x) }, 200)
		measure(b, trips, writes, func() time.Duration {
			return timed(app, "login", func(x begun) []byte { return app.getWith(phone, x) }, 200)
		})
	})
}

func BenchmarkLoginBegin(b *testing.B) {
	onBoth(b, func(b *testing.B, h *harness, trips, writes func() int64) {
		app := h.app()
		app.unchecked = true
		measure(b, trips, writes, func() time.Duration {
			start := time.Now()
			app.post("/v1/login/begin", object{}).want(200)
			return time.Since(start)
		})
	})
}

func BenchmarkRegistration(b *testing.B) {
	onBoth(b, func(b *testing.B, h *harness, trips, writes func() int64) {
		n := 0
		measure(b, trips, writes, func() time.Duration {
			n++
			person := h.person(fmt.Sprintf("p%d@example.com", n))
			person.unchecked = true
			return timed(person.caller, "registration", func(x begun) []byte { return person.create(device(), x) }, 201)
		})
	})
}

// BenchmarkVerifyP256 is a lower bound for the cost of a login.
func BenchmarkVerifyP256(b *testing.B) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	digest := sha256.Sum256([]byte("authenticator data and client data hash"))
	signature, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if !ecdsa.VerifyASN1(&key.PublicKey, digest[:], signature) {
			b.Fatal("refused")
		}
	}
}
