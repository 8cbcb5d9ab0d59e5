// Package duration reads durations as people write them in settings and on the command line. It owns their spelling; what
// a duration may be is up to whose setting it is.
package duration

import (
	"errors"
	"math"
	"regexp"
	"strconv"
	"time"
)

// Pattern is the spelling as a regular expression, also of ECMA-262. A 0 needs no unit.
const Pattern = `^(0|[0-9]+d([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))*|([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)$`

// days are what time.ParseDuration does not know. They are whole, and come first.
var days = regexp.MustCompile(`^([+-]?)([0-9]+)d(.*)$`)

const day = 24 * time.Hour

var errDays = errors.New("is not a duration")

// Parse is time.ParseDuration with days of 24 hours, as in 30d or 1d12h.
func Parse(text string) (time.Duration, error) {
	parts := days.FindStringSubmatch(text)
	if parts == nil {
		return time.ParseDuration(text)
	}
	count, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || count > int64(math.MaxInt64/day) {
		return 0, errDays
	}
	var rest time.Duration
	if parts[3] != "" {
		rest, err = time.ParseDuration("+" + parts[3]) // no second sign
	}
	sum := time.Duration(count)*day + rest
	switch {
	case err != nil || sum < rest:
		return 0, errDays
	case parts[1] == "-":
		return -sum, nil
	}
	return sum, nil
}
