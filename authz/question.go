package authz

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"latchkey/account"
	"latchkey/assurance"
	"latchkey/fault"
)

// Question is what a proxy asks about a request.
type Question struct {
	Demand   assurance.Demand
	Level    bool   // whether the answer names the level
	Redirect bool   // whether a refusal is a redirect
	ReturnTo string // the address that the user requested; not checked
}

// Read reads a question. Errors: *fault.FieldError.
func Read(r *http.Request) (Question, error) {
	parameters, appended, err := parametersOf(r.URL)
	if err != nil {
		return Question{}, err
	}
	q := Question{Level: true, Redirect: parameters.Has("redirect"), ReturnTo: parameters.Get("return_to")}
	if err := q.demand(parameters); err != nil {
		return Question{}, err
	}
	if q.ReturnTo == "" {
		q.ReturnTo = requested(r, appended)
	}
	return q, nil
}

// demand reads level and max_age. Each may be given once: of two values, either might be the one that is meant.
func (q *Question) demand(parameters url.Values) error {
	if parameters.Has("level") {
		switch level := only(parameters["level"]); level {
		case "omit":
			q.Level = false
		case account.AAL1, account.AAL2:
			q.Demand.Level = level
		default:
			return &fault.FieldError{Field: "level", Problem: "is not one of omit, aal1 and aal2"}
		}
	}
	if parameters.Has("max_age") {
		age, ok := seconds(only(parameters["max_age"]))
		if !ok {
			return &fault.FieldError{Field: "max_age", Problem: "is not a whole number of seconds from 1 to 2147483647"}
		}
		q.Demand.MaxAge = age
	}
	return nil
}

func only(values []string) string {
	if len(values) != 1 {
		return ""
	}
	return values[0]
}

var digits = regexp.MustCompile(`^[0-9]{1,10}$`)

// seconds reads an age. No session could meet an age of 0: the proof is older by the time that the request arrives.
func seconds(given string) (time.Duration, bool) {
	if !digits.MatchString(given) {
		return 0, false
	}
	n, err := strconv.ParseInt(given, 10, 32)
	return time.Duration(n) * time.Second, err == nil && n > 0
}

// requested returns the address that the user requested, as reported by the proxy; "" if it reports none. A proxy that
// appends the request to the address keeps its Host, too.
func requested(r *http.Request, appended string) string {
	h := r.Header
	proto, host, uri := h.Get("X-Forwarded-Proto"), h.Get("X-Forwarded-Host"), h.Get("X-Forwarded-Uri")
	if appended != "" {
		uri = appended
		if host == "" {
			host = r.Host
		}
	}
	if proto == "" || host == "" {
		return ""
	}
	return proto + "://" + host + uri
}
