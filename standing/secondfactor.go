package standing

import "fmt"

// NextReasonSecondFactor is the Standing.NextReason of NextEnrol if the user has a passkey, but no second way in.
const NextReasonSecondFactor = "second_factor"

// ErrSecondFactorRequired is an ErrEnrolmentRequired: the policy requires a second way in, and the grace period is over.
var ErrSecondFactorRequired = fmt.Errorf("%w: the second one", ErrEnrolmentRequired)
