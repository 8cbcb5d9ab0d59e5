package config

import "latchkey/config/setting"

// TLS is the certificate of a listener.
type TLS struct {
	// A file with the certificate and the intermediate ones, in PEM. With it, the listener speaks https only, with TLS 1.2 or newer
	// and HTTP/2; without it, http, for a proxy that speaks https. When the files change, new connections get the new
	// certificate; if it cannot be used, they keep getting the previous one, and an error is logged. See docs/tls.md.
	CertFile string `koanf:"cert_file" optional:"true" example:"/etc/latchkey/tls/fullchain.pem"`
	// The file with the certificate's key, in PEM. Set both or neither.
	KeyFile string `koanf:"key_file" optional:"true" example:"/etc/latchkey/tls/privkey.pem"`
}

// On reports whether the listener speaks https.
func (t TLS) On() bool { return t.CertFile != "" }

func (t TLS) check(r *setting.Report, path string) {
	switch {
	case t.CertFile != "" && t.KeyFile == "":
		r.Fault(path+".key_file", "is not set, but cert_file is.", "Name the file with the certificate's key; or remove cert_file to listen without TLS.")
	case t.CertFile == "" && t.KeyFile != "":
		r.Fault(path+".cert_file", "is not set, but key_file is.", "Name the file with the certificate; or remove key_file to listen without TLS.")
	}
}
