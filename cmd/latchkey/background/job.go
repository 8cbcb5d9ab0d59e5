// Package background repeats what serve does besides answering requests.
package background

import (
	"context"
	"log/slog"
	"time"

	"latchkey/rules"
)

const countEvery = time.Minute

// Job is work that serve repeats while it runs. Every replica runs all jobs.
type Job struct {
	Every time.Duration
	What  string // for the log, such as "sweeping expired rows"
	Run   func(context.Context) error
}

// Every returns a job.
func Every(every time.Duration, what string, run func(context.Context) error) Job {
	return Job{every, what, run}
}

// Repeat runs the job until the context ends. A failure is logged, and the job runs again at its next time.
func (j Job) Repeat(ctx context.Context, log *slog.Logger) {
	ticker := time.NewTicker(j.Every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := j.Run(ctx); err != nil && ctx.Err() == nil {
			log.Error(j.What+" failed; next attempt in "+j.Every.String(), "cause", err.Error())
		}
	}
}

// CountEvents updates the numbers of GET /admin/v1/stats until the context ends, and once at the end, because new
// counts are in memory.
func CountEvents(ctx context.Context, service *rules.Rules, log *slog.Logger) {
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
