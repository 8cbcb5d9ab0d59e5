package config

import "time"

// Lifecycle holds what happens to users whom Kratos has deleted or deactivated; see docs/lifecycle.md.
type Lifecycle struct {
	// How long everything of an identity that no longer exists at Kratos is kept, from the time when that is first noticed.
	// After that, its passkeys, recovery codes and other rows are deleted. Audit events stay.
	Grace time.Duration `koanf:"grace" min:"0s"`
	// How often all identities are compared with Kratos. One replica does it. `0s`: never; run `latchkey reconcile` instead.
	Every time.Duration `koanf:"every" min:"0s"`
}
