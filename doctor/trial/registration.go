package trial

import (
	"context"
	"time"

	"latchkey/doctor"
)

// hookArrives is how long Kratos may take to call a hook whose answer it ignores. It calls that one in the background.
const hookArrives = 5 * time.Second

// registrationHook finds out whether Latchkey has heard of the canary's registration. What else the run did has taken time in which
// the hook could arrive.
func (r *run) registrationHook(ctx context.Context) {
	switch {
	case !r.cfg.Hooks:
		r.add(doctor.Skipf("whether Latchkey learns of registrations: kratos.hooks.key is not set").As("kratos.registration_hook"))
		return
	case !r.registered:
		return // Kratos calls no hook for those whom an admin creates
	}
	ctx, cancel := context.WithTimeout(ctx, hookArrives)
	defer cancel()
	for {
		known, err := r.cfg.Registered(ctx, r.user.ID)
		switch {
		case known:
			r.add(doctor.Finding{Check: "kratos.registration_hook", Result: doctor.OK, Wrong: "Kratos' registration hook arrives"})
			return
		case err != nil && ctx.Err() == nil:
			r.add(doctor.Skipf("whether Latchkey learns of registrations: %v", err).As("kratos.registration_hook"))
			return
		}
		select {
		case <-ctx.Done():
			r.add(r.noHook(doctor.Warnf("the registration hook does not arrive, so events and numbers of new users are missing").
				Because("Kratos registered the canary, and Latchkey has no event %s about it", "identity.registered")))
			return
		case <-time.After(hookArrives / 10):
		}
	}
}

// noHook adds what to change to a finding about the hook.
func (r *run) noHook(f doctor.Finding) doctor.Finding {
	return f.As("kratos.registration_hook").
		Do(`Compare it with this in kratos.yml, where Kratos' own host must reach url, and value is the content of %s. A method with hooks of its own needs it there:
  selfservice:
    flows:
      registration:
        after:
          password:
            hooks:
              - hook: web_hook
                config:
                  url: %s/hooks/kratos/registration
                  method: POST
                  body: file:///etc/kratos/latchkey-flow.jsonnet
                  auth: {type: api_key, config: {in: header, name: X-Hook-Key, value: …}}
                  response: {ignore: true}
              - hook: session`, r.cfg.At(r.cfg.HookKey), r.cfg.BaseURL)
}
