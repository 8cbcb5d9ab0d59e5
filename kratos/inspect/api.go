package inspect

import (
	"context"
	"net/http"
	"strings"
)

// API is one of the two APIs of Kratos, each with a listener of its own.
type API string

const (
	Public API = "public"
	Admin  API = "admin"
	Other  API = "" // something else answers
)

// API finds out which API answers at an address. Its error means that nothing answers.
func (k *Kratos) API(ctx context.Context, address string) (API, error) {
	got, err := k.get(ctx, address+"/admin/health/ready")
	if err != nil {
		return Other, err
	}
	var health struct {
		Status string `json:"status"`
	}
	if got.Decode(http.StatusOK, &health) == nil && health.Status != "" {
		return Admin, nil
	}
	if got, err = k.get(ctx, address+"/sessions/whoami"); err != nil {
		return Other, err
	}
	if refused, ok := got.Decode(http.StatusOK, &health).(*Refusal); ok && refused.Status == http.StatusUnauthorized {
		return Public, nil
	}
	return Other, nil
}

// Version returns Kratos' version as it was built: v1.3.1, v26.2.0, or master of a build from its sources.
func (k *Kratos) Version(ctx context.Context) (string, error) {
	got, err := k.get(ctx, k.AdminURL+"/admin/version")
	if err != nil {
		return "", err
	}
	var body struct {
		Version string `json:"version"`
	}
	return body.Version, got.Decode(http.StatusOK, &body)
}

// RemovesSingly reports whether a Kratos of that version removes single keys and passkeys.
func RemovesSingly(version string) bool { return newer(version) }

// HasOrganizations reports whether a Kratos of that version reports the organization of a user.
func HasOrganizations(version string) bool { return newer(version) }

// newer reports whether a version came after v1.3.1, as v25.4.0 did. A Kratos that was built from its sources does not tell its age, and
// is taken for a newer one.
func newer(version string) bool {
	return !strings.HasPrefix(version, "v0.") && !strings.HasPrefix(version, "v1.")
}
