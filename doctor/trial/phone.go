package trial

import (
	"strings"

	"latchkey/doctor"
	"latchkey/kratos/trait"
)

// byPhone names the schemas whose users a canary cannot be. A number that is made up may be a person's, and one that is reserved for
// fiction gets no message, for which Kratos would call the operator's provider nevertheless.
func (r *run) byPhone() {
	var ids []string
	for _, schema := range r.schemas {
		if schema.ByPhone(r.address) {
			ids = append(ids, trait.Presentable(schema.ID))
		}
	}
	if len(ids) > 0 {
		r.add(doctor.Skipf("logins of users of the identity schema %s, who sign in with a telephone number only: a canary would need one of yours that gets text messages. "+
			"Compare the hooks of the methods with which they sign in (selfservice.flows.login.after of kratos.yml) with docs/gates.md", strings.Join(ids, ", ")).As("canary.phone"))
	}
}
