package main

import (
	"context"
	"io"
	"log/slog"
	"time"

	"latchkey/config"
	"latchkey/rules"
	"latchkey/store"
)

const (
	sweepEvery  = 10 * time.Minute
	resetEvery  = 3 * time.Second
	endingEvery = 3 * time.Second
	countEvery  = time.Minute
	// suppressedEvery is how often the number of suppressed events is recorded.
	suppressedEvery = 10 * time.Second
)

type serveCommand struct{}

// Run serves until the context ends, then stops gracefully.
func (serveCommand) Run(ctx context.Context, p *Program) error {
	loaded, err := p.load()
	if err != nil {
		return err
	}
	cfg := loaded.Config
	log := newLog(cfg.Log, p.Stderr)
	if made, err := cfg.EnsureSecrets(); err != nil {
		return err
	} else if made != "" {
		log.Info("generated a secret; keep it with the database, which is unreadable without it", "file", made)
	}
	records, err := openStore(ctx, cfg, cfg.Migrate == "auto")
	if err != nil {
		return err
	}
	defer records.Close()

	server, service, err := assemble(cfg, records, log)
	if err != nil {
		return err
	}
	if err := server.prepare(ctx); err != nil {
		return err
	}
	if err := warnWithoutKeys(ctx, records, log); err != nil {
		return err
	}
	go sweepExpired(ctx, service, log)
	go sealAudit(ctx, service, cfg.Audit, log)
	go runResets(ctx, service, log)
	go runEndings(ctx, service, log)
	go countEvents(ctx, service, log)
	go recordSuppressed(ctx, service, log)
	defer recordAllSuppressed(service, log) // once no request is in progress
	finish := background(ctx, server.notify)
	defer finish()
	return listen(ctx, cfg, server, log)
}

// background starts work that ends with the context. finish ends it and waits, at most stopTime; unfinished work is
// repeated after the next start, or by another replica.
func background(ctx context.Context, work func(context.Context)) (finish func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		work(ctx)
	}()
	return func() {
		cancel()
		select {
		case <-done:
		case <-time.After(stopTime):
		}
	}
}

func newLog(cfg config.Log, out io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(cfg.Level)) // checked when the configuration was loaded
	options := &slog.HandlerOptions{Level: level}
	if cfg.Format == "text" {
		return slog.New(slog.NewTextHandler(out, options))
	}
	return slog.New(slog.NewJSONHandler(out, options))
}

func warnWithoutKeys(ctx context.Context, records store.Store, log *slog.Logger) error {
	keys, err := records.AdminKeys(ctx)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		log.Warn("there is no admin key, so the admin listener answers 401 to every request; create one with: latchkey keys create --name support --scopes read,revoke")
	}
	return nil
}

// sweepExpired runs until the context ends.
func sweepExpired(ctx context.Context, service *rules.Rules, log *slog.Logger) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := service.Ceremonies.Sweep(ctx); err != nil && ctx.Err() == nil {
				log.Error("sweeping expired rows failed; the next try is in "+sweepEvery.String(), "cause", err.Error())
			}
			if err := service.Ceremonies.ReviewAdminKeys(ctx); err != nil && ctx.Err() == nil {
				log.Error("asking Kratos for the owners of admin keys failed; the next try is in "+sweepEvery.String(), "cause", err.Error())
			}
		}
	}
}

// sealAudit seals new audit events into the chain, and removes those past retention, until the context ends. All
// replicas run it; the first one does the work.
func sealAudit(ctx context.Context, service *rules.Rules, cfg config.Audit, log *slog.Logger) {
	ticker := time.NewTicker(cfg.SealEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		_, err := service.Audit.Seal(ctx)
		if err == nil {
			_, err = service.Audit.Trim(ctx, cfg.Retention)
		}
		if err != nil && ctx.Err() == nil {
			log.Error("sealing the audit log failed; the next try is in "+cfg.SealEvery.String(), "cause", err.Error())
		}
	}
}

// runResets carries out the pending steps of resets until the context ends.
func runResets(ctx context.Context, service *rules.Rules, log *slog.Logger) {
	ticker := time.NewTicker(resetEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := service.Ceremonies.RunResets(ctx); err != nil && ctx.Err() == nil {
				log.Error("carrying out resets failed; the next try is in "+resetEvery.String(), "cause", err.Error())
			}
		}
	}
}

// runEndings ends sessions at Kratos that have to end, until the context ends.
func runEndings(ctx context.Context, service *rules.Rules, log *slog.Logger) {
	ticker := time.NewTicker(endingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := service.Ceremonies.RunEndings(ctx); err != nil && ctx.Err() == nil {
				log.Error("ending sessions at Kratos failed; the next try is in "+endingEvery.String(), "cause", err.Error())
			}
		}
	}
}

// recordSuppressed writes, until the context ends, how many refusals were counted rather than recorded.
func recordSuppressed(ctx context.Context, service *rules.Rules, log *slog.Logger) {
	ticker := time.NewTicker(suppressedEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := service.Audit.RecordSuppressed(ctx, false); err != nil && ctx.Err() == nil {
				log.Error("recording how many refusals were suppressed failed; the next try is in "+suppressedEvery.String(), "cause", err.Error())
			}
		}
	}
}

// recordAllSuppressed records the counts at the end, because they are in memory.
func recordAllSuppressed(service *rules.Rules, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := service.Audit.RecordSuppressed(ctx, true); err != nil {
		log.Error("refusals that were suppressed are lost to the audit log", "cause", err.Error())
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
			log.Error("counting failed; the next try is in "+countEvery.String(), "cause", err.Error())
		}
	}
}
