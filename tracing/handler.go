package tracing

import (
	"net/http"
	"net/netip"
	"strings"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"latchkey/span"
)

// traced are the requests that may call the database or Kratos. Pages, scripts, checks of health and scrapes would only
// bury them.
var traced = []string{"/v1/", "/admin/v1/", "/oauth2/", "/hooks/"}

// Handler traces the requests of a listener. Each request is one span; what names it and describes its response is up to
// the handler (span.Answered).
//
// The trace context of a request counts only from a trusted caller: from others it would let anyone decide what is
// sampled, and join a stranger's trace.
func (t *Tracing) Handler(next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isTraced(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		ctx := r.Context()
		if t.trusts(r.RemoteAddr) {
			ctx = propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(r.Header))
		}
		ctx, request := t.tracer.Start(ctx, span.Method(r.Method), trace.WithSpanKind(trace.SpanKindServer))
		defer func() { request.End() }() // called directly, it would record the text of a panic
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func isTraced(path string) bool {
	for _, prefix := range traced {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// trusts reports whether the connection comes from a trusted caller.
func (t *Tracing) trusts(remote string) bool {
	peer, err := netip.ParseAddrPort(remote)
	if err != nil {
		return false
	}
	addr := peer.Addr().Unmap().WithZone("")
	for _, prefix := range t.trusted {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}
