package api

import (
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/audit"
	"latchkey/fault"
)

const (
	headerRequestID = "X-Request-Id"
	keyProblem      = "problem"
)

// identify gives each request its ID. Latchkey always generates it: it enters the audit log, where a caller must not be
// able to pass its requests off as others', or spread one attack over other users' IDs. Proxies are no exception, since
// most of them forward the ID that their client sent.
func (s *Server) identify(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(headerRequestID, rand.Text())
		return next(c)
	}
}

func isRequestID(id string) bool {
	return len(id) >= 8 && len(id) <= 64 &&
		strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// requestID returns the request's ID, which is stored only in the response's header.
func requestID(c echo.Context) string { return c.Response().Header().Get(headerRequestID) }

// request returns the part of the request that the rules need.
func (s *Server) request(c echo.Context) audit.Request {
	h := c.Request().Header
	userAgent := strings.Map(recordable, strings.ToValidUTF8(h.Get("User-Agent"), ""))
	if len(userAgent) > 512 {
		userAgent = strings.ToValidUTF8(userAgent[:512], "")
	}
	return audit.Request{
		ID:        requestID(c),
		IP:        c.RealIP(),
		UserAgent: userAgent,
		Origin:    h.Get("Origin"),
		Browser:   isBrowser(c.Request()),
	}
}

// recordable drops control characters, which databases refuse and terminals interpret (net/http admits the C1 ones),
// and those that change the direction of the text around them where the record is read.
func recordable(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
		return -1
	}
	return r
}

// isBrowser reports whether a browser sent the request: browsers send one of these with every fetch that is not a plain
// GET, and pages cannot remove them.
func isBrowser(r *http.Request) bool {
	return r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != ""
}

// pathID parses the ID in the address. A string that is not a UUID cannot exist.
func pathID(c echo.Context) (uuid.UUID, error) {
	id, err := parseID(c.Param("id"))
	if err != nil {
		return uuid.Nil, fault.ErrNotFound
	}
	return id, nil
}

// parseID accepts only the form that Latchkey writes; uuid.Parse accepts four.
func parseID(raw string) (uuid.UUID, error) {
	if len(raw) != 36 {
		return uuid.Nil, errNoID
	}
	return uuid.Parse(raw)
}

var errNoID = errors.New("no UUID")

// outcome is what the log line reports about a failed request.
type outcome struct {
	code  string
	cause error
}

func noteProblem(c echo.Context, code string, cause error) { c.Set(keyProblem, outcome{code, cause}) }

// logRequests logs one line per request. It logs the route's pattern instead of the address, so that nothing from a
// client is logged but its own request ID, which has a safe form and a distinct name.
func (s *Server) logRequests(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		took := time.Since(start)
		s.meter(c, took)
		s.logRequest(c, took)
		return nil
	}
}

func (s *Server) logRequest(c echo.Context, took time.Duration) {
	status := c.Response().Status
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("method", c.Request().Method),
		slog.String("route", c.Path()),
		slog.Int("status", status),
		slog.Float64("took_ms", float64(took.Microseconds())/1000),
		slog.String("request_id", requestID(c)),
		slog.String("ip", c.RealIP()),
	}
	if theirs := c.Request().Header.Get(headerRequestID); isRequestID(theirs) {
		attrs = append(attrs, slog.String("client_request_id", theirs))
	}
	if failed, ok := c.Get(keyProblem).(outcome); ok {
		attrs = append(attrs, slog.String("code", failed.code), slog.String("cause", failed.cause.Error()))
	}
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	s.cfg.Log.LogAttrs(c.Request().Context(), level, "request", attrs...)
}

// recoverPanics turns a panic into a 500; the listener's own handling would drop the connection.
func recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if value := recover(); value != nil {
				if value == http.ErrAbortHandler {
					panic(value)
				}
				err = panicError(value)
			}
		}()
		return next(c)
	}
}

func ipNet(prefix netip.Prefix) *net.IPNet {
	prefix = prefix.Masked()
	return &net.IPNet{IP: prefix.Addr().AsSlice(), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen())}
}
