package config

import (
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// checker judges a decoded configuration: first each value by the tags of its field, then by name what the tags
// cannot say. It never stops at the first fault.
type checker struct {
	config   *Config
	faults   Faults
	warnings []Fault
}

func (c *checker) all() {
	c.group("", settings(), targetOf(c.config))
	c.database()
	c.listeners()
	c.kratos()
	c.relyingParties()
	c.apps()
	c.secrets()
	c.returnTo()
	c.webhooks()
}

func (c *checker) fault(path, wrong, remedy string) {
	c.faults = append(c.faults, Fault{Path: path, Wrong: wrong, Remedy: remedy})
}

func (c *checker) warn(path, wrong, remedy string) {
	c.warnings = append(c.warnings, Fault{Path: path, Wrong: wrong, Remedy: remedy})
}

// targetOf is the struct that fields are indices of.
func targetOf(config *Config) reflect.Value { return reflect.ValueOf(config).Elem() }

func (c *checker) group(path string, fields []field, value reflect.Value) {
	for _, f := range fields {
		at, v := join(path, f.Key), value.Field(f.Index)
		switch {
		case f.isGroup():
			c.group(at, f.Fields, v)
		case f.isList():
			c.list(at, f, v)
		case v.Kind() == reflect.String:
			c.text(at, f, v.String())
		case f.Default.Type() == durationType:
			c.duration(at, f, time.Duration(v.Int()))
		case v.CanInt():
			c.number(at, f, v.Int())
		}
	}
}

func (c *checker) list(path string, f field, list reflect.Value) {
	if list.Len() == 0 && !f.Optional {
		c.fault(path, "is empty.", "Give at least one, or remove the line to have the default.")
	}
	for i := range list.Len() {
		at := path + "[" + strconv.Itoa(i) + "]"
		if f.isGroupList() {
			c.group(at, f.Fields, list.Index(i))
		} else if list.Index(i).Len() == 0 {
			c.fault(at, "is empty.", "Give it a value, or remove it from the list.")
		}
	}
}

func (c *checker) text(path string, f field, text string) {
	switch {
	case len(f.Enum) > 0:
		c.enum(path, f, text)
	case text == "" && !f.Optional:
		c.fault(path, "is empty.", "Give it a value, or remove the line to have the default.")
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfffd || unicode.Is(unicode.Bidi_Control, r) }):
		c.fault(path, "has control characters, characters that turn the direction of text, or broken UTF-8 in it.", "Write it in plain UTF-8 text, on one line.")
	}
}

func (c *checker) enum(path string, f field, text string) {
	for _, allowed := range f.Enum {
		if text == allowed {
			return
		}
	}
	choice := "Choose one of " + strings.Join(f.Enum, ", ") + "."
	if text == "" {
		c.fault(path, "is empty.", choice+" Without the line it is "+f.Default.String()+".")
		return
	}
	if near := nearest(text, f.Enum); near != "" {
		choice = "Did you mean " + near + "? " + choice
	}
	c.fault(path, fmt.Sprintf("is %.40q, which it cannot be.", text), choice)
}

func (c *checker) number(path string, f field, n int64) {
	least, errMin := strconv.ParseInt(f.Min, 10, 64)
	most, errMax := strconv.ParseInt(f.Max, 10, 64)
	if errMin == nil && n < least || errMax == nil && n > most {
		c.fault(path, fmt.Sprintf("is %d.", n), "Choose "+f.bounds()+".")
	}
}

func (c *checker) duration(path string, f field, d time.Duration) {
	least, errMin := time.ParseDuration(f.Min)
	most, errMax := time.ParseDuration(f.Max)
	if errMin == nil && d < least || errMax == nil && d > most {
		c.fault(path, "is "+d.String()+".", "Choose "+f.bounds()+".")
	}
}

// bounds says which values a number or duration may have.
func (f field) bounds() string {
	if f.Max == "" {
		return f.Min + " or more"
	}
	return f.Min + " to " + f.Max
}

func (c *checker) database() {
	if _, err := c.config.DSN.Parse(); err != nil && c.config.DSN != "" {
		c.fault("dsn", err.Error()+".", "Write sqlite://latchkey.db, sqlite:///absolute/path.db or postgres://user@host/database.")
	}
}

func (c *checker) secrets() {
	secrets := c.config.Secrets
	for i, secret := range secrets.Cipher {
		path := fmt.Sprintf("secrets.cipher[%d]", i)
		if secrets.CipherFile != "" {
			path = "secrets.cipher_file"
		}
		if wrong := secret.weakness(); wrong != "" && secret != "" {
			c.fault(path, wrong, makeSecret)
		}
	}
	if database, err := c.config.DSN.Parse(); err == nil && database.Driver == Postgres && len(secrets.Cipher) == 0 {
		c.fault("secrets.cipher", "is not set, and with PostgreSQL it must be: all replicas need the same.", makeSecret)
	}
}

func (c *checker) returnTo() {
	for i, prefix := range c.config.ReturnTo {
		path := fmt.Sprintf("return_to[%d]", i)
		parsed, err := url.Parse(prefix)
		switch {
		case prefix == "":
		case err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Hostname() == "":
			c.fault(path, "is no http or https address.", "Write it in full, such as https://app.example.com/account.")
		case parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" || strings.Contains(prefix, "*"):
			c.fault(path, "has a user, a query, a fragment or a wildcard in it.", "Write scheme, host and the beginning of the path only.")
		}
	}
}
