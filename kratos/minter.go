package kratos

import (
	"time"

	"github.com/google/uuid"

	"latchkey/kratos/linkturn"
	"latchkey/webauthnsvc"
)

// MinterConfig holds the settings of minting.
type MinterConfig struct {
	Provider string        // the ID of our provider in kratos.yml
	Timeout  time.Duration // for one minting; default 3 s
	Host     string        // of our own pages, which set the session cookie in browsers
}

// Minter turns a verified login into a real Kratos session: it acts as the browser in Kratos' oidc login. Since
// Latchkey is the OpenID provider as well, no browser has to be redirected.
type Minter struct {
	cfg      MinterConfig
	client   *Client
	turns    linkturn.Turns
	refusals loginRefusals
}

var _ webauthnsvc.SessionMinter = (*Minter)(nil)

// NewMinter returns a Minter that uses the client's addresses.
func NewMinter(cfg MinterConfig, client *Client) *Minter {
	if cfg.Timeout == 0 {
		cfg.Timeout = 3 * time.Second
	}
	return &Minter{cfg: cfg, client: client}
}

// LastRefusal returns the fault.ErrKratosRefused in which the last login of an identity in this process ended, within the
// last hour, or nil.
func (m *Minter) LastRefusal(id uuid.UUID) error { return m.refusals.last(id, time.Now()) }
