package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"
)

type healthCommand struct {
	Timeout time.Duration `default:"3s" help:"How long to wait for the response."`
}

// Run asks /health/ready on the public listener of the same configuration.
func (h healthCommand) Run(ctx context.Context, p *Program) error {
	loaded, err := p.loadSilently()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, h.Timeout)
	defer cancel()
	scheme := "http://"
	if loaded.Serve.Public.TLS.On() {
		scheme = "https://"
	}
	address := scheme + dialAddress(loaded.Serve.Public.Address) + "/health/ready"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	// No proxy, and no check of the certificate, which is not for this address: it is this machine, and the request has no secret.
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("no answer from Latchkey: %w. Is `latchkey serve` running with this configuration?", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err != nil {
		return fmt.Errorf("incomplete response from Latchkey: %w", err)
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready (status %d): %s", response.StatusCode, body)
	}
	_, err = fmt.Fprintln(p.Stdout, "ready")
	return err
}

// dialAddress turns an address to listen on into an address to connect to.
func dialAddress(listen string) string {
	host, port, _ := net.SplitHostPort(listen) // checked when the configuration was loaded
	if addr, err := netip.ParseAddr(host); host == "" || err == nil && addr.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
