package main

import (
	"context"
	"errors"
	"fmt"

	"latchkey/cmd/latchkey/approved"
	"latchkey/cmd/latchkey/checkup"
	"latchkey/config"
	"latchkey/config/value"
	"latchkey/fault"
)

type configCommand struct {
	Check   configCheck   `cmd:"" help:"Check the configuration without starting anything, and kratos.traits against the identity schemas of Kratos, if it runs. Reports all faults at once and exits with 1, or lists the settings that are set, and where."`
	Schema  configSchema  `cmd:"" help:"Print the JSON Schema of latchkey.yml, for editors."`
	Example configExample `cmd:"" help:"Print a latchkey.yml with all settings, their descriptions and defaults."`
	Manual  configManual  `cmd:"" hidden:"" help:"Print docs/config.md."`
}

type (
	configCheck   struct{}
	configSchema  struct{}
	configExample struct{}
	configManual  struct{}
)

// misplacedKratos reports that something answers at an address of Kratos, and not as Kratos does.
func misplacedKratos(loaded config.Loaded, call *fault.KratosCall, err error) config.Faults {
	return config.Faults{{
		Path: call.Setting, Source: loaded.Origins[call.Setting], Wrong: "does not lead to that API of Kratos: " + err.Error() + ".",
		Remedy: "Compare it with serve.public.base_url and serve.admin.base_url of Kratos, and with the proxy between both.",
	}}
}

func (configCheck) Run(ctx context.Context, p *Program) error {
	loaded, err := p.load()
	if err != nil {
		return err
	}
	if err := checkRules(loaded.Config); err != nil {
		return err
	}
	if _, err := openCertificates(loaded.Serve, newLog(loaded.Log, p.Stderr)); err != nil {
		return err
	}
	unusable, err := approved.CheckFile(loaded)
	if err != nil {
		return err
	}
	p.warn(unusable)
	faults, warnings, err := compareTraits(ctx, loaded)
	switch call, ok := errors.AsType[*fault.KratosCall](err); {
	case ok && errors.Is(err, fault.ErrKratosMisconfigured):
		return misplacedKratos(loaded, call, err)
	case err != nil:
		fmt.Fprintf(p.Stderr, "note: kratos.traits was not compared with the identity schemas at %s: %v\n", loaded.Kratos.PublicURL, err)
	}
	p.warn(append(warnings, checkup.Organizations(ctx, loaded)...))
	if len(faults) > 0 {
		return faults
	}
	if err := loaded.WriteSettings(p.Stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout, "ok")
	return err
}

// checkRules validates the settings by the rules of webauthnsvc, such as the number of sites that related origins span.
func checkRules(cfg config.Config) error {
	decisions := rulesConfig(cfg)
	if len(decisions.Secrets) == 0 {
		decisions.Secrets = [][]byte{make([]byte, value.MinSecretBytes)} // serve generates one
	}
	return decisions.Validate()
}

func (configSchema) Run(p *Program) error {
	out, err := config.Schema()
	if err != nil {
		return err
	}
	_, err = p.Stdout.Write(out)
	return err
}

func (configExample) Run(p *Program) error { return config.WriteExample(p.Stdout) }

func (configManual) Run(p *Program) error { return config.WriteManual(p.Stdout) }
