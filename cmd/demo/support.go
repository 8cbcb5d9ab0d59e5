package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"latchkey/demo"
)

const supportEmail = "support@example.com"

// support is the account of a support agent. It has the role and no passkey: Code allows it to set up the first.
type support struct {
	Email, Password string
	Code            string // works once, within an hour
}

// supportOf returns the account, and creates it unless it was kept from an earlier run.
func supportOf(ctx context.Context, stack *demo.Stack, keep string) (support, error) {
	password, err := keptPassword(keep)
	if err != nil {
		return support{}, err
	}
	id, err := identityOf(stack.Latchkey, supportEmail)
	if err == nil && id == uuid.Nil {
		id, err = stack.Kratos.CreateIdentity(ctx, map[string]any{"email": supportEmail, "name": "Support"}, password, map[string]string{"latchkey_role": "support"})
	}
	if err != nil {
		return support{}, err
	}
	code, err := stack.Latchkey.Command("enrolment-code", id.String(), "--reason", "the demo starts").Output()
	if err != nil {
		return support{}, fmt.Errorf("latchkey enrolment-code: %w", err)
	}
	return support{supportEmail, password, strings.TrimSpace(string(code))}, nil
}

// keptPassword returns a random password, which is kept with the account.
func keptPassword(keep string) (string, error) {
	if keep == "" {
		return demo.RandomSecret(), nil
	}
	path := filepath.Join(keep, "support.secret")
	text, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return string(text), err
	}
	password := demo.RandomSecret()
	return password, os.WriteFile(path, []byte(password), 0o600)
}

// notFound is the exit code of commands that find nothing.
const notFound = 4

// identityOf returns the identity that signs in with an address; uuid.Nil: nobody.
func identityOf(latchkey *demo.Latchkey, email string) (uuid.UUID, error) {
	output, err := latchkey.Command("identities", "show", email, "--json").Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) && failed.ExitCode() == notFound {
		return uuid.Nil, nil
	}
	var found struct {
		ID uuid.UUID `json:"id"`
	}
	if err == nil {
		err = json.Unmarshal(output, &found)
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("latchkey identities show: %w", err)
	}
	return found.ID, nil
}
