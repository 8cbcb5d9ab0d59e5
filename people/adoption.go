package people

import (
	"context"
	"time"

	"latchkey/audit"
	"latchkey/fault"
)

// Adoption of passkeys. The inventory is counted from the passkeys, finished ceremonies from the audit log. A begin
// writes nothing, so each process counts begins and writes its counters once a minute.

const (
	// StatsWindow is the default period of Stats, maxStatsWindow the longest.
	StatsWindow    = 30 * 24 * time.Hour
	maxStatsWindow = 366 * 24 * time.Hour
	// trendParts is into how many parts a trend divides its period.
	trendParts = 10
)

// Stats counts events from since to until, rounded to whole hours. Without until the period ends now; without since
// it is StatsWindow long. Events that are not sealed yet are not counted. Errors: *fault.FieldError.
func (s *Service) Stats(ctx context.Context, since, until *time.Time) (*Stats, error) {
	begin, end, err := s.period(since, until)
	if err != nil {
		return nil, err
	}
	stats, err := s.readInventory(ctx)
	if err != nil {
		return nil, err
	}
	stats.Since, stats.Until = begin, end
	if err := s.addEvents(ctx, &stats); err != nil {
		return nil, fault.OfStore(err)
	}
	return &stats, nil
}

func (s *Service) period(since, until *time.Time) (begin, end time.Time, err error) {
	end = s.cfg.Now().UTC()
	if until != nil {
		end = until.UTC()
	}
	begin = end.Add(-StatsWindow)
	if since != nil {
		begin = since.UTC()
	}
	switch {
	case !begin.Before(end):
		err = &fault.FieldError{Field: "until", Problem: "is not after since"}
	case end.Sub(begin) > maxStatsWindow:
		err = &fault.FieldError{Field: "since", Problem: "is more than a year before until"}
	}
	return begin.Truncate(time.Hour), end.Add(time.Hour - 1).Truncate(time.Hour), err
}

// addEvents adds what happened from stats.Since to stats.Until. The sums are those of the trend's parts, so that both agree.
func (s *Service) addEvents(ctx context.Context, stats *Stats) error {
	sums := eventSums{}
	width := partOf(stats.Until.Sub(stats.Since))
	for since := stats.Since; since.Before(stats.Until); since = since.Add(width) {
		part, until := eventSums{}, earlier(since.Add(width), stats.Until)
		counts, err := s.store.EventCounts(ctx, since, until)
		if err != nil {
			return err
		}
		part.add(counts)
		sums.add(counts)
		stats.Trend = append(stats.Trend, part.period(since, until))
	}
	created, used, err := s.store.PasskeysCreated(ctx, stats.Since, stats.Until)
	if err != nil {
		return err
	}
	stats.Registration = RegistrationStat{
		CeremonyStat: sums.ceremony(audit.CounterRegistrationOffered, audit.CounterRegistrationStarted, audit.PasskeyRegistered, audit.RegistrationRefused, audit.CounterRegistrationFailed),
		Kept:         created, UsedAgain: used,
	}
	stats.Login = LoginStat{
		CeremonyStat: sums.ceremony(audit.CounterLoginOffered, audit.CounterLoginStarted, audit.LoginSucceeded, audit.LoginRefused, audit.CounterLoginFailed),
		Platforms:    sums.platforms(), Providers: sums.providers(s.ceremonies.Provider),
	}
	stats.StepUp = sums.ceremony("", audit.CounterStepUpStarted, audit.StepUpSucceeded, audit.StepUpRefused, audit.CounterStepUpFailed)
	stats.Confirmation = BrowserStat{sums.reasons(audit.CounterConfirmationFailed)}
	stats.Events = sums.events()
	if n := sums.of(audit.CounterKratosLogin); n > 0 {
		stats.Login.AtKratos = &n
	}
	stats.Previous, err = s.previous(ctx, stats.Since, stats.Until)
	return err
}

// previous sums up the period before, or returns nil if counting began within it: a comparison would show growth that was
// none.
func (s *Service) previous(ctx context.Context, since, until time.Time) (*PeriodStat, error) {
	begin := since.Add(since.Sub(until))
	first, err := s.store.CountedSince(ctx)
	if err != nil || first.IsZero() || first.After(begin) {
		return nil, err
	}
	counts, err := s.store.EventCounts(ctx, begin, since)
	if err != nil {
		return nil, err
	}
	sums := eventSums{}
	sums.add(counts)
	period := sums.period(begin, since)
	return &period, nil
}

// partOf returns the width of a trend's parts: whole hours, and no more than trendParts of them.
func partOf(period time.Duration) time.Duration {
	return (period/trendParts + time.Hour - 1).Truncate(time.Hour)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
