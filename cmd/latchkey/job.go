package main

import (
	"context"
	"log/slog"
	"time"

	"latchkey/cmd/latchkey/background"
	"latchkey/config"
	"latchkey/lifecycle"
	"latchkey/rules"
	"latchkey/store"
)

const (
	sweepEvery  = 10 * time.Minute
	resetEvery  = 3 * time.Second
	endingEvery = 3 * time.Second
	// reconcileEvery is how often it is checked whether a comparison with Kratos, or with the metadata, is due.
	reconcileEvery = 20 * time.Second
	// suppressedEvery is how often the number of suppressed events is recorded.
	suppressedEvery = 10 * time.Second
	// stopTime limits the wait for requests and work in progress when serve ends.
	stopTime = 15 * time.Second
)

func jobs(records store.Store, service *rules.Rules, identities *lifecycle.Service, cfg config.Audit) []background.Job {
	every := background.Every
	return []background.Job{
		every(sweepEvery, "sweeping expired rows", func(ctx context.Context) error { return store.Sweep(ctx, records) }),
		every(sweepEvery, "asking Kratos for the owners of admin keys", service.Keys.Review),
		every(cfg.SealEvery, "sealing the audit log", func(ctx context.Context) error {
			_, err := service.Audit.Seal(ctx)
			if err == nil {
				_, err = service.Audit.Trim(ctx, cfg.Retention)
			}
			return err
		}),
		every(resetEvery, "carrying out resets", service.Recovery.RunResets),
		every(resetEvery, "carrying out revocations", service.Revocations.Run),
		every(reconcileEvery, "reconciling identities with Kratos", identities.Run),
		every(reconcileEvery, "following compromised models", service.Compromised.Run),
		every(reconcileEvery, "reconciling missing and inactive identities with Kratos", identities.RunWaiting),
		every(endingEvery, "ending sessions at Kratos", service.Endings.Run),
		every(suppressedEvery, "recording how many refusals were suppressed", func(ctx context.Context) error {
			return service.Audit.RecordSuppressed(ctx, false)
		}),
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
