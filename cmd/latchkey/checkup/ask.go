package checkup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Ask returns a function that asks the operator a question and reads a line. It asks on standard error, so that standard output
// has the report alone.
func Ask(in io.Reader, out io.Writer) func(ctx context.Context, question string) (string, error) {
	return func(ctx context.Context, question string) (string, error) {
		fmt.Fprint(out, question)
		read := make(chan string, 1)
		go func() {
			text, _ := bufio.NewReader(in).ReadString('\n') // at the end of the input, nothing
			read <- strings.TrimSpace(text)
		}()
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case text := <-read:
			if text == "" {
				return "", errors.New("no code was entered")
			}
			return text, nil
		}
	}
}
