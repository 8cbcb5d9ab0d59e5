package account

// The roles that metadata_public.latchkey_role gives an identity.
const (
	RoleAdmin   = "admin"
	RoleSupport = "support"
	RoleAuditor = "auditor"
)

// Ranks order the roles: an admin acts on people of their own rank or below, and never on themselves. Keys made at the
// machine, and the machine itself, are the operator's, who could change the configuration as well.
var Ranks = map[string]int{RoleAuditor: 1, RoleSupport: 2, RoleAdmin: 3}

// HasRole tells whether a role gives any power here; such people face stricter rules.
func HasRole(role string) bool { return Ranks[role] > 0 }
