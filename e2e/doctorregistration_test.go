package e2e_test

// registrationFaults are in the registration hook: it is left out, it goes elsewhere, its key is another, or Kratos waits for its
// answer.
func registrationFaults() []canarySeed {
	const (
		want  = "kratos.registration_hook"
		hooks = `password: {hooks: [{"config":{"auth":{"config":{"in":"header","name":"X-Hook-Key","value":"`
	)
	warn := func(oldnew ...string) canarySeed {
		return canarySeed{seed: seed{want: want, warning: true}, edit: oldnew}
	}
	return []canarySeed{
		warn("password: {hooks: ", `password: {hooks: [{"hook":"session"}]} #`),
		warn("/hooks/kratos/registration", "/hooks/kratos/none"),
		warn(hooks, hooks+"not"),
		{seed: seed{want: want}, edit: []string{`"response":{"ignore":true}`, `"response":{"parse":true,"ignore":false}`}}, // before there is an identity
		{seed: seed{want: want}, edit: []string{hooks, hooks + "not", `"response":{"ignore":true}`, `"response":{"ignore":false}`}},
	}
}
