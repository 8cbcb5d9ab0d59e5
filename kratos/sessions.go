package kratos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
)

const (
	// sessionsPage is how many sessions are requested at once. Each comes with its identity, and traits may be large.
	sessionsPage = 100
	// maxSessionPages limits one walk: an identity can create any number of sessions.
	maxSessionPages = 50
	// endingTime limits the time for ending all sessions of an identity but one, whatever is left of the request's
	// budget.
	endingTime = 10 * time.Second
	// endingsAtOnce limits the concurrent calls.
	endingsAtOnce = 4
)

// Sessions lists the active sessions of an identity, newest first; their Identity has the ID only. An identity that
// Kratos does not know has none. More than 5,000 are ErrKratosUnavailable.
func (c *Client) Sessions(ctx context.Context, identityID uuid.UUID) ([]account.Session, error) {
	var list []account.Session
	err := c.walkSessions(ctx, identityID, func(page []session) bool {
		for _, one := range page {
			listed := one.of(account.Identity{ID: identityID})
			for _, d := range one.Devices {
				listed.Devices = append(listed.Devices, account.Device{IP: presentable(d.IP), UserAgent: presentable(d.UserAgent)})
			}
			list = append(list, listed)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// walkSessions passes page after page of the active sessions to yield, until it returns false. Pages are requested by
// number: the Link header of Kratos 1.3.1 repeats the first page, and never leads to the last.
func (c *Client) walkSessions(ctx context.Context, identityID uuid.UUID, yield func([]session) bool) error {
	seen := map[uuid.UUID]bool{}
	for number := range maxSessionPages {
		page, err := c.pageOfSessions(ctx, identityID, number+1)
		if err != nil {
			return err
		}
		fresh := slices.DeleteFunc(slices.Clone(page), func(one session) bool { return seen[one.ID] || !one.Active })
		for _, one := range page {
			seen[one.ID] = true
		}
		if !yield(fresh) || len(page) < sessionsPage {
			return nil
		}
		if len(fresh) == 0 {
			break // the same page again
		}
	}
	return unavailable(errors.New("the identity has too many sessions"))
}

func (c *Client) pageOfSessions(ctx context.Context, identityID uuid.UUID, number int) ([]session, error) {
	got, err := c.ask(ctx, callSessions, func(ctx context.Context) (*http.Response, error) {
		// client-go always sends page_size, with which Kratos ignores the page number.
		address := fmt.Sprintf("%s/admin/identities/%s/sessions?active=true&per_page=%d&page=%d", c.adminURL, identityID, sessionsPage, number)
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return nil, err
		}
		return c.adminHTTP.Do(req)
	})
	if err != nil {
		return nil, err
	}
	if _, ok := got.refused(http.StatusNotFound); ok {
		return nil, nil
	}
	var received []session
	if got.status != http.StatusOK || got.decode(&received) != nil {
		return nil, got.unclear("not a list of sessions")
	}
	if slices.ContainsFunc(received, func(one session) bool { return one.ID == uuid.Nil }) {
		return nil, got.unclear("session without its ID")
	}
	return received, nil
}

// EndSession revokes one session. It succeeds if the session is already gone.
func (c *Client) EndSession(ctx context.Context, id uuid.UUID) error {
	defer c.cache.forget(func(s account.Session) bool { return s.ID == id })
	got, err := c.ask(ctx, callEndSession, func(ctx context.Context) (*http.Response, error) {
		return c.admin.IdentityAPI.DisableSession(ctx, id.String()).Execute()
	})
	if err != nil {
		return err
	}
	if _, ok := got.refused(http.StatusNotFound); ok || got.status == http.StatusNoContent {
		return nil
	}
	return got.unclear("the session may still exist")
}

// EndSessions revokes every session of an identity. It succeeds if there is none.
func (c *Client) EndSessions(ctx context.Context, identityID uuid.UUID) error {
	defer c.cache.forget(func(s account.Session) bool { return s.Identity.ID == identityID })
	got, err := c.ask(ctx, callEndSessions, func(ctx context.Context) (*http.Response, error) {
		return c.admin.IdentityAPI.DeleteIdentitySessions(ctx, identityID.String()).Execute()
	})
	if err != nil {
		return err
	}
	if _, ok := got.refused(http.StatusNotFound); ok || got.status == http.StatusNoContent {
		return nil
	}
	return got.unclear("sessions may still exist")
}

// EndSessionsBut revokes every session of an identity that began by begunBy, except one, and reads back whether they
// are gone. It has its own time limit. Kratos has no call for that, so sessions are ended one by one.
func (c *Client) EndSessionsBut(ctx context.Context, identityID, except uuid.UUID, begunBy time.Time) error {
	ctx, cancel := context.WithTimeout(withoutBudget(ctx), endingTime)
	defer cancel()
	for {
		// The list shifts as its sessions end, so the walk restarts after each page.
		var others []uuid.UUID
		err := c.walkSessions(ctx, identityID, func(page []session) bool {
			for _, one := range page {
				if one.ID != except && !one.IssuedAt.After(begunBy) {
					others = append(others, one.ID)
				}
			}
			return len(others) == 0
		})
		if err != nil || len(others) == 0 {
			return err
		}
		if err := c.endEach(ctx, others); err != nil {
			return err
		}
	}
}

// endEach ends these sessions, a few concurrently. After a failure it begins no further calls.
func (c *Client) endEach(ctx context.Context, ids []uuid.UUID) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	free := make(chan struct{}, endingsAtOnce)
	var calls sync.WaitGroup
	for _, id := range ids {
		free <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		calls.Go(func() {
			defer func() { <-free }()
			if err := c.EndSession(ctx, id); err != nil {
				cancel(err)
			}
		})
	}
	calls.Wait()
	if ctx.Err() != nil {
		return unavailable(context.Cause(ctx))
	}
	return nil
}
