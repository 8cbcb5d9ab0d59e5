package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"latchkey/config"
	"latchkey/transport"
	"latchkey/transport/certificate"
)

// drainTime is the time between failing readiness and closing the listeners, for load balancers to react.
const drainTime = time.Second

// listen serves on all listeners until the context ends or one of them breaks.
func listen(ctx context.Context, cfg config.Config, s *server, log *slog.Logger) error {
	open, err := openListeners(cfg.Serve, s, log)
	if err != nil {
		return err
	}
	broken := make(chan error, len(open))
	servers := make([]*http.Server, 0, len(open))
	addresses := []any{"base_url", cfg.Serve.Public.BaseURL}
	for _, l := range open {
		server := transport.NewServer(l.handler, log)
		servers = append(servers, server)
		addresses = append(addresses, l.name, l.listener.Addr().String())
		go func() { broken <- l.serve(server) }()
	}
	log.Info("latchkey is up", addresses...)

	select {
	case err := <-broken:
		return fmt.Errorf("a listener broke: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping: readiness fails, requests in progress are completed")
	s.drain()
	time.Sleep(drainTime)
	stopping, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	var faults []error
	for _, server := range servers {
		faults = append(faults, server.Shutdown(stopping))
	}
	return errors.Join(faults...)
}

// listening is one address with what is served there.
type listening struct {
	name     string // as in the configuration
	handler  http.Handler
	listener net.Listener
	tls      *certificate.Certificate // nil: http
}

func (l listening) serve(server *http.Server) error {
	if l.tls == nil {
		return server.Serve(l.listener)
	}
	server.TLSConfig = l.tls.Config()
	return server.ServeTLS(l.listener, "", "")
}

// openListeners opens all addresses, or none.
func openListeners(cfg config.Serve, s *server, log *slog.Logger) ([]listening, error) {
	certificates, err := openCertificates(cfg, log)
	if err != nil {
		return nil, err
	}
	s.showCertificates(certificates)
	var open []listening
	for _, l := range []struct {
		name, address string
		handler       http.Handler
		strict        bool
	}{
		{"public", cfg.Public.Address, s.public, cfg.Public.HSTS && strings.HasPrefix(cfg.Public.BaseURL, "https://")},
		{"admin", cfg.Admin.Address, s.admin, false},
		{"metrics", cfg.Metrics.Address, s.metrics, false},
	} {
		if l.address == "" {
			continue // only the metrics listener is optional
		}
		listener, err := transport.Listen(l.address, l.strict)
		if err != nil {
			for _, taken := range open {
				_ = taken.listener.Close()
			}
			return nil, fmt.Errorf("serve.%s.address: %w", l.name, err)
		}
		open = append(open, listening{l.name, l.handler, listener, certificates[l.name]})
	}
	return open, nil
}
