package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/strictjson"
)

const (
	contentJSON    = "application/json"
	contentProblem = "application/problem+json"
)

// maxBodyBytes limits every request body.
const maxBodyBytes = 64 << 10

var (
	errTooLarge  = errors.New("body too large")
	errMediaType = errors.New("body is not declared as JSON")
	errMethod    = errors.New("method not allowed")
)

// readJSON reads a request body strictly. Inside credential, unknown members are allowed.
func readJSON(c echo.Context, into any) error {
	r := c.Request()
	if !isJSON(r.Header.Get("Content-Type")) {
		return errMediaType
	}
	body, err := readBody(c)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return errTooLarge
	case err != nil:
		return &fault.FieldError{Field: "body", Problem: "is incomplete"}
	}
	return strictjson.Decode(body, into)
}

// readNothing is readJSON for a call that takes no members: its body is an empty object, or absent.
func readNothing(c echo.Context) error {
	if c.Request().ContentLength == 0 {
		return nil
	}
	return readJSON(c, &struct{}{})
}

// isJSON reports whether a body is declared as JSON, in UTF-8 if it names a charset. "utf8" is not a registered name, but
// common.
func isJSON(contentType string) bool {
	if contentType == contentJSON {
		return true
	}
	mediaType, params, err := mime.ParseMediaType(contentType)
	charset := strings.ToLower(params["charset"])
	return err == nil && mediaType == contentJSON && (charset == "" || charset == "utf-8" || charset == "utf8")
}

// firstRead limits the memory that is allocated for a body's declared length before the body arrives.
const firstRead = 4 << 10

func readBody(c echo.Context) ([]byte, error) {
	r := c.Request()
	var body bytes.Buffer
	body.Grow(int(min(max(r.ContentLength, 0), firstRead)) + bytes.MinRead)
	_, err := body.ReadFrom(http.MaxBytesReader(c.Response(), r.Body, maxBodyBytes))
	return body.Bytes(), err
}

// credential is a PublicKeyCredential in its JSON form, unchanged.
type credential = strictjson.Value

func needObject(name string, value strictjson.Value) error {
	if value.Kind() != '{' {
		return &fault.FieldError{Field: name, Problem: "is missing or not an object"}
	}
	return nil
}

// writeJSON writes an answer; its types are ours and marshal. The encoder writes once, when it has all of it.
func writeJSON(c echo.Context, status int, contentType string, value any) error {
	answer := c.Response()
	answer.Header().Set(echo.HeaderContentType, contentType)
	answer.Status = status
	return json.NewEncoder(answer).Encode(value)
}

// finish is the common body of all finishes.
type finish struct {
	Ceremony   string     `json:"ceremony"`
	Credential credential `json:"credential"`
}

func (f finish) check() error {
	if f.Ceremony == "" {
		return &fault.FieldError{Field: "ceremony", Problem: "is missing"}
	}
	return needObject("credential", f.Credential)
}
