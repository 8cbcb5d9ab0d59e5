package config

import (
	"fmt"
	"net/url"
	"strings"

	"latchkey/config/setting"
	"latchkey/config/value"
)

// Tracing holds the traces of requests.
type Tracing struct {
	// The address of a collector that receives OTLP over HTTP, such as `http://127.0.0.1:4318`; `/v1/traces` is appended.
	// Without it, nothing is traced.
	Endpoint string `koanf:"endpoint" optional:"true" example:"http://127.0.0.1:4318"`
	// Headers that the collector wants, such as `Authorization: Bearer …`.
	Headers []value.Secret `koanf:"headers" optional:"true" secret:"true"`
	// A file with the headers, one per line. Set this or headers, not both.
	HeadersFile string `koanf:"headers_file" optional:"true" example:"/run/secrets/latchkey_otlp_headers"`
	// Of how many requests one is traced: with 1 all are, with 100 one in a hundred. For a request of a trusted caller, that
	// caller's decision counts.
	SampleOneIn int `koanf:"sample_one_in" min:"1" max:"1000000"`
	// The callers whose trace context (`traceparent`) is continued, as IP addresses or networks: gateways and services that
	// trace their own requests, and Kratos for its hooks. Name a proxy only if it replaces what its clients send: otherwise
	// anyone decides which requests are traced. From all other callers the header is ignored.
	TrustedCallers []string `koanf:"trusted_callers" optional:"true" example:"10.1.2.3"`
}

// On reports whether requests are traced.
func (t Tracing) On() bool { return t.Endpoint != "" }

// HeaderMap returns the headers by name. They have been checked.
func (t Tracing) HeaderMap() map[string]string {
	headers := make(map[string]string)
	for _, header := range t.Headers {
		if name, text, ok := cutHeader(header); ok {
			headers[name] = text
		}
	}
	return headers
}

func cutHeader(header value.Secret) (name, text string, ok bool) {
	name, text, ok = strings.Cut(string(header), ":")
	name, text = strings.TrimSpace(name), strings.TrimSpace(text)
	return name, text, ok && text != "" && isHeaderName(name)
}

func isHeaderName(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

func (t Tracing) check(r *setting.Report) {
	for i, header := range t.Headers {
		if _, _, ok := cutHeader(header); !ok && header != "" {
			path := fmt.Sprintf("tracing.headers[%d]", i)
			if t.HeadersFile != "" {
				path = "tracing.headers_file"
			}
			r.Fault(path, "is not a header.", "Write each as Name: value, such as Authorization: Bearer and the token.")
		}
	}
	checkNetworks(r, "tracing.trusted_callers", t.TrustedCallers, "each could decide what is traced.", "Name only callers that trace their own requests, such as 10.1.2.3.")
	if !t.On() {
		return
	}
	target, err := url.Parse(t.Endpoint)
	if err != nil || target.Scheme != "http" && target.Scheme != "https" || target.Hostname() == "" ||
		target.User != nil || target.RawQuery != "" || target.Fragment != "" {
		r.Fault("tracing.endpoint", "is not an http or https address without user, query or fragment.", "Write it as http://127.0.0.1:4318, and credentials in tracing.headers_file.")
		return
	}
	if len(t.Headers) > 0 && target.Scheme == "http" && !value.IsLoopback(target.Hostname()) {
		r.Warn("tracing.endpoint", "is http, so tracing.headers cross the network unencrypted.", "Use https, or a collector on the same machine.")
	}
}
