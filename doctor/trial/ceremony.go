package trial

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// latchkey is the running Latchkey at its address for users.
type latchkey struct{ baseURL string }

var client = &http.Client{
	Timeout:       30 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

var errNotLatchkey = errors.New("not a response of Latchkey")

// refused is a problem document of Latchkey.
type refused struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (r *refused) Error() string { return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Detail) }

// begun is the response of a begin.
type begun struct {
	Ceremony  string          `json:"ceremony"`
	PublicKey json.RawMessage `json:"publicKey"`
}

// register sets up a passkey in a session of Kratos, as an app does.
func (l latchkey) register(ctx context.Context, token string, p *softPasskey) error {
	var b begun
	if err := l.post(ctx, "/v1/registration/begin", token, map[string]any{}, &b); err != nil {
		return err
	}
	credential, err := p.create(b.PublicKey)
	if err != nil {
		return err
	}
	return l.post(ctx, "/v1/registration/finish", token, map[string]any{"ceremony": b.Ceremony, "credential": credential, "name": "latchkey doctor"}, nil)
}

// login signs in with the passkey, as an app does, and returns the token of the session at Kratos.
func (l latchkey) login(ctx context.Context, session string, p *softPasskey) (token string, err error) {
	var b begun
	if err := l.post(ctx, "/v1/login/begin", "", map[string]any{"session": session, "rp_id": p.rpID}, &b); err != nil {
		return "", err
	}
	credential, err := p.get(b.PublicKey)
	if err != nil {
		return "", err
	}
	var done struct {
		Session *struct {
			Token string `json:"token"`
		} `json:"session"`
	}
	if err := l.post(ctx, "/v1/login/finish", "", map[string]any{"ceremony": b.Ceremony, "credential": credential}, &done); err != nil || done.Session == nil {
		return "", err
	}
	return done.Session.Token, nil
}

// post calls Latchkey at its address for users. Its error is a *refused, or that of the connection.
func (l latchkey) post(ctx context.Context, path, token string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, l.baseURL+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "latchkey doctor")
	if token != "" {
		req.Header.Set("X-Session-Token", token)
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode/100 == 2 {
		if into == nil {
			return nil
		}
		return json.Unmarshal(answer, into)
	}
	problem := &refused{}
	if json.Unmarshal(answer, problem) != nil || problem.Code == "" {
		return fmt.Errorf("%w: status %d", errNotLatchkey, resp.StatusCode)
	}
	return problem
}
