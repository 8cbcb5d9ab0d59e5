// Package inspect reads what a running Kratos reveals of its configuration to a visitor who does not sign in: which API
// answers at an address, its version and clock, and what its login flow says. It changes nothing at Kratos but for login
// flows, which expire by themselves. What that means for Latchkey is left to its callers, and what a user may see to kratos/canary.
package inspect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Kratos is one Kratos by its addresses, without slashes at their ends.
type Kratos struct {
	PublicURL, AdminURL string
	client              *http.Client
}

// New returns a Kratos. It makes no calls. Each call takes at most timeout.
func New(publicURL, adminURL string, timeout time.Duration) *Kratos {
	return &Kratos{PublicURL: publicURL, AdminURL: adminURL, client: &http.Client{
		Timeout:       timeout,
		Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// maxAnswer limits the body of a response, in bytes. Flows and lists of one identity are far smaller.
const maxAnswer = 1 << 20

// Answer is a complete response.
type Answer struct {
	Status int
	Header http.Header
	body   []byte
	sent   time.Time
	came   time.Time
}

func (k *Kratos) get(ctx context.Context, address string) (Answer, error) {
	return k.Call(ctx, http.MethodGet, address, nil)
}

// Call sends a JSON body, if there is one, and headers: names and values in turn. Its error does not contain the address, whose
// query may be long.
func (k *Kratos) Call(ctx context.Context, method, address string, body any, header ...string) (Answer, error) {
	var text io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return Answer{}, err
		}
		text = strings.NewReader(string(encoded))
	}
	req, err := http.NewRequestWithContext(ctx, method, address, text)
	if err != nil {
		return Answer{}, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "latchkey")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	got := Answer{sent: time.Now()}
	resp, err := k.client.Do(req)
	if err != nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err
		}
		return Answer{}, err
	}
	defer resp.Body.Close()
	got.came, got.Status, got.Header = time.Now(), resp.StatusCode, resp.Header
	got.body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	return got, err
}

// ErrNotKratos reports a response that is not Kratos'.
var ErrNotKratos = errors.New("not a response of Kratos")

// Decode decodes a response with the expected status. Its error is a *Refusal, or ErrNotKratos.
func (a Answer) Decode(status int, into any) error {
	if a.Status == status && json.Unmarshal(a.body, into) == nil {
		return nil
	}
	var body struct {
		Error struct {
			Code    int    `json:"code"`
			ID      string `json:"id"`
			Message string `json:"message"`
			Reason  string `json:"reason"`
		} `json:"error"`
		Flow
	}
	if json.Unmarshal(a.body, &body) != nil {
		return fmt.Errorf("%w: status %d", ErrNotKratos, a.Status)
	}
	if body.Flow.ID != "" {
		return body.Refusal(a.Status)
	}
	if body.Error.Code == a.Status || a.Status >= 400 && body.Error.Code >= 400 && body.Error.Message != "" { // 400 for the 500 of a web_hook
		return &Refusal{Status: a.Status, ID: body.Error.ID, Reason: strings.TrimSpace(body.Error.Message + " " + body.Error.Reason)}
	}
	return fmt.Errorf("%w: status %d", ErrNotKratos, a.Status)
}
