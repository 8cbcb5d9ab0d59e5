package api

import (
	"fmt"
	"runtime/debug"
)

// panicked is a panic with its stack, for the log.
type panicked struct {
	value any
	stack []byte
}

func panicError(value any) error { return &panicked{value, debug.Stack()} }

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }
