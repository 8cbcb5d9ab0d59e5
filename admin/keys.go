package admin

import (
	"latchkey/audit"
)

// Keys creates, checks and revokes admin keys. It is safe for concurrent use.
type Keys struct {
	cfg        Config
	store      Store
	audit      *audit.Log
	identities Kratos
	owners     owners
}

// NewKeys returns a service. It makes no calls. kratos may be nil on the command line, where keys are not checked.
func NewKeys(cfg Config, records Store, log *audit.Log, kratos Kratos) *Keys {
	return &Keys{cfg: cfg, store: records, audit: log, identities: kratos}
}
