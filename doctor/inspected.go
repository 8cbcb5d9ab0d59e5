package doctor

import (
	"errors"
	"fmt"

	"latchkey/kratos/inspect"
)

// inspected are the checks of Kratos.
type inspected struct {
	Config
	kratos *inspect.Kratos
}

// unanswered is a finding for a call that failed although the address answered before.
func unanswered(setting string, err error) []Finding {
	return []Finding{Faultf("Kratos stopped answering").Because("%s: %v", setting, err).Do("Run doctor again.")}
}

func refusedFlow(err error) []Finding {
	if refused, ok := errors.AsType[*inspect.Refusal](err); ok {
		err = fmt.Errorf("status %d %s", refused.Status, refused.ID)
	}
	return []Finding{Faultf("Kratos refuses to begin a login").Because("%v", err).Do("Look into Kratos' log.")}
}
