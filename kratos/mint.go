package kratos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"

	"latchkey/account"
	"latchkey/fault"
	"latchkey/kratos/budget"
	"latchkey/kratos/trait"
	"latchkey/span"
	"latchkey/webauthnsvc"
)

// Begin opens a login at Kratos. It may take half of the time of a minting, so that enough is left for the callback.
// Any failure is fault.ErrKratosUnavailable, and leaves nothing behind.
func (m *Minter) Begin(ctx context.Context, kind string, who webauthnsvc.SignedIn) (webauthnsvc.Minting, error) {
	began := time.Now()
	ctx, traced := span.Kratos(ctx, "mint_begin")
	v := &minting{m: m, kind: kind, who: who, began: began, deadline: began.Add(m.cfg.Timeout), cookies: map[string]*http.Cookie{}}
	within, cancel := context.WithTimeout(budget.Without(ctx), m.cfg.Timeout/2)
	defer cancel()
	err := v.begin(within)
	traced.End(outcomeOfMint(ctx, err))
	if err != nil {
		m.client.meter.KratosCall(ctx, callMint, outcomeOfMint(ctx, err), time.Since(began))
		return nil, err
	}
	return v, nil
}

// Finish implements webauthnsvc.Minting.
func (v *minting) Finish(ctx context.Context, callbackURL string) (webauthnsvc.MintedSession, error) {
	// It continues after the client disconnects: half a login would leave an unknown session.
	ctx, traced := span.Kratos(budget.Without(context.WithoutCancel(ctx)), "mint_finish")
	within, cancel := context.WithDeadline(ctx, v.deadline)
	defer cancel()
	got, err := v.callBack(within, callbackURL)
	var minted webauthnsvc.MintedSession
	switch {
	case err != nil:
	case v.kind == webauthnsvc.SessionToken:
		minted, err = v.token(within, got)
	default:
		minted, err = v.cookie(within, got)
	}
	v.m.client.meter.KratosCall(ctx, callMint, outcomeOfMint(ctx, err), time.Since(v.began))
	traced.End(outcomeOfMint(ctx, err))
	if err != nil {
		err = v.stateOr(ctx, err)
	}
	v.m.refusals.note(v.who.IdentityID, err, time.Now())
	return minted, err
}

// stateOr returns why the login failed, as far as the identity's state says: it was deleted or deactivated meanwhile, or
// unlinked at Kratos, and still is, or this replica has linked it again since the login began. Otherwise it returns err.
func (v *minting) stateOr(ctx context.Context, err error) error {
	if v.m.turns.WrittenSince(v.who.IdentityID, v.began) {
		return fmt.Errorf("%w: %w", webauthnsvc.ErrUnlinked, err)
	}
	within, cancel := context.WithTimeout(ctx, v.m.cfg.Timeout)
	defer cancel()
	record, found, unread := v.m.read(within, v.who.IdentityID)
	switch {
	case errors.Is(unread, fault.ErrIdentityNotFound):
		return unread
	case unread != nil:
		return err
	case !found.Active:
		return fault.ErrIdentityInactive
	case !v.m.linked(record):
		return fmt.Errorf("%w: %w", webauthnsvc.ErrUnlinked, err)
	}
	return err
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

// cookie completes a browser's login: the callback sets the session cookie.
func (v *minting) cookie(ctx context.Context, got received) (webauthnsvc.MintedSession, error) {
	cookie, ok := v.cookies[v.m.client.cookie]
	if !ok {
		return webauthnsvc.MintedSession{}, v.whyNot(ctx, got)
	}
	if cookie.Domain == "" && v.m.cfg.Host != v.m.client.browserHost {
		return webauthnsvc.MintedSession{}, misconfigured(errors.New("kratos' session cookie is for its own host only, so browsers would not send it there: set session.cookie.domain in kratos.yml"))
	}
	return v.describe(ctx, webauthnsvc.MintedSession{Kind: webauthnsvc.SessionCookie, Cookie: cookie}, Credential{Kind: Cookie, value: &cookie.Value})
}

// token completes a native app's login: the callback returns one half of a code that is exchanged for the token.
func (v *minting) token(ctx context.Context, got received) (webauthnsvc.MintedSession, error) {
	code := got.location.Query().Get("code")
	if code == "" || v.flow.ExchangeCode == "" {
		return webauthnsvc.MintedSession{}, v.whyNot(ctx, got)
	}
	query := url.Values{"init_code": {v.flow.ExchangeCode}, "return_to_code": {code}}
	var exchanged struct {
		Token   string `json:"session_token"`
		Session struct {
			ID uuid.UUID `json:"id"`
		} `json:"session"`
	}
	got, err := v.send(ctx, http.MethodGet, "/sessions/token-exchange?"+query.Encode(), nil, acceptJSON[0])
	switch {
	case err != nil:
		return webauthnsvc.MintedSession{}, err
	case got.status == http.StatusUnprocessableEntity: // versions after 26.2 redirect as if the login had succeeded
		return webauthnsvc.MintedSession{}, v.flowSays(ctx)
	case got.status != http.StatusOK || got.decode(&exchanged) != nil:
		return webauthnsvc.MintedSession{}, got.unclear("not the response of a login")
	}
	if exchanged.Token == "" {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the exchange returned no token"))
	}
	v.sessionID = exchanged.Session.ID
	return v.describe(ctx, webauthnsvc.MintedSession{Kind: webauthnsvc.SessionToken, Token: exchanged.Token}, Credential{Kind: Token, value: &exchanged.Token})
}

// describe reads whose session it is. It must belong to the user who signed in.
func (v *minting) describe(ctx context.Context, minted webauthnsvc.MintedSession, credential Credential) (webauthnsvc.MintedSession, error) {
	v.credential = credential
	session, err := v.m.client.Session(ctx, credential)
	if err == nil {
		v.sessionID = session.ID
	}
	if errors.As(err, &minted.Raise) {
		minted.Session, err = v.unraised(ctx)
		return minted, err
	}
	if err != nil {
		return webauthnsvc.MintedSession{}, unavailable(fmt.Errorf("the new session cannot be read: %v", err)) // not one of the request's own errors
	}
	if session.Identity.ID != v.who.IdentityID {
		return webauthnsvc.MintedSession{}, unavailable(errors.New("the new session belongs to another identity"))
	}
	minted.Session = session
	return minted, nil
}

// unraised returns the new session, of which whoami says nothing before it is raised to aal2. The admin API does, and
// proves that it belongs to the user who signed in. Of several logins at once it is unclear which session is the new one:
// then the result has no ID, and the session claims its login as if Kratos' own page had created it.
func (v *minting) unraised(ctx context.Context) (account.Session, error) {
	var list []account.Session
	if v.sessionID != uuid.Nil {
		session, found, err := v.m.client.SessionByID(ctx, v.who.IdentityID, v.sessionID)
		if err != nil {
			return account.Session{}, err
		}
		if found {
			list = append(list, session)
		}
	} else {
		var err error
		if list, err = v.candidates(ctx); err != nil {
			return account.Session{}, err
		}
	}
	switch len(list) {
	case 0:
		return account.Session{}, unavailable(errors.New("the new session belongs to another identity, or has ended"))
	case 1:
		v.sessionID = list[0].ID
		return list[0], nil
	}
	return account.Session{Identity: account.Identity{ID: v.who.IdentityID}}, nil
}

// Leftovers implements webauthnsvc.Minting. If Kratos returned the session or its credential, that is the one.
func (v *minting) Leftovers(ctx context.Context) (list []uuid.UUID, certain bool, err error) {
	if v.calledBack.IsZero() {
		return nil, true, nil
	}
	ctx, cancel := context.WithTimeout(budget.Without(context.WithoutCancel(ctx)), v.m.cfg.Timeout)
	defer cancel()
	if v.sessionID == uuid.Nil && v.credential.value != nil {
		session, err := v.m.client.Session(ctx, v.credential)
		if errors.Is(err, fault.ErrUnauthenticated) {
			return nil, true, nil
		}
		v.sessionID = session.ID
	}
	if v.sessionID != uuid.Nil {
		return []uuid.UUID{v.sessionID}, true, nil
	}
	left, err := v.candidates(ctx)
	for _, session := range left {
		list = append(list, session.ID)
	}
	return list, false, err
}

// candidates returns the sessions that our provider created since the callback, for a device like the user's: Kratos does
// not record the flow that created a session.
func (v *minting) candidates(ctx context.Context) ([]account.Session, error) {
	device := account.Device{IP: trait.Presentable(v.who.IP), UserAgent: trait.Presentable(v.who.UserAgent)}
	var left []account.Session
	for session, err := range v.m.client.Sessions(ctx, v.who.IdentityID) {
		if err != nil {
			return left, err
		}
		if session.AuthenticatedAt.Before(v.calledBack.Add(-clockTolerance)) {
			break // and so are the others
		}
		if viaProvider(session, v.m.cfg.Provider) && slices.Contains(session.Devices, device) {
			left = append(left, session)
		}
	}
	return left, nil
}

// clockTolerance is how far Kratos' clock may be behind ours.
const clockTolerance = time.Second

func viaProvider(session account.Session, provider string) bool {
	for _, method := range session.Methods {
		if method.Name == "oidc" && method.Provider == provider {
			return true
		}
	}
	return false
}
