package authz

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"latchkey/fault"
)

// Path is where proxies ask. There are two kinds of proxies:
//
//   - Most call an address that their configuration fixes. Its query has the parameters: /v1/authz?level=aal2&max_age=300.
//   - Others (Envoy's ext_authz) append the path and the query of the request that they ask about to a prefix. Then only the
//     prefix is the configuration's, and everything after it, the query included, is the client's. So the parameters are in
//     the prefix, between its name and the next slash: /v1/authz;level=aal2;max_age=300/any/path?any=query. What is appended
//     begins with a slash, so a client cannot add any, and none in the query counts.
const Path = "/v1/authz"

// inPath are the parameters that a prefix may have.
var inPath = []string{"level", "max_age", "redirect"}

// inQuery are those of a query.
var inQuery = append(slices.Clone(inPath), "return_to")

// parametersOf returns the parameters that the configuration of the proxy has chosen, and the path and query that it has
// appended, if it does that. In a query, parameters that have nothing to do with ours are ignored. Errors: *fault.FieldError.
func parametersOf(address *url.URL) (parameters url.Values, appended string, err error) {
	segment, below, isBelow := strings.Cut(strings.TrimPrefix(address.EscapedPath(), Path), "/")
	if isBelow {
		appended = "/" + below
		if address.RawQuery != "" {
			appended += "?" + address.RawQuery
		}
	}
	if isBelow || segment != "" {
		parameters, err = fromSegment(segment)
		return parameters, appended, err
	}
	if parameters, err = url.ParseQuery(address.RawQuery); err != nil { // a part that is left out could be a demand
		return nil, "", &fault.FieldError{Field: "query", Problem: "cannot be read"}
	}
	for name := range parameters {
		if meant := letters(name); !slices.Contains(inQuery, name) && slices.ContainsFunc(inQuery, func(ours string) bool { return letters(ours) == meant }) {
			return nil, "", &fault.FieldError{Field: "query", Problem: "has a parameter that is almost one of ours; these are " + strings.Join(inQuery, ", ")}
		}
	}
	return parameters, "", nil
}

// letters returns what is left of a name without its punctuation, in lower case: max-age, maxAge and MAX_AGE are meant to be
// max_age, and without it the demand would be lost.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); !unicode.IsLetter(r) {
			return -1
		}
		return r
	}, name)
}

// fromSegment reads ";level=aal2;max_age=300". An unknown parameter may be a demand that is misspelled.
func fromSegment(segment string) (url.Values, error) {
	parameters := url.Values{}
	for i, part := range strings.Split(segment, ";") {
		name, value, _ := strings.Cut(part, "=")
		switch {
		case i == 0 && part == "":
		case i == 0 || !slices.Contains(inPath, name):
			return nil, &fault.FieldError{Field: "path", Problem: "has an unknown parameter; known are " + strings.Join(inPath, ", ")}
		default:
			parameters.Add(name, value)
		}
	}
	return parameters, nil
}
