package main

import (
	"errors"
	"log/slog"
	"net/url"
	"strings"
)

// DSN names the database. Printed, it has no password.
type DSN string

const (
	sqliteDriver   = "sqlite"
	postgresDriver = "postgres"
)

// database is a DSN taken apart.
type database struct {
	driver string // sqliteDriver or postgresDriver
	target string // the path of the SQLite file, or the whole PostgreSQL URL
}

// parse takes a DSN apart. The error says what is wrong without repeating it, since it may hold a password.
func (d DSN) parse() (database, error) {
	scheme, rest, ok := strings.Cut(string(d), "://")
	switch {
	case !ok:
		return database{}, errors.New("is no database URL")
	case scheme == sqliteDriver:
		return parseSQLite(rest)
	case scheme == postgresDriver || scheme == "postgresql":
		parsed, err := url.Parse(string(d))
		if err != nil {
			return database{}, errors.New("is no URL that can be read; characters such as @ : / ? # in user or password must be percent-encoded")
		}
		if parsed.Path == "" || parsed.Path == "/" {
			return database{}, errors.New("names no database")
		}
		return database{postgresDriver, string(d)}, nil
	}
	return database{}, errors.New("is for a database that Latchkey does not know")
}

func parseSQLite(path string) (database, error) {
	switch {
	case path == "" || strings.HasSuffix(path, "/"):
		return database{}, errors.New("names no SQLite file")
	case strings.HasPrefix(path, ":memory:") || strings.Contains(path, "mode=memory"):
		return database{}, errors.New("is in memory only, and all passkeys would be lost at a restart")
	case strings.ContainsAny(path, "?#"):
		return database{}, errors.New("has parameters, and Latchkey sets those of SQLite itself")
	}
	return database{sqliteDriver, path}, nil
}

// String is the DSN without its password.
func (d DSN) String() string {
	if strings.HasPrefix(string(d), sqliteDriver+"://") {
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
