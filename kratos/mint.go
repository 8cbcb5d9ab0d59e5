package kratos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"latchkey/webauthnsvc"
)

// Begin opens a login at Kratos. It may take half of the time of a minting, so that enough is left for the callback.
// Any failure is ErrKratosUnavailable, and leaves nothing behind.
func (m *Minter) Begin(ctx context.Context, kind string, who webauthnsvc.SignedIn) (webauthnsvc.Minting, error) {
	began := time.Now()
	v := &minting{m: m, kind: kind, who: who, began: began, deadline: began.Add(m.cfg.Timeout), cookies: map[string]*http.Cookie{}}
	within, cancel := context.WithTimeout(withoutBudget(ctx), m.cfg.Timeout/2)
	defer cancel()
	if err := v.begin(within); err != nil {
		m.client.meter.KratosCall(callMint, outcomeOfMint(ctx, err), time.Since(began))
		return nil, err
	}
	return v, nil
}

// Finish implements webauthnsvc.Minting.
func (v *minting) Finish(ctx context.Context, callbackURL string) (webauthnsvc.MintedSession, error) {
	// It continues after the client disconnects: half a login would leave an unknown session.
	ctx = withoutBudget(context.WithoutCancel(ctx))
	within, cancel := context.WithDeadline(ctx, v.deadline)
	defer cancel()
	location, err := v.callBack(within, callbackURL)
	var minted webauthnsvc.MintedSession
	switch {
	case err != nil:
	case v.kind == webauthnsvc.SessionToken:
		minted, err = v.token(within, location)
	default:
		minted, err = v.cookie(within)
	}
	v.m.client.meter.KratosCall(callMint, outcomeOfMint(ctx, err), time.Since(v.began))
	if err != nil && v.unlinked(ctx) {
		err = fmt.Errorf("%w: %w", webauthnsvc.ErrUnlinked, err)
	}
	return minted, err
}

// unlinked reports whether the login failed because the identity was unlinked at Kratos: it still is, or this replica has
// linked it again since the login began.
func (v *minting) unlinked(ctx context.Context) bool {
	if v.m.linkings.writtenSince(v.who.IdentityID, v.began) {
		return true
	}
	within, cancel := context.WithTimeout(ctx, v.m.cfg.Timeout)
	defer cancel()
	record, found, err := v.m.read(within, v.who.IdentityID)
	return err == nil && found.Active && !v.m.linked(record)
}

func outcomeOfMint(ctx context.Context, err error) string {
	switch {
	case err == nil:
		return outcomeAnswered
	case errors.Is(ctx.Err(), context.Canceled):
		return outcomeCancelled
	}
	return outcomeFailed
}
