package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// prepareDatabase makes and migrates the database in a directory. A new one is a copy of a migrated one that is cached:
// several hundred migrations take Kratos two seconds of CPU time.
func prepareDatabase(ctx context.Context, binary, dir string) error {
	database := filepath.Join(dir, "kratos.sqlite")
	if _, err := os.Stat(database); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, migrateKratos(ctx, binary, database))
	}
	empty, err := emptyDatabase(binary)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(empty)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeEmpty(ctx, binary, empty); err != nil {
			return err
		}
		content, err = os.ReadFile(empty)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(database, content, 0o600)
}

// emptyDatabase returns where the migrated database of a binary is cached. Another binary, or one that is built anew, has its
// own.
func emptyDatabase(binary string) (string, error) {
	info, err := os.Stat(binary)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "latchkey", "kratos-databases")
	key := sha256.Sum256(fmt.Append(nil, binary, info.Size(), info.ModTime().UnixNano()))
	return filepath.Join(dir, hex.EncodeToString(key[:8])+".sqlite"), os.MkdirAll(dir, 0o755)
}

// makeEmpty migrates a database in a temporary directory and renames it, so that other processes find it complete or
// not at all.
func makeEmpty(ctx context.Context, binary, empty string) error {
	dir, err := os.MkdirTemp(filepath.Dir(empty), "migrating-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	unfinished := filepath.Join(dir, "empty.sqlite")
	if err := migrateKratos(ctx, binary, unfinished); err != nil {
		return err
	}
	return os.Rename(unfinished, empty)
}

func migrateKratos(ctx context.Context, binary, database string) error {
	dir := filepath.Dir(database)
	migrate := exec.CommandContext(ctx, binary, "migrate", "sql", "up", "-e", "--yes")
	migrate.Env = append(kratosEnvironment(dir), "DSN=sqlite://"+database+"?_fk=true&mode=rwc&_busy_timeout=5000")
	if output, err := migrate.CombinedOutput(); err != nil {
		return fmt.Errorf("migrating Kratos' database failed (%w):\n%s", err, output)
	}
	return nil
}

// kratosEnvironment is nearly empty, because Kratos also takes every setting from a variable, such as DSN. Collecting garbage less
// often saves a seventh of the CPU time of its start.
func kratosEnvironment(dir string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "GOGC=400"}
}
