package metadata

import (
	"slices"
	"strings"
	"time"

	"latchkey/authenticator"
)

// report is a status report about a model.
type report struct {
	Status string `json:"status"`
	Since  string `json:"effectiveDate"` // absent: always
}

// compromises are the statuses after which an attestation of the model proves nothing.
var compromises = []string{"ATTESTATION_KEY_COMPROMISE", "USER_VERIFICATION_BYPASS", "USER_KEY_REMOTE_COMPROMISE", "USER_KEY_PHYSICAL_COMPROMISE", "REVOKED"}

// standing returns the highest certification level of the reports in effect, and the latest compromise. An update that the maker
// offers does not end a compromise: an attestation does not say which version it is.
func standing(reports []report, now time.Time) (certified, compromised string) {
	highest := -1
	for _, r := range reports {
		if since, err := time.Parse(time.DateOnly, r.Since); err == nil && since.After(now) {
			continue
		}
		if slices.Contains(compromises, r.Status) {
			compromised = r.Status
		}
		if level := slices.Index(authenticator.Levels, level(r.Status)); level > highest {
			highest, certified = level, authenticator.Levels[level]
		}
	}
	return certified, compromised
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
