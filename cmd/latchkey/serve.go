package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"latchkey/cmd/latchkey/background"
	"latchkey/cmd/latchkey/checkup"
	"latchkey/cmd/latchkey/traces"
	"latchkey/config"
	"latchkey/store/bounded"
)

type serveCommand struct{}

// Run serves until the context ends, then stops gracefully. Everything that it writes is a line of the log, in
// log.format.
func (serveCommand) Run(ctx context.Context, p *Program) error {
	loaded, err := p.loadSilently()
	log := newLog(loaded.Log, p.Stderr)
	slog.SetDefault(log) // for what libraries write
	defer ignoreSignals(log)()
	logFaults(log, slog.LevelWarn, loaded.Warnings)
	if err == nil {
		err = serve(ctx, loaded, log)
	}
	if err == nil {
		return nil
	}
	if faults := (config.Faults)(nil); errors.As(err, &faults) {
		logFaults(log, slog.LevelError, faults)
	} else {
		log.Error("latchkey cannot run", "error", err.Error())
	}
	return logged{err}
}

func serve(ctx context.Context, loaded config.Loaded, log *slog.Logger) error {
	cfg := loaded.Config
	if made, err := cfg.EnsureSecrets(); err != nil {
		return err
	} else if made != "" {
		log.Info("generated a secret; keep it with the database, which is unreadable without it", "file", made)
	}
	traced, err := traces.Open(cfg.Tracing, running().String(), log)
	if err != nil {
		return err
	}
	defer traced.Close() // last: what ends before may still be traced
	log = slog.New(traced.Logs(log.Handler()))
	records, err := openStore(ctx, cfg, opening{migrate: cfg.Migrate == "auto", probe: true, log: log})
	if err != nil {
		return err
	}
	defer records.Close()

	server, service, err := assemble(cfg, records, log)
	if err != nil {
		return err
	}
	server.public, server.admin = traced.Handler(inTurn(server.public)), traced.Handler(inTurn(server.admin))
	if err := server.prepare(ctx); err != nil {
		return err
	}
	if err := checkup.WarnWithoutKeys(ctx, records, log); err != nil {
		return err
	}
	defer recordAllSuppressed(service, log) // once no request is in progress
	work := []func(context.Context){
		server.notify, server.learn, server.watchTraits, server.keepMetadata,
		func(ctx context.Context) { background.CountEvents(ctx, service, log) },
		func(ctx context.Context) { checkup.Log(ctx, loaded, server.kratosReady, log) },
	}
	for _, j := range jobs(records, service, server.lifecycle, cfg.Audit) {
		work = append(work, func(ctx context.Context) { j.Repeat(ctx, log) })
	}
	defer inBackground(ctx, work...)()
	return listen(ctx, cfg, server, log)
}

// inTurn makes the calls of the database that belong to one request known as such. Checks of health belong to none: they must not
// wait behind users.
func inTurn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/health/") {
			r = r.WithContext(bounded.Request(r.Context()))
		}
		next.ServeHTTP(w, r)
	})
}

// inBackground starts work that ends with the context. finish ends it and waits, at most stopTime: what holds a claim ends it, so that
// another replica can go on at once. Unfinished work is repeated after the next start, or by another replica.
func inBackground(ctx context.Context, work ...func(context.Context)) (finish func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	for _, one := range work {
		running.Go(func() { one(ctx) })
	}
	return func() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			running.Wait()
		}()
		cancel()
		select {
		case <-done:
		case <-time.After(stopTime):
		}
	}
}
