package metadata

import (
	"slices"
	"strings"
	"time"

	"latchkey/attestation"
	"latchkey/authenticator"
)

// report is a status report about a model (MDS 3.1.1, StatusReport).
type report struct {
	Status string `json:"status"`
	Since  string `json:"effectiveDate"` // absent: always
	Until  string `json:"sunsetDate"`    // absent: there is no end
}

// compromises are the statuses after which an attestation of the model proves nothing.
var compromises = []string{"ATTESTATION_KEY_COMPROMISE", "USER_VERIFICATION_BYPASS", "USER_KEY_REMOTE_COMPROMISE", "USER_KEY_PHYSICAL_COMPROMISE", "REVOKED"}

const (
	retired      = "RETIRED"            // its maker wants the model to be accepted no longer
	notCertified = "NOT_FIDO_CERTIFIED" // takes back what was certified before
)

// judge sets what the reports in effect say of a model. An update that the maker offers does not end a compromise, and one that is about a
// batch counts for all: an attestation does not say which version it is, nor a passkey of which batch.
func judge(entry *attestation.Entry, reports []report, now time.Time) {
	highest := -1
	for _, r := range ordered(reports) {
		inEffect, certain := r.inEffect(now)
		switch level := slices.Index(authenticator.Levels, level(r.Status)); {
		case !inEffect:
		case slices.Contains(compromises, r.Status):
			entry.Compromised = r.Status
		case r.Status == retired:
			entry.Retired = true
		case r.Status == notCertified:
			highest, entry.Certified = -1, ""
		case level > highest && certain:
			highest, entry.Certified = level, authenticator.Levels[level]
		}
	}
}

// ordered returns reports by their dates. One without a date that can be read comes after the one before it in the list, whose latest is
// to be its last.
func ordered(reports []report) []report {
	dates, latest := make(map[report]string), ""
	for _, r := range reports {
		if at, err := time.Parse(time.DateOnly, r.Since); err == nil {
			latest = at.Format(time.DateOnly)
		}
		dates[r] = latest
	}
	reports = slices.Clone(reports)
	slices.SortStableFunc(reports, func(a, b report) int { return strings.Compare(dates[a], dates[b]) })
	return reports
}

// inEffect reports whether a report counts. If that is not certain, since a date cannot be read, it counts against the model only.
func (r report) inEffect(now time.Time) (yes, certain bool) {
	since, err := date(r.Since, time.Time{})
	until, untilErr := date(r.Until, now.Add(1))
	if err == nil && since.After(now) || untilErr == nil && !until.After(now) {
		return false, true
	}
	return true, err == nil && untilErr == nil
}

func date(text string, absent time.Time) (time.Time, error) {
	if text == "" {
		return absent, nil
	}
	return time.Parse(time.DateOnly, text)
}

// level returns the certification level that a status stands for: FIDO_CERTIFIED is the older name of L1.
func level(status string) string {
	rest, ok := strings.CutPrefix(status, "FIDO_CERTIFIED")
	switch {
	case !ok:
		return ""
	case rest == "":
		return "L1"
	}
	return strings.TrimPrefix(rest, "_")
}
