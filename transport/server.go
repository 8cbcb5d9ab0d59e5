// Package transport owns what HTTP requests have in common before a route is known: the server with its timeouts, the
// headers of all responses, who the client is behind proxies, and which media type it prefers. It imports no other package
// of Latchkey; package api owns routes, bodies and problem documents.
package transport

import (
	"log/slog"
	"net/http"
	"time"
)

// idleTimeout is how long an idle connection is kept. It is longer than load balancers keep theirs: otherwise one could
// send a request on a connection that is being closed here, and its client would get a 502. Google's keep theirs for
// 600 s, which is fixed; AWS's for 60 s unless configured. An idle connection costs a few kB.
const idleTimeout = 620 * time.Second

// NewServer returns a server that slow clients cannot block: it disconnects those that send a header or a body too
// slowly.
func NewServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		// Ours answers "OPTIONS *" with the headers that all responses have.
		DisableGeneralOptionsHandler: true,
	}
}
