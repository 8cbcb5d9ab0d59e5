package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"latchkey/oidc"
)

func (s *Server) discovery(c echo.Context) error {
	return writeJSON(c, http.StatusOK, contentJSON, s.provider.Discovery())
}

func (s *Server) jwks(c echo.Context) error {
	set, err := s.provider.JWKS(c.Request().Context())
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=300")
	return writeJSON(c, http.StatusOK, "application/jwk-set+json", set)
}

// authorizeClient is where Kratos redirects a browser: it redirects to the login page, with the request sealed into its
// address.
func (s *Server) authorizeClient(c echo.Context) error {
	query, unreadable := url.ParseQuery(c.Request().URL.RawQuery)
	request, err := s.provider.ParseAuthorization(query)
	if err == nil && unreadable != nil { // a part that is left out could be a demand
		err = &oidc.Fault{Code: "invalid_request", Description: "the query cannot be read"}
	}
	var fault *oidc.Fault
	switch {
	case errors.As(err, &fault):
		return c.Redirect(http.StatusFound, s.provider.Denied(request, fault))
	case err != nil:
		return err
	}
	interaction, err := s.provider.SealInteraction(request, s.nonces.Ensure(c.Response(), c.Request()))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, s.cfg.BaseURL+"/login?"+url.Values{"interaction": {interaction}}.Encode())
}

// denyClient returns a user to Kratos who does not want to sign in with a passkey.
func (s *Server) denyClient(c echo.Context) error {
	request, err := s.provider.OpenInteraction(c.QueryParam("interaction"), s.nonces.Of(c.Request()))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusFound, s.provider.Declined(request))
}

// redeemCode is the token endpoint. It follows OAuth: forms as input, and errors as in RFC 6749 §5.2.
func (s *Server) redeemCode(c echo.Context) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, maxBodyBytes)
	mediaType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(mediaType), "application/x-www-form-urlencoded") {
		return s.tokenFault(c, &oidc.Fault{Code: "invalid_request", Description: "send a form"})
	}
	if err := r.ParseForm(); err != nil {
		return s.tokenFault(c, &oidc.Fault{Code: "invalid_request", Description: "the form cannot be read"})
	}
	request := oidc.TokenRequest{Form: r.PostForm, ClientID: r.PostForm.Get("client_id"), ClientSecret: r.PostForm.Get("client_secret")}
	if name, secret, basic := r.BasicAuth(); basic {
		// RFC 6749 §2.3.1: both are form-encoded within Basic, and a client must use one method only.
		id, idErr := url.QueryUnescape(name)
		decoded, secretErr := url.QueryUnescape(secret)
		if idErr != nil || secretErr != nil || request.ClientSecret != "" {
			return s.tokenFault(c, &oidc.Fault{Code: "invalid_request", Description: "client authentication cannot be read, or is given twice"})
		}
		request.ClientID, request.ClientSecret = id, decoded
	}
	response, err := s.provider.Redeem(r.Context(), request, s.rules.Audit.EventsOf(requestOf(c)))
	var fault *oidc.Fault
	if errors.As(err, &fault) {
		return s.tokenFault(c, fault)
	}
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, contentJSON, response)
}

func (s *Server) tokenFault(c echo.Context, fault *oidc.Fault) error {
	status := http.StatusBadRequest
	if fault.Code == "invalid_client" {
		status = http.StatusUnauthorized
		c.Response().Header().Set("WWW-Authenticate", "Basic")
	}
	noteProblem(c, fault.Code, fault)
	return writeJSON(c, status, contentJSON, map[string]string{"error": fault.Code, "error_description": fault.Description})
}
