package notify

import (
	"context"
	"crypto/x509"
	"log/slog"
	"time"
)

// Config holds the sinks, and the timing of deliveries.
type Config struct {
	Webhooks []Webhook
	Mail     *Mail // nil: no mail
	// Seal closes new audit events into a batch, which the followers read.
	Seal func(context.Context) error
	// Every is the interval at which the log is read.
	Every time.Duration
	// Timeout limits one delivery to a webhook, and each step of a delivery to a mail server.
	Timeout time.Duration
	// Tries is the number of attempts before a delivery fails permanently.
	Tries int
	// FirstWait is the approximate delay before the second attempt; each further delay is three times as long, up to
	// six hours. Default: 5 s.
	FirstWait time.Duration
	// RootCAs replaces the system's root certificates; nil: the system's.
	RootCAs *x509.CertPool
	Log     *slog.Logger
	Now     func() time.Time
}

const (
	defaultFirstWait = 5 * time.Second
	longestWait      = 6 * time.Hour
	// leaseTimeouts is the length of a lease in timeouts; leaseBeyond is added for clock differences between replicas
	// and for recording the result.
	leaseTimeouts = 5
	leaseBeyond   = time.Minute
	// atOnce is how many deliveries of a sink one process makes concurrently.
	atOnce = 8
	// atMostWithin is the period of atMost; it must be shorter than keepEnded, since ended deliveries are counted.
	atMostWithin = 24 * time.Hour
	// keepEnded and keepDead are how long deliveries are kept for inspection.
	keepEnded, keepDead = 3 * 24 * time.Hour, 30 * 24 * time.Hour
	purgeEvery          = time.Hour
)
