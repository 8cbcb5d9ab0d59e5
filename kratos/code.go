package kratos

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"latchkey/account"
	"latchkey/assurance"
)

// Kratos' code method is a first factor, a second factor or neither, depending on its configuration
// (passwordless_enabled, mfa_enabled), which no API returns. The login flow for aal2 reveals it: it contains a node of
// the group "code" if the session may use one.

// codeFactors returns the addresses to which Kratos sends codes, if a code is a second factor.
func (c *Client) codeFactors(ctx context.Context, received identity, ask account.CodeOffer) []assurance.HeldFactor {
	if c.code == CodeNo {
		return nil
	}
	addresses, class := codeAddresses(received)
	if len(addresses) == 0 {
		return nil
	}
	offered, clear := true, true
	if c.code == CodeAuto {
		offered, clear = c.takesCodes(ctx, received, class, ask)
	}
	if !offered {
		return nil
	}
	for i := range addresses {
		addresses[i].Kind, addresses[i].Unsure = assurance.KindCode, !clear
	}
	return addresses
}

const (
	classCredential = iota // holds a code credential with an address
	classAddress           // has addresses only
)

func codeAddresses(received identity) (addresses []assurance.HeldFactor, class int) {
	if one, ok := received.Credentials[assurance.KindCode]; ok {
		if addresses = one.factors(assurance.KindCode); len(addresses) > 0 {
			return received.dated(addresses), classCredential
		}
	}
	for _, a := range received.Addresses {
		if a.Via != "" && a.Value != "" {
			addresses = append(addresses, assurance.HeldFactor{Material: assurance.JoinMaterial(a.Via, a.Value)})
		}
	}
	return received.dated(addresses), classAddress
}

// takesCodes reports whether Kratos takes codes as a second factor; an unclear answer means yes. Without a session to
// ask about, an identity with addresses only is assumed not to use them, as is nearly always the case. Identities of an
// organisation are offered its provider only, so their answer does not apply to others.
func (c *Client) takesCodes(ctx context.Context, received identity, class int, ask account.CodeOffer) (offered, clear bool) {
	ownRules := len(received.Organization) > 0 && string(received.Organization) != "null"
	now := time.Now()
	if !ownRules {
		if offered, known := c.codeAnswers.Get(class, now); known {
			return offered, true
		}
	}
	if ask == nil {
		return class == classCredential, false
	}
	offered, err := ask(ctx)
	if err != nil {
		return true, false
	}
	if !ownRules {
		c.codeAnswers.Put(class, offered, now)
	}
	return offered, true
}

// offersCode reads from Kratos the login flow to aal2 of a session, and reports whether it takes a code. For a session
// that is already at aal2 it sets refresh, because Kratos would redirect it otherwise.
func (c *Client) offersCode(ctx context.Context, credential Credential, level string) (bool, error) {
	query := url.Values{"aal": {account.AAL2}}
	if level == account.AAL2 {
		query.Set("refresh", "true")
	}
	kind := "api"
	if credential.Kind == Cookie {
		kind = "browser"
	}
	got, err := c.ask(ctx, callLoginFlow, func(ctx context.Context) (*http.Response, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.publicURL+"/self-service/login/"+kind+"?"+query.Encode(), nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Accept", "application/json")
		credential.attach(req, c.cookie)
		return c.publicHTTP.Do(req)
	})
	if err != nil {
		return false, err
	}
	var flow struct {
		AAL string `json:"requested_aal"`
		UI  struct {
			Nodes json.RawMessage `json:"nodes"` // null in a flow for apps without any choice
		} `json:"ui"`
	}
	var nodes []struct {
		Group string `json:"group"`
	}
	if got.status != http.StatusOK || got.decode(&flow) != nil || flow.AAL != account.AAL2 || json.Unmarshal(flow.UI.Nodes, &nodes) != nil {
		return false, unavailable(errors.New("not a login flow to aal2"))
	}
	for _, node := range nodes {
		if node.Group == "code" {
			return true, nil
		}
	}
	return false, nil
}
