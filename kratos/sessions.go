package kratos

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/kratos/budget"
	"latchkey/kratos/trait"
)

const (
	// sessionsPage is how many sessions are requested at once. Each comes with its identity, and traits may be large.
	sessionsPage = 100
	// endingTime limits the time for ending all sessions of an identity but one, whatever is left of the request's
	// budget.
	endingTime = 10 * time.Second
	// endingsPerWalk limits the sessions that are collected before they are ended.
	endingsPerWalk = 1000
	// endingsAtOnce limits the concurrent calls.
	endingsAtOnce = 4
)

// Sessions returns the active sessions of an identity, the most recently authenticated first; their Identity has the ID
// only. An identity that Kratos does not know has none. It requests a page at a time, and none after the caller stops: a
// password alone can create any number of sessions. An error is the last element: fault.ErrKratosUnavailable.
func (c *Client) Sessions(ctx context.Context, identityID uuid.UUID) iter.Seq2[account.Session, error] {
	return func(yield func(account.Session, error) bool) {
		err := c.walkSessions(ctx, identityID, func(one session) bool {
			listed := one.of(account.Identity{ID: identityID})
			for _, d := range one.Devices {
				listed.Devices = append(listed.Devices, account.Device{IP: trait.Presentable(d.IP), UserAgent: trait.Presentable(d.UserAgent)})
			}
			return yield(listed, nil)
		})
		if err != nil {
			yield(account.Session{}, err)
		}
	}
}

// walkSessions passes the active sessions to yield, until it returns false. Pages are requested by number: the Link
// header of Kratos 1.3.1 repeats the first page, and never leads to the last.
func (c *Client) walkSessions(ctx context.Context, identityID uuid.UUID, yield func(session) bool) error {
	seen := map[uuid.UUID]bool{}
	for number := 1; ; number++ {
		page, err := c.pageOfSessions(ctx, identityID, number)
		if err != nil {
			return err
		}
		known := len(seen)
		for _, one := range page {
			if seen[one.ID] {
				continue
			}
			seen[one.ID] = true
			if one.active() && !yield(one) {
				return nil
			}
		}
		if len(page) < sessionsPage {
			return nil
		}
		if len(seen) == known {
			return unavailable(errors.New("the list of sessions repeats a page"))
		}
	}
}

// SessionByID returns an active session of an identity, with the identity's ID only. It reports false if Kratos does not
// know the session, if it has ended or expired, or if it belongs to another identity. Errors:
// fault.ErrKratosUnavailable.
func (c *Client) SessionByID(ctx context.Context, identityID, sessionID uuid.UUID) (account.Session, bool, error) {
	got, err := c.getAdmin(ctx, callSessions, "/admin/sessions/"+sessionID.String()+"?expand=identity")
	if err != nil {
		return account.Session{}, false, err
	}
	if _, ok := got.refused(http.StatusNotFound); ok {
		return account.Session{}, false, nil
	}
	var received session
	if got.status != http.StatusOK || got.decode(&received) != nil || received.ID != sessionID || received.Identity == nil {
		return account.Session{}, false, got.unclear("not the requested session")
	}
	if !received.live(time.Now()) || received.Identity.ID != identityID {
		return account.Session{}, false, nil
	}
	return received.of(account.Identity{ID: identityID}), true, nil
}

func (c *Client) pageOfSessions(ctx context.Context, identityID uuid.UUID, number int) ([]session, error) {
	// client-go always sends page_size, with which Kratos ignores the page number.
	path := fmt.Sprintf("/admin/identities/%s/sessions?active=true&per_page=%d&page=%d", identityID, sessionsPage, number)
	got, err := c.getAdmin(ctx, callSessions, path)
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

// forget drops cached sessions that Latchkey has ended. An answer that Kratos gave before may still be on its way.
func (c *Client) forget(ended func(account.Session) bool) { c.cache.Forget(ended, time.Now()) }

// EndSession revokes one session. It succeeds if the session is already gone.
func (c *Client) EndSession(ctx context.Context, id uuid.UUID) error {
	defer c.forget(func(s account.Session) bool { return s.ID == id })
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
	defer c.forget(func(s account.Session) bool { return s.Identity.ID == identityID })
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
	ctx, cancel := context.WithTimeout(budget.Without(ctx), endingTime)
	defer cancel()
	for {
		// The list shifts as its sessions end, so they end after the walk.
		var others []uuid.UUID
		err := c.walkSessions(ctx, identityID, func(one session) bool {
			if one.ID != except && !one.begunAt().After(begunBy) {
				others = append(others, one.ID)
			}
			return len(others) < endingsPerWalk
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
