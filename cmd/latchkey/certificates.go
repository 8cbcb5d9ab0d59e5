package main

import (
	"fmt"
	"log/slog"

	"latchkey/config"
	"latchkey/transport/certificate"
)

// openCertificates reads those of the listeners with TLS, by the listeners' names.
func openCertificates(cfg config.Serve, log *slog.Logger) (map[string]*certificate.Certificate, error) {
	open := make(map[string]*certificate.Certificate)
	for name, files := range map[string]config.TLS{"public": cfg.Public.TLS, "admin": cfg.Admin.TLS} {
		if !files.On() {
			continue
		}
		read, err := certificate.Open(certificate.Files{Cert: files.CertFile, Key: files.KeyFile}, log)
		if err != nil {
			return nil, fmt.Errorf("serve.%s.tls: %w", name, err)
		}
		open[name] = read
	}
	return open, nil
}
