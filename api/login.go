package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"latchkey/limit"
	"latchkey/standing"
	"latchkey/webauthnsvc"
)

func (s *Server) beginLogin(c echo.Context) error {
	var body struct {
		Identifier  string  `json:"identifier"`
		Mediation   string  `json:"mediation"`
		Session     *string `json:"session"`
		Interaction string  `json:"interaction"`
		RPID        string  `json:"rp_id"`
		Audience    string  `json:"audience"`
		Nonce       string  `json:"nonce"`
		Binding     string  `json:"binding"`
	}
	invalid := readJSON(c, &body)
	if err := s.logins.Begin(c.RealIP(), body.Mediation == "conditional"); err != nil {
		return err
	}
	if invalid != nil {
		return invalid
	}
	req := requestOf(c)
	if req.Browser {
		req.Nonce = s.nonces.Ensure(c.Response(), c.Request())
	}
	session := s.cfg.DefaultSession
	switch {
	case body.Session != nil:
		session = *body.Session
	case body.Interaction != "":
		session = webauthnsvc.SessionNone
	}
	var requiresUV bool
	if body.Interaction != "" {
		request, err := s.provider.OpenInteraction(body.Interaction, req.Nonce)
		if err != nil {
			return err
		}
		requiresUV = request.RequiresUV
	}
	ctx, start, named := c.Request().Context(), time.Now(), strings.TrimSpace(body.Identifier) != ""
	if named {
		if err := s.identifiers.Take(c.RealIP()); err != nil {
			return err
		}
	}
	begun, err := s.rules.Ceremonies.BeginLogin(ctx, req, webauthnsvc.NewLogin{
		Identifier: body.Identifier, Mediation: body.Mediation, RPID: body.RPID,
		Session: session, SessionByDefault: body.Session == nil, Interaction: body.Interaction, RequiresUV: requiresUV,
		Binding: body.Binding,
		Proof:   webauthnsvc.ProofRequest{Audience: body.Audience, Nonce: body.Nonce},
	})
	if named {
		limit.AwaitSlot(ctx, start) // refusals, too
	}
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, begun)
}

// loggedIn is the response of a finished login.
type loggedIn struct {
	IdentityID uuid.UUID           `json:"identity_id"`
	Passkey    webauthnsvc.Passkey `json:"passkey"`
	Assurance  standing.Assurance  `json:"assurance"`
	proof                          // if the begin requested one
	Session    *mintedSession      `json:"session"` // null: no Kratos session was created
	RedirectTo string              `json:"redirect_to,omitempty"`
	ReturnTo   string              `json:"return_to"`
}

type mintedSession struct {
	Kind      string    `json:"kind"`
	ID        uuid.UUID `json:"id"`
	ExpiresAt time.Time `json:"expires_at"`
	Token     string    `json:"token,omitempty"`
}

func (s *Server) finishLogin(c echo.Context) error {
	return s.logins.Finish(c.RealIP(), func(opened func([32]byte) error) error { return s.finishCountedLogin(c, opened) })
}

func (s *Server) finishCountedLogin(c echo.Context, opened func([32]byte) error) error {
	var body struct {
		finish
		ReturnTo string `json:"return_to"`
		Verifier string `json:"verifier"`
	}
	if err := readJSON(c, &body); err != nil {
		return err
	}
	if err := body.check(); err != nil {
		return err
	}
	ctx, req := c.Request().Context(), s.loginRequest(c)
	req.Nonce, req.Verifier, req.Opened = s.nonces.Of(c.Request()), body.Verifier, opened
	login, err := s.rules.Ceremonies.FinishLogin(ctx, req, body.Ceremony, body.Credential)
	if err != nil {
		return err
	}
	s.rules.People.CountLogin(req.UserAgent, login.Passkey)
	answer := loggedIn{
		IdentityID: login.SignedIn.IdentityID,
		Passkey:    login.Passkey,
		Assurance:  login.Assurance,
		RedirectTo: login.RedirectTo,
		ReturnTo:   s.cfg.Returns.Choose(body.ReturnTo),
	}
	var sessionID uuid.UUID
	if minted := login.Minted; minted != nil {
		sessionID = minted.Session.ID
		answer.Session = &mintedSession{minted.Kind, sessionID, minted.Session.ExpiresAt, minted.Token}
		if minted.Cookie != nil {
			c.SetCookie(minted.Cookie)
		}
		if minted.Raise != nil {
			return &unraised{minted.Raise, unraisedSession{minted.Kind, minted.Token}}
		}
	}
	if answer.proof, err = s.proof(ctx, login.Proof, login.SignedIn, sessionID); err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, answer)
}
