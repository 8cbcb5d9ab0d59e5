package api

import (
	"errors"
	"math"
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"
)

var errRateLimited = errors.New("rate limited")

// rateLimited says how long to wait.
type rateLimited struct{ seconds int }

func (e *rateLimited) Error() string        { return "rate limited" }
func (e *rateLimited) Is(target error) bool { return target == errRateLimited }

// maxBuckets bounds the memory of a limiter: an attacker with many addresses must not fill it.
const maxBuckets = 65536

// limiter keeps a token bucket per client: an IPv4 address, or an IPv6 /64, which is what one person has.
type limiter struct {
	every time.Duration // one token
	burst int
	now   func() time.Time

	mu      sync.Mutex
	buckets map[netip.Addr]*rate.Limiter
}

// newLimiter makes one; nil, which limits nobody, without a rate.
func newLimiter(perMinute, burst int, now func() time.Time) *limiter {
	if perMinute == 0 {
		return nil
	}
	return &limiter{
		every:   time.Minute / time.Duration(perMinute),
		burst:   max(burst, 1),
		now:     now,
		buckets: map[netip.Addr]*rate.Limiter{},
	}
}

// take takes a token, or tells how many seconds to wait for one.
func (l *limiter) take(ip string) error {
	if l == nil {
		return nil
	}
	now := l.now()
	reservation := l.bucket(ip, now).ReserveN(now, 1)
	if delay := reservation.DelayFrom(now); delay > 0 {
		reservation.CancelAt(now)
		return &rateLimited{int(math.Ceil(delay.Seconds()))}
	}
	return nil
}

func (l *limiter) bucket(ip string, now time.Time) *rate.Limiter {
	client := clientOf(ip)
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket, ok := l.buckets[client]
	if !ok {
		if len(l.buckets) >= maxBuckets {
			l.forget(now)
		}
		bucket = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.buckets[client] = bucket
	}
	return bucket
}

// forget drops the buckets that are full again, which say nothing. Should most be in use, it drops all: the flood is
// larger than an address limit can stop, and a look through all of them must make room for many.
func (l *limiter) forget(now time.Time) {
	for client, bucket := range l.buckets {
		if bucket.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, client)
		}
	}
	if len(l.buckets) > maxBuckets/2 {
		clear(l.buckets)
	}
}

func clientOf(ip string) netip.Addr {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return netip.Addr{} // all who cannot be told apart share one bucket
	}
	if addr = addr.Unmap(); addr.Is6() {
		prefix, _ := addr.WithZone("").Prefix(64)
		return prefix.Addr()
	}
	return addr
}

func (s *Server) limitLogins(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.logins.take(c.RealIP()); err != nil {
			return err
		}
		return next(c)
	}
}
