//go:build drill

package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/demo"
	"latchkey/store/storetest"
)

// drillDripping: Kratos answers a byte a second.
func drillDripping(t *testing.T) {
	cluster, drips := storetest.StartCluster(t), &atomic.Bool{}
	public, admin := freePort(t), freePort(t)
	k := startKratos(t, demo.KratosOptions{PublicPort: public, AdminPort: admin})
	both := newReplicas(t, k, cluster.DSN(), "LATCHKEY_KRATOS_TIMEOUT=2s",
		"LATCHKEY_KRATOS_PUBLIC_URL="+dripping(t, drips, public), "LATCHKEY_KRATOS_ADMIN_URL="+dripping(t, drips, admin)).start(t, "", 2)
	l := newLoad(t, 8, both...)
	ready := watch(t, both[0])
	l.start()
	time.Sleep(3 * time.Second)

	progress(t, "Kratos drips for 15 s")
	drips.Store(true)
	time.Sleep(15 * time.Second)
	drips.Store(false)
	back := l.backAfter(time.Now())
	eventually(t, "ready again", ready.ok)
	time.Sleep(3 * time.Second)
	l.stop()
	if back > backWithin {
		t.Errorf("back after %v, want at most %v", back, backWithin)
	}
	ready.changed(t)
	l.check(cluster.DSN(), row{drill: "Kratos drips for 15 s", gap: l.gap(), back: back})
}

// dripping returns the address of a proxy before this port of Kratos, which at times passes on a byte a second.
func dripping(t *testing.T, drips *atomic.Bool, port int) string {
	target := &url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}
	server := httptest.NewServer(&httputil.ReverseProxy{
		FlushInterval: -1,
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: func(r *http.Response) error {
			if drips.Load() {
				r.Body = drop{r.Body}
			}
			return nil
		},
	})
	t.Cleanup(server.Close)
	return server.URL
}

// drop reads a byte a second.
type drop struct{ io.ReadCloser }

func (d drop) Read(p []byte) (int, error) {
	time.Sleep(time.Second)
	return d.ReadCloser.Read(p[:min(1, len(p))])
}

// drillClocks: Kratos' clock jumps, while users sign in and step up by passkey.
func drillClocks(t *testing.T) {
	cluster, shifted := storetest.StartCluster(t), &shiftedKratos{}
	public, admin := freePort(t), freePort(t)
	k := startKratos(t, demo.KratosOptions{PublicPort: public, AdminPort: admin})
	both := newReplicas(t, k, cluster.DSN(),
		"LATCHKEY_KRATOS_PUBLIC_URL="+shifted.serve(t, public), "LATCHKEY_KRATOS_ADMIN_URL="+shifted.serve(t, admin)).start(t, "", 2)
	l := newLoad(t, 8, both...)
	l.start()
	for _, by := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute, 45 * time.Second, -45 * time.Second, 0} {
		progress(t, "Kratos' clock is %v ahead", by)
		shifted.shift.Store(int64(by))
		time.Sleep(5 * time.Second)
	}
	l.stop()
	l.check(cluster.DSN(), row{drill: "Kratos' clock jumps by up to 20 min", gap: l.gap()})
}
