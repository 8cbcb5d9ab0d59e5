// Package limit owns how often callers get an answer, and when: token buckets by client address, session and
// identity, and the time grid on which a response is sent if its timing must not reveal how long the work took. It
// knows nothing of HTTP: api decides which calls count and how a refusal is presented.
package limit

import (
	"errors"
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// ErrLimited reports that the caller has used up its tokens.
var ErrLimited = errors.New("rate limited")

// Limited is an ErrLimited with the number of seconds to wait.
type Limited struct{ Seconds int }

func (e *Limited) Error() string        { return "rate limited" }
func (e *Limited) Is(target error) bool { return target == ErrLimited }

// maxBuckets limits the memory of a limiter: an attacker with many addresses must not fill it.
const maxBuckets = 65536

// limiter keeps a token bucket for each key. A nil limiter limits nothing.
type limiter[K comparable] struct {
	every time.Duration // one token
	burst int
	now   func() time.Time

	mu      sync.Mutex
	buckets map[K]*rate.Limiter
}

// newLimiter returns a limiter, or nil, which limits nothing, if perMinute is 0.
func newLimiter[K comparable](perMinute, burst int, now func() time.Time) *limiter[K] {
	if perMinute == 0 {
		return nil
	}
	return &limiter[K]{
		every:   time.Minute / time.Duration(perMinute),
		burst:   max(burst, 1),
		now:     now,
		buckets: map[K]*rate.Limiter{},
	}
}

// Take takes a token. If there is none, it returns a *Limited. giveBack returns the token, for a call that is then
// refused for another reason.
func (l *limiter[K]) Take(key K) (giveBack func(), err error) {
	if l == nil {
		return func() {}, nil
	}
	now := l.now()
	reservation := l.bucket(key, now).ReserveN(now, 1)
	giveBack = func() { reservation.CancelAt(now) }
	if delay := reservation.DelayFrom(now); delay > 0 {
		giveBack()
		return giveBack, &Limited{int(math.Ceil(delay.Seconds()))}
	}
	return giveBack, nil
}

func (l *limiter[K]) bucket(key K, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket, ok := l.buckets[key]
	if !ok {
		if len(l.buckets) >= maxBuckets {
			l.forget(now)
		}
		bucket = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.buckets[key] = bucket
	}
	return bucket
}

// forget drops full buckets, which carry no information. If most buckets are in use, it drops all of them: such a
// flood is too large for this limiter, and a scan must free enough buckets to be worth its cost.
func (l *limiter[K]) forget(now time.Time) {
	for key, bucket := range l.buckets {
		if bucket.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, key)
		}
	}
	if len(l.buckets) > maxBuckets/2 {
		clear(l.buckets)
	}
}

// Addresses limits clients by address: an IPv4 address, or an IPv6 /64, since one user has a whole /64.
type Addresses struct{ *limiter[netip.Addr] }

// NewAddresses returns a limiter for client addresses; with perMinute 0 it limits nothing.
func NewAddresses(perMinute, burst int, now func() time.Time) Addresses {
	return Addresses{newLimiter[netip.Addr](perMinute, burst, now)}
}

// Take counts one call from ip. The error is nil or a *Limited.
func (l Addresses) Take(ip string) error {
	if l.limiter == nil {
		return nil
	}
	client, now := clientOf(ip), l.now()
	if l.bucket(client, now).AllowN(now, 1) { // no reservation: these callers never give a token back
		return nil
	}
	_, err := l.limiter.Take(client)
	return err
}

func clientOf(ip string) netip.Addr {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return netip.Addr{} // all unknown addresses share one bucket
	}
	if addr = addr.Unmap(); addr.Is6() {
		prefix, _ := addr.WithZone("").Prefix(64)
		return prefix.Addr()
	}
	return addr
}
