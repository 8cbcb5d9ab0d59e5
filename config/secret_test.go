package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"latchkey/config/value"
)

func TestSecretsNeverPrint(t *testing.T) {
	config := Default()
	config.DSN = "postgres://me:hunter2@db/latchkey?sslpassword=hunter2"
	config.Secrets.Cipher = []value.Secret{goodSecret}
	encoded, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "config", config, "dsn", config.DSN, "secret", config.Secrets.Cipher[0])
	for how, text := range map[string]string{
		"%v": fmt.Sprintf("%v", config), "%+v": fmt.Sprintf("%+v", config), "%#v": fmt.Sprintf("%#v", config),
		"%s": fmt.Sprintf("%s", config.Secrets), "JSON": string(encoded), "log": log.String(),
	} {
		if strings.Contains(text, goodSecret) || strings.Contains(text, "hunter2") {
			t.Errorf("%s shows a secret: %s", how, text)
		}
	}
}

func TestFaultsDoNotRepeatSecrets(t *testing.T) {
	for _, content := range []string{
		"dsn: 'postgres://u:hunter2%zz@h/d'", "dsn: 'hunter2'", "secrets: {cipher: [hunter2]}", "secrets: {cipher: hunter2}",
		"policy: {freshness: hunter2}", "dsn: !!int hunter2", "webauthn: {max_passkeys: hunter2}",
	} {
		_, err := loadText(t, content)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", content, err)
		}
	}
}

func TestSecretFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	second := strings.ToUpper(goodSecret[:20]) + goodSecret[20:]
	loaded, err := loadText(t, "secrets: {cipher_file: "+write("cipher", goodSecret+"\n\n"+second+"\n")+"}",
		"LATCHKEY_DSN_FILE="+write("dsn", "postgres://u:p@h/d\n"))
	if err != nil {
		t.Fatal(err)
	}
	if string(loaded.DSN) != "postgres://u:p@h/d" {
		t.Errorf("dsn: got %v, want postgres://u:p@h/d", loaded.DSN)
	}
	if len(loaded.Secrets.Cipher) != 2 || loaded.Secrets.Cipher[0] != goodSecret || string(loaded.Secrets.Cipher[1]) != second {
		t.Errorf("got %d secrets, want 2, in the order of the file", len(loaded.Secrets.Cipher))
	}
	for content, wrong := range map[string]string{"\n": "without any secret", "short\n": "too short"} {
		_, err := loadText(t, "dsn: postgres://u@h/d\nsecrets: {cipher_file: "+write("bad", content)+"}")
		if faults := faultsOf(t, err); len(faults) != 1 || faults[0].Path != "secrets.cipher_file" || !strings.Contains(faults[0].Wrong, wrong) {
			t.Errorf("%q: got %v, want that it is %s", content, err, wrong)
		}
	}
	if _, err := loadText(t, "dsn_file: "+write("baddsn", "mysql://a:hunter2@b/c")); err == nil ||
		!strings.Contains(err.Error(), "not for a supported database") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("dsn_file with an unknown database: %v", err)
	}
}

func TestSQLiteSecretIsMadeOnce(t *testing.T) {
	dir := t.TempDir()
	const starters = 16
	var wait sync.WaitGroup
	var found [starters]value.Secret
	var made [starters]string
	for i := range starters {
		wait.Go(func() {
			config := Default()
			config.DSN = value.DSN("sqlite://" + filepath.Join(dir, "latchkey.db"))
			path, err := config.EnsureSecrets()
			if err != nil {
				t.Error(err)
				return
			}
			found[i], made[i] = config.Secrets.Cipher[0], path
		})
	}
	wait.Wait()
	makers := 0
	for i := range starters {
		if found[i] != found[0] || found[i].Weakness() != "" {
			t.Errorf("starter %d has another secret", i)
		}
		if made[i] != "" {
			makers++
		}
	}
	if makers != 1 {
		t.Errorf("%d starters say that they made it, want 1", makers)
	}
	info, err := os.Stat(filepath.Join(dir, "latchkey.secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if rest, _ := filepath.Glob(filepath.Join(dir, ".latchkey*")); len(rest) > 0 {
		t.Errorf("left behind: %v", rest)
	}
}

func TestSQLiteSecretThatCannotBeUsed(t *testing.T) {
	dir := t.TempDir()
	config := Default()
	config.DSN = value.DSN("sqlite://" + filepath.Join(dir, "missing", "latchkey.db"))
	if _, err := config.EnsureSecrets(); err == nil || !strings.Contains(err.Error(), "secrets.cipher_file") {
		t.Errorf("no folder: %v", err)
	}
	config.DSN = value.DSN("sqlite://" + filepath.Join(dir, "latchkey.db"))
	if err := os.WriteFile(filepath.Join(dir, "latchkey.secret"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.EnsureSecrets(); err == nil || !strings.Contains(err.Error(), "is empty") {
		t.Errorf("empty file: %v", err)
	}
	config.Secrets.Cipher = []value.Secret{goodSecret}
	if made, err := config.EnsureSecrets(); err != nil || made != "" || len(config.Secrets.Cipher) != 1 {
		t.Errorf("configured secret: made %q, %v", made, err)
	}
}
