package kratos

import (
	"context"
	"net/http"
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

// Budget gives each request one Kratos budget of Config.Timeout. It starts with the first call to Kratos, not with the
// request, so that a client that sends its body slowly does not make Kratos look unavailable.
func (c *Client) Budget(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(withBudget(r.Context())))
	})
}

func withBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, new(budget))
}

// within limits one call by ctx and by the request's budget, or by the timeout if there is no budget.
func (c *Client) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if b, ok := ctx.Value(budgetKey{}).(*budget); ok {
		return context.WithDeadline(ctx, b.end(c.timeout))
	}
	return context.WithTimeout(ctx, c.timeout)
}

// lengthenBudget gives back to the request's budget the time for which the request waited, but not for Kratos.
func (c *Client) lengthenBudget(ctx context.Context, waited time.Duration) {
	if b, ok := ctx.Value(budgetKey{}).(*budget); ok {
		b.lengthen(waited)
	}
}

// withoutBudget is for work that has its own time limit.
func withoutBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, nil)
}
