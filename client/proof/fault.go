package proof

import (
	"errors"
	"fmt"
)

var (
	// ErrInvalid is for a token that is not a valid proof for this service.
	ErrInvalid = errors.New("not a valid proof")
	// ErrInsufficient is for a valid proof that does not meet the demand. Its nonce is not used up.
	ErrInsufficient = errors.New("the proof does not meet the demand")
)

func invalid(why string) error { return fmt.Errorf("%w: %s", ErrInvalid, why) }
