// Package tracing exports traces of requests by OTLP over HTTP. It owns which requests are traced, whose trace context is
// continued, how many are sampled, and the delivery to the collector. It leaves names and attributes to package span, and
// is the only package that imports OpenTelemetry's SDK.
//
// A collector that is slow or down costs no request anything: spans wait in a bounded queue, beyond which they are
// dropped, and the log says once that they cannot be delivered.
package tracing

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"github.com/go-logr/logr"
	"github.com/google/uuid"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"latchkey/span"
)

// Config holds the settings.
type Config struct {
	// Endpoint is the collector's address, to which /v1/traces is appended.
	Endpoint string
	// Headers are sent with each delivery.
	Headers map[string]string
	// OneIn is of how many requests one is traced, if its caller has not decided.
	OneIn int
	// Trusted are the callers whose trace context is continued.
	Trusted []netip.Prefix
	// Version is that of the service.
	Version string
	Log     *slog.Logger
}

// Tracing traces requests. A nil *Tracing traces none.
type Tracing struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
	trusted  []netip.Prefix
}

// New returns a Tracing that delivers in the background. It makes no calls.
func New(cfg Config) (*Tracing, error) {
	otel.SetLogger(logr.FromSlogHandler(wordsOnly{cfg.Log.Handler()}))
	ctx := context.Background()
	options := []otlptracehttp.Option{otlptracehttp.WithEndpointURL(strings.TrimRight(cfg.Endpoint, "/") + "/v1/traces")}
	if len(cfg.Headers) > 0 {
		options = append(options, otlptracehttp.WithHeaders(cfg.Headers))
	}
	otlp, err := otlptracehttp.New(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("tracing: %w", err)
	}
	service, err := resource.New(ctx,
		resource.WithTelemetrySDK(),
		resource.WithAttributes(
			attribute.String("service.name", "latchkey"),
			attribute.String("service.version", cfg.Version),
			attribute.String("service.instance.id", uuid.NewString()), // replicas must differ
		),
		resource.WithFromEnv(), // last, since later ones win
	)
	if err != nil {
		return nil, fmt.Errorf("tracing: OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	provider := sdk.NewTracerProvider(
		sdk.WithBatcher(&delivery{next: otlp, log: cfg.Log}),
		sdk.WithResource(service),
		sdk.WithSampler(sdk.ParentBased(sdk.TraceIDRatioBased(1/float64(max(cfg.OneIn, 1))))),
	)
	return &Tracing{provider: provider, tracer: provider.Tracer(span.Scope), trusted: cfg.Trusted}, nil
}

// closeTime limits the last delivery: a collector that is down must not delay the end of the process.
const closeTime = 2 * time.Second

// Close delivers what waits, as far as that takes no longer than closeTime.
func (t *Tracing) Close() {
	if t == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	_ = t.provider.Shutdown(ctx) // delivery has logged what failed
}
