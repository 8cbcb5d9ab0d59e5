package kratos

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const (
	defaultCookie   = "ory_kratos_session"
	defaultTimeout  = 2 * time.Second
	defaultMaxIdle  = 64
	maxSessionCache = 10 * time.Second
)

// Config holds the addresses of Kratos and how it names users. The zero value of each optional field is its default.
type Config struct {
	PublicURL        string        // where Latchkey reaches Kratos' public API
	BrowserURL       string        // where browsers reach it; default PublicURL
	AdminURL         string        // where Latchkey reaches its admin API
	SessionCookie    string        // name of the session cookie; default ory_kratos_session
	Timeout          time.Duration // for all Kratos calls of one request (see Budget); default 2 s
	LoginTrait       string        // dotted path into the traits, such as email; empty: the short ID
	DisplayNameTrait string        // dotted path, such as name.first; empty: the login name
	LocaleTrait      string        // dotted path to a language tag; empty: language unknown
	MaxIdleConns     int           // connections kept open to each of the two APIs; default 64
	CodeSecondFactor string        // whether codes by email or SMS are a second factor at Kratos: CodeAuto (default), CodeYes or CodeNo
	SessionCache     time.Duration // how long CachedSessionOf may use an answer, at most 10 s; default: no cache
	Meter            Meter         // default: calls are not recorded
	Clock            *Clock        // measures Kratos' clock; default: it is not measured
}

func (cfg Config) withDefaults() Config {
	if cfg.BrowserURL == "" {
		cfg.BrowserURL = cfg.PublicURL
	}
	if cfg.SessionCookie == "" {
		cfg.SessionCookie = defaultCookie
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	if cfg.MaxIdleConns == 0 {
		cfg.MaxIdleConns = defaultMaxIdle
	}
	if cfg.CodeSecondFactor == "" {
		cfg.CodeSecondFactor = CodeAuto
	}
	if cfg.Meter == nil {
		cfg.Meter = unmetered{}
	}
	return cfg
}

func (cfg Config) check() error {
	var faults []error
	for _, u := range []struct{ name, value string }{
		{"public_url", cfg.PublicURL}, {"browser_url", cfg.BrowserURL}, {"admin_url", cfg.AdminURL},
	} {
		parsed, err := url.Parse(u.value)
		if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Host == "" ||
			parsed.User != nil || parsed.RawQuery != "" || parsed.Fragment != "" {
			faults = append(faults, fmt.Errorf("kratos.%s: must be an http(s) address without user, query or fragment, such as http://127.0.0.1:4433", u.name))
		}
	}
	if (&http.Cookie{Name: cfg.SessionCookie, Value: "x"}).Valid() != nil {
		faults = append(faults, errors.New("kratos.session_cookie: not a cookie name; take session.cookie.name of kratos.yml, by default ory_kratos_session"))
	}
	if cfg.Timeout < 0 {
		faults = append(faults, errors.New("kratos.timeout: must be longer than 0s, such as 2s"))
	}
	if !slices.Contains([]string{CodeAuto, CodeYes, CodeNo}, cfg.CodeSecondFactor) {
		faults = append(faults, errors.New("kratos.code_is_second_factor: must be auto, yes or no"))
	}
	if cfg.SessionCache < 0 || cfg.SessionCache > maxSessionCache {
		faults = append(faults, errors.New("kratos.session_cache: must be 0s to 10s"))
	}
	if cfg.MaxIdleConns < 0 {
		faults = append(faults, errors.New("kratos idle connections: must be 1 or more"))
	}
	return errors.Join(faults...)
}

// The values of Config.CodeSecondFactor.
const (
	CodeAuto = "auto"
	CodeYes  = "yes"
	CodeNo   = "no"
)
