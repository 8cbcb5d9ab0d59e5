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
	once     sync.Once
	deadline time.Time
}

func (b *budget) end(timeout time.Duration) time.Time {
	b.once.Do(func() { b.deadline = time.Now().Add(timeout) })
	return b.deadline
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

// withoutBudget is for work that has its own time limit.
func withoutBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, nil)
}
