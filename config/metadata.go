package config

import (
	"fmt"
	"net/url"
	"time"

	"latchkey/authenticator"
	"latchkey/config/setting"
	"latchkey/config/value"
)

// Metadata holds FIDO's metadata of authenticators.
type Metadata struct {
	// Where Latchkey fetches the signed list (MDS 3), every eight hours: FIDO's address, or that of a mirror (https, or http on this
	// machine). One replica fetches it for all, and the database keeps it. Exclusive with webauthn.metadata.file.
	URL string `koanf:"url" optional:"true" example:"https://mds3.fidoalliance.org/"`
	// The file with the signed list, which you fetch about once a month from https://mds3.fidoalliance.org, where Latchkey is to
	// make no call. It is read again when it changes. While it cannot be used, the list that the database has is.
	File string `koanf:"file" optional:"true" example:"/var/lib/latchkey/blob.jwt"`
	// A file with the root (PEM) of another publisher. Without it, the list must be signed by FIDO.
	RootFile string `koanf:"root_file" optional:"true" example:"/etc/latchkey/metadata-root.pem"`
	// The host name in the certificate of the list's signer, which is required if set. Set it if others have certificates below
	// that root, as below a public authority's. With FIDO's, mds.fidoalliance.org, the root counts as FIDO's new one.
	Signer string `koanf:"signer" optional:"true" example:"mds.example.com"`
	// Files with lists of revoked certificates (CRL, in DER) of the publisher's authorities. A list that a revoked certificate
	// has signed is not used.
	RevokedFiles []string `koanf:"revoked_files" optional:"true" example:"/var/lib/latchkey/signer.crl"`
	// What happens to the passkeys of a model that the list reports as compromised or revoked: `suspend` them until it no
	// longer does, or only `mark` them in the API, in the console, on the user's page and in `latchkey identities export`. In
	// both cases it is recorded, and the admins and the users are notified; see docs/compromised-models.md.
	Compromised string `koanf:"compromised" enum:"suspend,mark"`
	// How long after the report to the admins that happens.
	CompromisedAfter time.Duration `koanf:"compromised_after" min:"0s" max:"168h"`
	// The models to which it does not happen, whatever the list reports, by AAGUID, or models of the U2F protocol by the key
	// identifier of their certificate. Suspensions that it caused before end.
	CompromisedExempt []string `koanf:"compromised_exempt" optional:"true" example:"ee882879-721c-4913-9775-3dfcce97072a"`
}

// isSet reports whether a list is named.
func (m Metadata) isSet() bool { return m.File != "" || m.URL != "" }

func (m Metadata) check(r *setting.Report) {
	for i, model := range m.CompromisedExempt {
		if named, _ := authenticator.ParseModel(model); !named.Known() {
			r.Fault(fmt.Sprintf("webauthn.metadata.compromised_exempt[%d]", i), "is neither an AAGUID nor a key identifier.",
				"Write it as `latchkey policy compromised` does, such as ee882879-721c-4913-9775-3dfcce97072a.")
		}
	}
	switch {
	case !m.isSet() && (m.RootFile != "" || len(m.RevokedFiles) > 0):
		r.Fault("webauthn.metadata.file", "is empty, but the other settings of the metadata are set.", "Name the file, or webauthn.metadata.url, or remove them.")
	case m.Signer != "" && m.RootFile == "":
		r.Fault("webauthn.metadata.signer", "is set, but webauthn.metadata.root_file is not.", "Remove it: the name of FIDO's signer is checked without it.")
	case m.Signer != "" && !value.IsHostName(m.Signer):
		r.Fault("webauthn.metadata.signer", "is not a host name.", "Write it as it is in the certificate, such as mds.example.com.")
	case m.File != "" && m.URL != "":
		r.Fault("webauthn.metadata.file", "is set, and so is webauthn.metadata.url.", "Remove one of them.")
	case m.URL != "":
		if wrong := addressFault(m.URL); wrong != "" {
			r.Fault("webauthn.metadata.url", wrong, "Write the address of the list, such as https://mds3.fidoalliance.org/.")
		}
	}
}

// addressFault returns what is wrong with an address from which something is fetched, or "".
func addressFault(address string) string {
	target, err := url.Parse(address)
	switch {
	case err != nil || target.Hostname() == "" || target.Fragment != "" || target.Scheme != "http" && target.Scheme != "https":
		return "is not a web address."
	case target.User != nil:
		return "has a user in it."
	case target.Scheme == "http" && !value.IsLoopback(target.Hostname()):
		return "is http, which is allowed on this machine only."
	}
	return ""
}
