package account

// The roles in metadata_public.latchkey_role.
const (
	RoleAdmin   = "admin"
	RoleSupport = "support"
	RoleAuditor = "auditor"
)

// Ranks order the roles: an admin acts on users of their own rank or below, and never on themselves. Keys made on the
// command line belong to the operator, who could change the configuration as well.
var Ranks = map[string]int{RoleAuditor: 1, RoleSupport: 2, RoleAdmin: 3}

// HasRole reports whether a role grants anything; users with such a role are subject to stricter rules.
func HasRole(role string) bool { return Ranks[role] > 0 }
