package api

import (
	"net"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"latchkey/fault"
	"latchkey/web/authenticators"
)

// wellKnownAge is how long these files may be cached: short, so that a correction takes effect soon.
const wellKnownAge = "public, max-age=300"

// relatedOrigins is the list that browsers read when a page uses passkeys of another domain (WebAuthn L3 §5.11). Each
// RP ID has its own, selected by Host; with a single RP ID, the Host does not matter.
func (s *Server) relatedOrigins(c echo.Context) error {
	lists := s.cfg.WellKnown.RelatedOrigins
	origins, ok := lists[hostName(c.Request().Host)]
	if len(lists) == 1 {
		for _, origins = range lists {
			ok = true
		}
	}
	if !ok {
		return fault.ErrNotFound
	}
	return writeWellKnown(c, map[string]any{"origins": origins})
}

func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}

// passkeyEndpoints names the pages to set up and to manage passkeys, for password managers (W3C Passkey Endpoints).
func (s *Server) passkeyEndpoints(c echo.Context) error {
	return writeWellKnown(c, map[string]string{"enroll": s.cfg.BaseURL + "/setup", "manage": s.cfg.BaseURL + "/passkeys"})
}

// assetLinks lets Android apps use the passkeys (Digital Asset Links). Passkeys need both relations.
func (s *Server) assetLinks(c echo.Context) error {
	if len(s.cfg.WellKnown.Android) == 0 {
		return fault.ErrNotFound
	}
	links := []any{}
	for _, app := range s.cfg.WellKnown.Android {
		links = append(links, map[string]any{
			"relation": []string{"delegate_permission/common.handle_all_urls", "delegate_permission/common.get_login_creds"},
			"target": map[string]any{
				"namespace": "android_app", "package_name": app.Package, "sha256_cert_fingerprints": app.Fingerprints,
			},
		})
	}
	return writeWellKnown(c, links)
}

// appleAssociation lets iOS and macOS apps use the passkeys (Associated Domains).
func (s *Server) appleAssociation(c echo.Context) error {
	if len(s.cfg.WellKnown.IOS) == 0 {
		return fault.ErrNotFound
	}
	return writeWellKnown(c, map[string]any{"webcredentials": map[string]any{"apps": s.cfg.WellKnown.IOS}})
}

func writeWellKnown(c echo.Context, document any) error {
	c.Response().Header().Set("Cache-Control", wellKnownAge)
	return writeJSON(c, http.StatusOK, contentJSON, document)
}

// serveIcon serves the icons that a passkey's provider names.
func serveIcon(c echo.Context) error {
	icon, ok := authenticators.Icon(c.Param("icon"))
	if !ok {
		return fault.ErrNotFound
	}
	icon.ServeHTTP(c.Response(), c.Request())
	return nil
}
