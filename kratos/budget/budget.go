// Package budget limits the time that one incoming request may spend on calls to Kratos. A context carries it.
package budget

import (
	"context"
	"sync"
	"time"
)

type key struct{}

// budget is the time that one incoming request may spend on Kratos. All calls of that request share it, also concurrent
// ones.
type budget struct {
	mu       sync.Mutex
	deadline time.Time // zero before the first call
}

func (b *budget) end(timeout time.Duration) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.deadline.IsZero() {
		b.deadline = time.Now().Add(timeout)
	}
	return b.deadline
}

func (b *budget) lengthen(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.deadline.IsZero() {
		b.deadline = b.deadline.Add(d)
	}
}

// With gives the request of ctx a budget. Its time starts with the first call.
func With(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, new(budget))
}

// Within limits one call by ctx and by the request's budget, or by the timeout if there is no budget.
func Within(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if b, ok := ctx.Value(key{}).(*budget); ok {
		return context.WithDeadline(ctx, b.end(timeout))
	}
	return context.WithTimeout(ctx, timeout)
}

// Lengthen gives back to the request's budget the time for which the request waited, but not for Kratos.
func Lengthen(ctx context.Context, waited time.Duration) {
	if b, ok := ctx.Value(key{}).(*budget); ok {
		b.lengthen(waited)
	}
}

// Without is for work that has its own time limit.
func Without(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, nil)
}
