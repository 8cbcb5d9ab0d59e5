package api

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/labstack/echo/v4"
)

// panicked is a panic with its stack, for the log.
type panicked struct {
	value any
	stack []byte
}

func panicError(value any) error { return &panicked{value, debug.Stack()} }

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// recoverPanics turns a panic into a 500; the listener's own handling would drop the connection.
func recoverPanics(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if value := recover(); value != nil {
				if value == http.ErrAbortHandler {
					panic(value)
				}
				err = panicError(value)
			}
		}()
		return next(c)
	}
}
