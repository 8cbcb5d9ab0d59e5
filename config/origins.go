package config

import "slices"

// PasskeyOrigins are the origins whose pages may use passkeys.
func (c Config) PasskeyOrigins() (origins []string) {
	for _, rp := range c.WebAuthn.RP {
		origins = append(origins, rp.Origins...)
		origins = append(origins, rp.RelatedOrigins...)
	}
	return origins
}

// CallerOrigins are the origins whose pages may call the API: these, our own and those that only call.
func (c Config) CallerOrigins() []string {
	public := c.Serve.Public
	origins := slices.Concat([]string{public.BaseURL}, public.AllowedOrigins, c.PasskeyOrigins())
	slices.Sort(origins)
	return slices.Compact(origins)
}
