package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"latchkey/config/setting"
	"latchkey/config/value"
)

// WebAuthn holds the relying parties, and the properties of their passkeys.
type WebAuthn struct {
	// The relying parties (RP), one for each domain that passkeys belong to. Usually one; a second is needed during a
	// move to another domain. In the environment, this is JSON.
	RP []RP `koanf:"rp" example:"{\"id\": \"example.com\", \"name\": \"Example\", \"origins\": [\"https://example.com\"]}"`
	// Whether the authenticator must verify the user by PIN, fingerprint or face: `required`, `preferred` (if it can)
	// or `discouraged`.
	UserVerification string `koanf:"user_verification" enum:"required,preferred,discouraged"`
	// Whether a passkey must be discoverable, that is, work without a user name: `required`, `preferred` (older
	// security keys may still be added) or `discouraged`.
	ResidentKey string `koanf:"resident_key" enum:"required,preferred,discouraged"`
	// AAGUIDs of authenticators whose user verification cannot be trusted, such as a key that sets the UV flag without
	// a check. Their passkeys count as one factor.
	UVNotTrusted []string `koanf:"uv_not_trusted" optional:"true" example:"00000000-0000-0000-0000-000000000000"`
	// The maximum number of passkeys of one identity.
	MaxPasskeys int `koanf:"max_passkeys" min:"1" max:"50"`
	// What happens when the sign counter of a passkey decreases, which may mean that it was cloned: `reject` the login,
	// also `suspend` the passkey, or only `warn`. It is recorded in each case.
	Clone string `koanf:"clone" enum:"reject,suspend,warn"`
	// What happens when a passkey changes its statement on whether it can be synced (the BE flag, which WebAuthn fixes
	// at registration), as after an update of some password managers: `reject` the login, or `accept` and record it.
	BackupFlags string `koanf:"backup_flags" enum:"reject,accept"`
	// Whether a browser may create a passkey without a prompt, right after a login with a password.
	ConditionalCreate bool `koanf:"conditional_create"`
	// Whether new passkeys may use ML-DSA-44 and ML-DSA-65, signatures that a quantum computer is not known to break. They are
	// offered first, and authenticators that do not know them take another algorithm.
	MLDSA bool `koanf:"ml_dsa"`
	// Which authenticators may hold new passkeys: sets of requirements, of which policy.authenticators selects one; see
	// docs/authenticators.md. In the environment, this is JSON.
	Profiles []Profile `koanf:"profiles" optional:"true" example:"{\"name\": \"staff\", \"attestation\": \"direct\", \"allow\": [\"YubiKey 5\"], \"binding\": \"device_bound\"}"`
	// Files with the certificates (PEM) of makers that you trust to say which model an authenticator is. A root vouches for
	// every model that a key below it claims, so list only the makers whose models you allow.
	AttestationRoots []string `koanf:"attestation_roots" optional:"true" example:"/etc/latchkey/yubico.pem"`
	// FIDO's metadata of authenticators, which says which root belongs to which model, what is certified, and what is
	// compromised.
	Metadata Metadata `koanf:"metadata"`
}

// RP is one relying party.
type RP struct {
	// The RP ID: the domain that the passkeys belong to, such as `example.com`. Changing it makes existing passkeys
	// unusable; add a second entry instead.
	ID string `koanf:"id"`
	// The name that browsers display with it.
	Name string `koanf:"name"`
	// The origins whose pages may use these passkeys, spelled exactly as browsers send them: scheme, host, and the port
	// unless it is the default. Each must be on the RP ID or a subdomain, or be listed in related_origins too.
	Origins []string `koanf:"origins"`
	// Origins on other domains that may use these passkeys. They are published at `/.well-known/webauthn`, which
	// browsers fetch from the RP ID. Together with origins, they may have at most five labels; see docs/domains.md.
	RelatedOrigins []string `koanf:"related_origins" optional:"true" example:"https://example.net"`
	// The AppID for which security keys were registered with the FIDO U2F API, the predecessor of WebAuthn, exactly as it
	// was spelled then. Imported second factors then also work if they were registered for it; see docs/switch-over.md.
	AppID string `koanf:"app_id" optional:"true" example:"https://localhost/app-id.json"`
}

// check refuses what browsers would refuse (WebAuthn L3 §5.1.3), since the operator can correct it now.
func (w WebAuthn) check(r *setting.Report, baseURL string) {
	seen := make(map[string]bool)
	for i, rp := range w.RP {
		path := fmt.Sprintf("webauthn.rp[%d]", i)
		if rp.ID != "" && seen[rp.ID] {
			r.Fault(path+".id", "occurs twice ("+rp.ID+").", "Merge the two entries and list all origins in one.")
		}
		seen[rp.ID] = true
		idOK := checkRPID(r, path+".id", rp.ID)
		for j, origin := range rp.RelatedOrigins {
			checkOrigin(r, fmt.Sprintf("%s.related_origins[%d]", path, j), origin)
		}
		for j, origin := range rp.Origins {
			at := fmt.Sprintf("%s.origins[%d]", path, j)
			if checkOrigin(r, at, origin) && idOK && !slices.Contains(rp.RelatedOrigins, origin) {
				checkBelongs(r, at, origin, rp.ID)
			}
		}
		rp.checkSiteNames(r, path+".related_origins")
		if idOK {
			rp.checkAppID(r, path+".app_id", w.UserVerification)
		}
	}
	checkAAGUIDs(r, "webauthn.uv_not_trusted", w.UVNotTrusted)
	w.checkOwnPages(r, baseURL)
}

func checkAAGUIDs(r *setting.Report, path string, aaguids []string) {
	for i, aaguid := range aaguids {
		if _, err := uuid.Parse(aaguid); err != nil || len(aaguid) != 36 {
			r.Fault(fmt.Sprintf("%s[%d]", path, i), "is not an AAGUID.", "Write it as the admin API lists it for a passkey, such as 00000000-0000-0000-0000-000000000000.")
		}
	}
}

// maxSiteNames is the number that browsers read (WebAuthn L3 §5.11.1).
const maxSiteNames = 5

// checkSiteNames counts as browsers do: the registrable domain without its suffix, so that example.com and
// example.co.uk are one. Origins on the RP ID's own domain are in the list, and count.
func (rp RP) checkSiteNames(r *setting.Report, path string) {
	if len(rp.RelatedOrigins) == 0 {
		return
	}
	var names []string
	for _, origin := range slices.Concat(rp.Origins, rp.RelatedOrigins) {
		parsed, err := url.Parse(origin)
		if err != nil {
			continue // named elsewhere
		}
		if name := value.SiteName(parsed.Hostname()); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > maxSiteNames {
		r.Fault(path, fmt.Sprintf("span %d site names with origins (%s), and browsers read only %d.", len(names), strings.Join(names, ", "), maxSiteNames),
			"Keep the origins of five; names that differ only in their suffix (example.com, example.co.uk) count once.")
	}
}

// checkAppID checks that browsers let pages of this relying party use the AppID (FIDO AppID and Facet Specification, 3.1.2).
// They compare sites, and do not fetch the URL.
func (rp RP) checkAppID(r *setting.Report, path, userVerification string) {
	if rp.AppID == "" {
		return
	}
	if wrong, remedy := value.AppIDFault(rp.AppID, rp.ID); wrong != "" {
		r.Fault(path, wrong, remedy)
	}
	switch {
	case !slices.ContainsFunc(rp.Origins, func(origin string) bool { return strings.HasPrefix(origin, "https://") }):
		r.Warn(path, "has no effect: none of the origins is https.", "Serve the pages by https, or remove it.")
	case userVerification == "required":
		r.Warn(path, "has no effect while webauthn.user_verification is required: keys of the U2F API cannot verify users.", "Set that to preferred, or remove this.")
	}
}

// checkBelongs checks that browsers let pages of an origin use an RP ID: equal to its host, or a parent of it that is
// not a public suffix.
func checkBelongs(r *setting.Report, path, origin, rpID string) {
	parsed, err := url.Parse(origin)
	if err != nil {
		return
	}
	host := parsed.Hostname()
	suffix := value.PublicSuffix(host)
	switch _, ipErr := netip.ParseAddr(host); {
	case host == rpID:
	case ipErr == nil:
		r.Fault(path, "has an IP address, but passkeys belong to domains.", "Use http://localhost instead, or give the machine a domain name.")
	case !strings.HasSuffix(host, "."+rpID):
		r.Fault(path, "is outside its RP ID "+rpID+": "+origin+".", "Use a host on "+rpID+" or below it, or list the origin in related_origins too.")
	case len(suffix) >= len(rpID):
		r.Fault(path, "cannot use the RP ID "+rpID+": browsers treat it as a public suffix.", "Make the RP ID "+host+".")
	}
}

// checkOwnPages warns when Latchkey's own pages could not run a ceremony.
func (w WebAuthn) checkOwnPages(r *setting.Report, base string) {
	listed := slices.ContainsFunc(w.RP, func(rp RP) bool {
		return slices.Contains(rp.Origins, base) || slices.Contains(rp.RelatedOrigins, base)
	})
	if !listed && base != "" {
		r.Warn("serve.public.base_url", "is not among the origins of webauthn.rp: Latchkey's own pages cannot use passkeys.", "Add "+base+" to webauthn.rp[0].origins, unless only your own pages call the API.")
	}
}
