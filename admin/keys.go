package admin

import (
	"latchkey/audit"
)

// Keys makes, judges and ends admin keys. It is safe for concurrent use.
type Keys struct {
	cfg        Config
	store      Store
	audit      *audit.Log
	identities Kratos
	owners     owners
}

// NewKeys builds the service. It makes no call. Without Kratos it works where Kratos is not needed: on the command line.
func NewKeys(cfg Config, records Store, log *audit.Log, kratos Kratos) *Keys {
	return &Keys{cfg: cfg, store: records, audit: log, identities: kratos}
}
