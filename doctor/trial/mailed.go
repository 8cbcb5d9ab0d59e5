package trial

import (
	"context"
	"errors"

	"latchkey/doctor"
	"latchkey/kratos/canary"
	"latchkey/kratos/inspect"
)

// mailedCode tries to sign in with a mailed code, where Kratos offers that as a first factor. Without an address whose mail the operator
// reads, no mail is caused: the relay would get it back.
func (r *run) mailedCode(ctx context.Context, note func(error)) {
	flow, err := r.kratos.Login(ctx)
	if err != nil || !flow.Has("code") {
		return
	}
	if !r.cfg.Mailed {
		r.add(doctor.Skipf("whether the login gate stops logins by mailed code: run doctor with --canary-mail and an address of yours, to which Kratos then mails a code").As("gate.login"))
		return
	}
	err = r.user.LoginByCode(ctx, r.cfg.AskCode)
	if _, refused := errors.AsType[*inspect.Refusal](err); err != nil && (errors.Is(err, canary.ErrNoCode) || !refused) {
		r.add(doctor.Skipf("whether the login gate stops logins by mailed code: %v", err).As("gate.login"))
		return
	}
	note(err)
}
