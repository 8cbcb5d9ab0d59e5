package kept

import (
	"context"
	"net"
	"net/http"
)

// For tests of the schedule and of redirects.
var (
	AfterSuccess = afterSuccess
	AfterFailure = afterFailure
	Follow       = follow
)

// GetThrough fetches http://127.0.0.1/ through connections of dial.
func GetThrough(ctx context.Context, dial func() net.Conn) error {
	a := newAddress("http://127.0.0.1/")
	a.client.Transport.(*http.Transport).DialContext = func(context.Context, string, string) (net.Conn, error) { return dial(), nil }
	_, _, err := a.get(ctx, validators{})
	return err
}

// Get fetches an address.
func Get(ctx context.Context, address string) ([]byte, error) {
	blob, _, err := newAddress(address).get(ctx, validators{})
	return blob, err
}
