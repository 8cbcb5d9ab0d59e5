package main

import (
	"context"
	"log/slog"
	"time"

	"latchkey/config"
	"latchkey/lifecycle"
	"latchkey/rules"
	"latchkey/store"
)

const (
	sweepEvery  = 10 * time.Minute
	resetEvery  = 3 * time.Second
	endingEvery = 3 * time.Second
	countEvery  = time.Minute
	// reconcileEvery is how often it is checked whether a comparison with Kratos is due.
	reconcileEvery = 20 * time.Second
	// suppressedEvery is how often the number of suppressed events is recorded.
	suppressedEvery = 10 * time.Second
	// stopTime limits the wait for requests and work in progress when serve ends.
	stopTime = 15 * time.Second
)

// job is work that serve repeats while it runs. Every replica runs all jobs.
type job struct {
	every time.Duration
	what  string // for the log, such as "sweeping expired rows"
	run   func(context.Context) error
}

func jobs(records store.Store, service *rules.Rules, identities *lifecycle.Service, cfg config.Audit) []job {
	return []job{
		{sweepEvery, "sweeping expired rows", func(ctx context.Context) error { return store.Sweep(ctx, records) }},
		{sweepEvery, "asking Kratos for the owners of admin keys", service.Keys.Review},
		{cfg.SealEvery, "sealing the audit log", func(ctx context.Context) error {
			_, err := service.Audit.Seal(ctx)
			if err == nil {
				_, err = service.Audit.Trim(ctx, cfg.Retention)
			}
			return err
		}},
		{resetEvery, "carrying out resets", service.Recovery.RunResets},
		{resetEvery, "carrying out revocations", service.Revocations.Run},
		{reconcileEvery, "reconciling identities with Kratos", identities.Run},
		{reconcileEvery, "reconciling missing and inactive identities with Kratos", identities.RunWaiting},
		{endingEvery, "ending sessions at Kratos", service.Endings.Run},
		{suppressedEvery, "recording how many refusals were suppressed", func(ctx context.Context) error {
			return service.Audit.RecordSuppressed(ctx, false)
		}},
	}
}

// repeat runs the job until the context ends. A failure is logged, and the job runs again at its next time.
func (j job) repeat(ctx context.Context, log *slog.Logger) {
	ticker := time.NewTicker(j.every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := j.run(ctx); err != nil && ctx.Err() == nil {
			log.Error(j.what+" failed; next attempt in "+j.every.String(), "cause", err.Error())
		}
	}
}

// recordAllSuppressed records the counts at the end, because they are in memory.
func recordAllSuppressed(service *rules.Rules, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := service.Audit.RecordSuppressed(ctx, true); err != nil {
		log.Error("the counts of suppressed refusals could not be written to the audit log", "cause", err.Error())
	}
}

// countEvents updates the numbers of GET /admin/v1/stats until the context ends, and once at the end, because new
// counts are in memory.
func countEvents(ctx context.Context, service *rules.Rules, log *slog.Logger) {
	ticker := time.NewTicker(countEvery)
	defer ticker.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-ticker.C:
		}
		if err := service.Audit.CountEvents(context.WithoutCancel(ctx)); err != nil {
			log.Error("counting events failed; next attempt in "+countEvery.String(), "cause", err.Error())
		}
	}
}
