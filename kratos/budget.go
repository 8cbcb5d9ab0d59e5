package kratos

import (
	"context"
	"sync"
	"time"
)

type budgetKey struct{}

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

func withBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, new(budget))
}

// within limits one call by ctx and by the request's budget, or by the timeout if there is no budget.
func within(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if b, ok := ctx.Value(budgetKey{}).(*budget); ok {
		return context.WithDeadline(ctx, b.end(timeout))
	}
	return context.WithTimeout(ctx, timeout)
}

// lengthenBudget gives back to the request's budget the time for which the request waited, but not for Kratos.
func lengthenBudget(ctx context.Context, waited time.Duration) {
	if b, ok := ctx.Value(budgetKey{}).(*budget); ok {
		b.lengthen(waited)
	}
}

// withoutBudget is for work that has its own time limit.
func withoutBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, nil)
}
