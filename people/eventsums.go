package people

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/audit"
	"latchkey/store"
	"latchkey/webauthnsvc"
)

// eventSums are the counts of a period, by type and reason.
type eventSums map[string]map[string]int64

func (e eventSums) add(counts []store.EventCount) {
	for _, c := range counts {
		if e[c.Type] == nil {
			e[c.Type] = map[string]int64{}
		}
		e[c.Type][c.Reason] += c.Count
	}
}

// of sums up all reasons of a type.
func (e eventSums) of(kind string) (sum int64) {
	for _, n := range e[kind] {
		sum += n
	}
	return sum
}

// reasons returns the reasons of a type, the most frequent first.
func (e eventSums) reasons(kind string) []FailedStat {
	list := []FailedStat{}
	for _, reason := range slices.Sorted(maps.Keys(e[kind])) {
		if reason != "" {
			list = append(list, FailedStat{reason, e[kind][reason]})
		}
	}
	slices.SortStableFunc(list, func(a, b FailedStat) int { return cmp.Compare(b.Count, a.Count) })
	return list
}

func (e eventSums) ceremony(offered, started, finished, refused, browser string) CeremonyStat {
	return CeremonyStat{
		Offered: e.of(offered), Started: e.of(started), Finished: e.of(finished),
		Failed: e.reasons(refused), BrowserStat: BrowserStat{e.reasons(browser)},
	}
}

func (e eventSums) period(since, until time.Time) PeriodStat {
	return PeriodStat{
		Since: since, Until: until,
		Offered: e.of(audit.CounterRegistrationOffered), Started: e.of(audit.CounterRegistrationStarted),
		Registered: e.of(audit.PasskeyRegistered), Logins: e.of(audit.LoginSucceeded),
		AtKratos: e.of(audit.CounterKratosLogin), StepUps: e.of(audit.StepUpSucceeded),
	}
}

func (e eventSums) platforms() []PlatformStat {
	list := []PlatformStat{}
	for _, name := range slices.Sorted(maps.Keys(e[audit.CounterLoginPlatform])) {
		list = append(list, PlatformStat{name, e[audit.CounterLoginPlatform][name]})
	}
	slices.SortStableFunc(list, func(a, b PlatformStat) int { return cmp.Compare(b.Logins, a.Logins) })
	return list
}

func (e eventSums) providers(provider func(uuid.UUID) *webauthnsvc.Provider) []ProviderUsage {
	list := []ProviderUsage{}
	for _, aaguid := range slices.Sorted(maps.Keys(e[audit.CounterLoginProvider])) {
		usage := ProviderUsage{Logins: e[audit.CounterLoginProvider][aaguid]}
		if id, err := uuid.Parse(aaguid); err == nil {
			usage.Provider = provider(id)
		}
		list = append(list, usage)
	}
	slices.SortStableFunc(list, func(a, b ProviderUsage) int { return cmp.Compare(b.Logins, a.Logins) })
	return list
}

// events lists the events, without the counters.
func (e eventSums) events() []EventStat {
	list := []EventStat{}
	for _, kind := range slices.Sorted(maps.Keys(e)) {
		if !audit.IsCounter(kind) {
			list = append(list, EventStat{kind, e.of(kind)})
		}
	}
	return list
}
