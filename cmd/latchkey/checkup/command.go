package checkup

import (
	"cmp"
	"context"
	"io"

	"latchkey/config"
	"latchkey/doctor"
	"latchkey/doctor/trial"
)

// Command is the flags of `latchkey doctor`.
type Command struct {
	JSON            bool   `help:"Print the findings as JSON."`
	Origin          string `placeholder:"ORIGIN" help:"Check as a page of this origin would, such as https://app.example.com, instead of all configured ones."`
	DeliverMail     string `placeholder:"ADDRESS" help:"Also send a test mail to this address."`
	DeliverWebhooks bool   `help:"Also deliver a test event, of type delivery.test, to each webhook."`
	CanaryMail      string `placeholder:"ADDRESS" help:"With --canary: use this address of yours, with a tag behind a +, so that logins by mailed code are tried, too. Outside Kratos' development mode doctor asks for the code that arrives there."`
	DeliverSets     bool   `help:"Also deliver a verification event to each receiver of security events."`
	Canary          bool   `help:"Also create a user at Kratos, sign in as that user in all ways, and remove it. Web hooks of other services run for it."`
}

// Run checks the set-up that load returns. Errors: ErrFaults; those of load, and of the flags; that of the context, if it ended.
// ask asks the operator a question.
func (c Command) Run(
	ctx context.Context, w io.Writer, load func() (config.Loaded, error), database Database, ask func(ctx context.Context, question string) (string, error),
) error {
	if err := cmp.Or(checkOrigin(c.Origin), checkMail(c.CanaryMail, c.Canary)); err != nil {
		return err
	}
	err := Report(w, c.JSON, func(add func(doctor.Finding)) error {
		loaded, err := load()
		if Configuration(loaded, err, add) {
			return nil
		} else if err != nil {
			return err
		}
		checks, err := Checks(loaded, database, c.Origin)
		if err != nil {
			return err
		}
		if c.Canary {
			checks = append(checks, trial.Check(canaryOf(loaded, database, c.CanaryMail, ask)))
		} else {
			checks = append(checks, trial.LeftOut())
		}
		checks = append(checks, deliveryChecks(deliveries{loaded, database, c.DeliverMail}, c.DeliverWebhooks, c.DeliverSets)...)
		doctor.Run(ctx, checks, add)
		return nil
	})
	return cmp.Or(err, ctx.Err())
}
