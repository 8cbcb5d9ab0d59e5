package api_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"latchkey/tracing"
)

// traced is the service of which one in so many requests is traced. The collector is in this process, so that what it
// takes to receive the traces counts, too.
func (s *service) traced(b *testing.B, oneIn int) http.Handler {
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	b.Cleanup(collector.Close)
	traced, err := tracing.New(tracing.Config{Endpoint: collector.URL, OneIn: oneIn, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(traced.Close)
	return traced.Handler(s.handler)
}
