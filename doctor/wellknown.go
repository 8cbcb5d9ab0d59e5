package doctor

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"slices"
)

// document is what a browser or an operating system reads at the RP ID's own host.
type document struct {
	rpID, path string
	origins    []string // that must be in it
	reader     string
}

func (d document) address() string { return "https://" + d.rpID + d.path }

// documents returns those that are read: for pages of other domains, and for apps.
func (o outside) documents() (list []document) {
	for _, rp := range o.RPs {
		if len(rp.Related) > 0 {
			list = append(list, document{rp.ID, "/.well-known/webauthn", rp.Related, "browsers"})
		}
		if o.Apps.Android {
			list = append(list, document{rp.ID, "/.well-known/assetlinks.json", nil, "Android"})
		}
		if o.Apps.IOS {
			list = append(list, document{rp.ID, "/.well-known/apple-app-site-association", nil, "iOS"})
		}
	}
	return list
}

// wellKnown reads them as their readers do: by https, without following redirects, and only as JSON (WebAuthn L3 §5.11.1).
func (o outside) wellKnown(ctx context.Context) (found []Finding) {
	for _, d := range o.documents() {
		if finding := o.read(ctx, d); finding != nil {
			found = append(found, *finding)
		}
	}
	return found
}

func (o outside) read(ctx context.Context, d document) *Finding {
	remedy := "Let " + d.rpID + " answer " + d.path + " from Latchkey, with its Host unchanged: docs/domains.md."
	fault := func(format string, args ...any) *Finding {
		f := Faultf("%s cannot read %s", d.reader, d.address()).As("well_known").Because(format, args...).Do("%s", remedy)
		return &f
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.address(), nil)
	if err != nil {
		return fault("%v", err)
	}
	resp, err := o.client.Do(req)
	if err != nil {
		return fault("GET: %v", cause(err))
	}
	defer resp.Body.Close()
	media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return fault("GET: a redirect, status %d, which is not followed", resp.StatusCode)
	case resp.StatusCode != http.StatusOK:
		return fault("GET: status %d", resp.StatusCode)
	case media != "application/json":
		return fault("GET: its type is %q, not application/json", media)
	}
	var listed struct {
		Origins []string `json:"origins"`
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err == nil && len(d.origins) > 0 {
		err = json.Unmarshal(body, &listed)
	}
	if err != nil {
		return fault("GET: %v", err)
	}
	for _, origin := range d.origins {
		if !slices.Contains(listed.Origins, origin) {
			return fault("GET: it does not list %s", origin)
		}
	}
	return nil
}
