package kratos

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"latchkey/webauthnsvc"
)

// CodeIssuer is the provider that Kratos is a client of. The oidc room implements it.
type CodeIssuer interface {
	// CodeFor answers the authorization request that Kratos would send the browser to, for a person who has signed
	// in: the address at Kratos that takes the code.
	CodeFor(authorizeURL string, who webauthnsvc.SignedIn) (callbackURL string, err error)
}

// MinterConfig holds the settings of minting.
type MinterConfig struct {
	Provider string        // the ID of our provider in kratos.yml
	Timeout  time.Duration // for one minting; default 3 s
	Host     string        // of our own pages, where browsers get the session cookie from
}

// Minter turns a verified login into a real Kratos session: it plays the browser of Kratos' oidc login, and since we
// are the OpenID provider as well, nothing needs to be redirected.
type Minter struct {
	cfg    MinterConfig
	client *Client
	codes  CodeIssuer
}

var _ webauthnsvc.SessionMinter = (*Minter)(nil)

// NewMinter makes one that shares the client's addresses.
func NewMinter(cfg MinterConfig, client *Client, codes CodeIssuer) *Minter {
	if cfg.Timeout == 0 {
		cfg.Timeout = 3 * time.Second
	}
	return &Minter{cfg: cfg, client: client, codes: codes}
}

// Mint makes a session. Whatever fails is ErrKratosUnavailable; a session that Kratos has made by then is revoked
// where it is known.
func (m *Minter) Mint(ctx context.Context, kind string, who webauthnsvc.SignedIn) (webauthnsvc.MintedSession, error) {
	// It has its own time, beside the request's Kratos budget, and goes on when the client hangs up: half a login
	// would leave a session that nobody knows of.
	ctx, cancel := context.WithTimeout(withoutBudget(context.WithoutCancel(ctx)), m.cfg.Timeout)
	defer cancel()
	v := &visit{m: m, ctx: ctx, who: who, began: time.Now(), cookies: map[string]*http.Cookie{}}
	login := v.cookie
	if kind == webauthnsvc.SessionToken {
		login = v.token
	}
	minted, err := login()
	result := outcomeAnswered
	if err != nil {
		result = outcomeFailed
	}
	m.client.meter.KratosCall(callMint, result, time.Since(v.began))
	if err != nil && v.calledBack {
		v.discard()
	}
	return minted, err
}

// EndSession revokes one session. It is no error when it is gone already.
func (m *Minter) EndSession(ctx context.Context, id uuid.UUID) error {
	return m.client.EndSession(ctx, id)
}
