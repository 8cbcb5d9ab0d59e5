package kratos

import (
	"context"
	"net/http"
)

// Ready checks both of Kratos' addresses: the admin API by its health, which includes the database, and the public API by
// its answer to a request without a session, since it may not pass health checks on to us. Errors:
// fault.ErrKratosUnavailable, fault.ErrKratosMisconfigured.
func (c *Client) Ready(ctx context.Context) error {
	if err := c.adminReady(ctx); err != nil {
		return err
	}
	return c.publicReady(ctx)
}

func (c *Client) adminReady(ctx context.Context) error {
	got, err := c.getAdmin(ctx, callReady, "/admin/health/ready")
	if err != nil {
		return err
	}
	var health struct {
		Status string `json:"status"`
	}
	if got.status != http.StatusOK || got.decode(&health) != nil || health.Status != "ok" {
		return got.unclear("not ready")
	}
	return nil
}

func (c *Client) publicReady(ctx context.Context) error {
	got, err := c.getPublic(ctx, callReady, "/sessions/whoami")
	if err != nil {
		return err
	}
	if _, ok := got.refused(http.StatusUnauthorized); !ok {
		return got.unclear("not Kratos' answer to a request without a session")
	}
	return nil
}
