package oidc

// Fault is an OAuth error (RFC 6749 §4.1.2.1, §5.2). Its description never repeats a secret.
type Fault struct {
	Code        string
	Description string
}

func (f *Fault) Error() string { return "oauth: " + f.Code + ": " + f.Description }
