package value

import (
	"errors"
	"log/slog"
	"net/url"
	"strings"
)

// DSN identifies the database. It prints without its password.
type DSN string

// The kinds of databases.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Database is a parsed DSN.
type Database struct {
	Driver string // SQLite or Postgres
	Target string // the path of the SQLite file, or the whole PostgreSQL URL
}

// Parse parses a DSN. The error does not repeat it, since it may contain a password.
func (d DSN) Parse() (Database, error) {
	scheme, rest, ok := strings.Cut(string(d), "://")
	switch {
	case !ok:
		return Database{}, errors.New("is not a database URL")
	case scheme == SQLite:
		return parseSQLite(rest)
	case scheme == Postgres || scheme == "postgresql":
		parsed, err := url.Parse(string(d))
		if err != nil {
			return Database{}, errors.New("is not a valid URL; characters such as @ : / ? # in user or password must be percent-encoded")
		}
		if parsed.Path == "" || parsed.Path == "/" {
			return Database{}, errors.New("does not name a database")
		}
		return Database{Postgres, string(d)}, nil
	}
	return Database{}, errors.New("is not for a supported database")
}

func parseSQLite(path string) (Database, error) {
	switch {
	case path == "" || strings.HasSuffix(path, "/"):
		return Database{}, errors.New("does not name a SQLite file")
	case strings.HasPrefix(path, ":memory:") || strings.Contains(path, "mode=memory"):
		return Database{}, errors.New("is in memory, so all passkeys would be lost at a restart")
	case strings.ContainsAny(path, "?#"):
		return Database{}, errors.New("has parameters, which Latchkey sets itself for SQLite")
	}
	return Database{SQLite, path}, nil
}

// String returns the DSN without its password.
func (d DSN) String() string {
	if strings.HasPrefix(string(d), SQLite+"://") {
		return string(d)
	}
	parsed, err := url.Parse(string(d))
	if err != nil || parsed.Scheme == "" || parsed.Opaque != "" {
		return redacted
	}
	query := parsed.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "password") {
			query.Set(name, "xxxxx")
		}
	}
	parsed.RawQuery = query.Encode()
	return parsed.Redacted()
}

func (d DSN) GoString() string             { return d.String() }
func (d DSN) LogValue() slog.Value         { return slog.StringValue(d.String()) }
func (d DSN) MarshalText() ([]byte, error) { return []byte(d.String()), nil }
