package kratos

import (
	"context"
	"net/http"
	"sync"
	"time"
)

type budgetKey struct{}

// budget is the time that one incoming request may spend on Kratos. It is shared by all calls of that request, which
// may run side by side.
type budget struct {
	once     sync.Once
	deadline time.Time
}

func (b *budget) end(timeout time.Duration) time.Time {
	b.once.Do(func() { b.deadline = time.Now().Add(timeout) })
	return b.deadline
}

// Budget gives each request one Kratos budget of Config.Timeout. It starts with the request's first Kratos call, not
// with the request, so that a client that sends its body slowly does not make Kratos look down.
func (c *Client) Budget(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(withBudget(r.Context())))
	})
}

func withBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, new(budget))
}

// within bounds one call: by ctx and by the request's budget, or by the timeout alone where there is none.
func (c *Client) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if b, ok := ctx.Value(budgetKey{}).(*budget); ok {
		return context.WithDeadline(ctx, b.end(c.timeout))
	}
	return context.WithTimeout(ctx, c.timeout)
}

// withoutBudget is for work that has a time of its own.
func withoutBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, budgetKey{}, nil)
}
