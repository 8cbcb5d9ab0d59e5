package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Edit replaces texts of kratos.yml, each followed by its replacement, and restarts Kratos. Its error says so if one is not
// there.
func (k *Kratos) Edit(ctx context.Context, oldnew ...string) error {
	return k.edit(ctx, k.config(), oldnew)
}

// EditSchema is Edit for the identity schema.
func (k *Kratos) EditSchema(ctx context.Context, oldnew ...string) error {
	return k.edit(ctx, k.schemaFile(), oldnew)
}

func (k *Kratos) edit(ctx context.Context, file string, oldnew []string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text := string(raw)
	for i := 0; i+1 < len(oldnew); i += 2 {
		if !strings.Contains(text, oldnew[i]) {
			return fmt.Errorf("%s does not contain %q", file, oldnew[i])
		}
		text = strings.Replace(text, oldnew[i], oldnew[i+1], 1)
	}
	return errors.Join(k.Stop(), os.WriteFile(file, []byte(text), 0o600), k.Start(ctx))
}
