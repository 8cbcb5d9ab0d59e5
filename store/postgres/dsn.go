package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	connectTimeout = 5 * time.Second
	// pingTimeout limits the check of an idle connection, which is closed if it does not answer.
	pingTimeout = 2 * time.Second
	// idleLimit limits how long the server keeps the locks of a transaction whose client has vanished without a sign.
	idleLimit = 10 * time.Second
	// lockLimit is how long a migration waits for a table, and the calls of replicas that serve wait behind it.
	lockLimit = time.Second
)

// settings are those of the pool, which change with what the first connection reports.
type settings struct {
	options Options
	pool    *pgxpool.Config
	named   map[string]string // the parameters in the DSN
	pooled  bool              // there is a pooler between us and the server
	limited bool              // the limits are parameters of the connection
}

func parse(dsn string, reset *resetter, options Options) (*settings, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		// pgx's parse errors do not contain the password.
		return nil, fmt.Errorf("postgres: %w", err)
	}
	c := &settings{options: options, pool: config, named: parameters(dsn)}
	if err := c.refused(); err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	if c.named["pool_max_conns"] == "" {
		config.MaxConns = int32(min(max(8, 4*runtime.NumCPU()), 32))
	}
	if c.named["pool_min_idle_conns"] == "" {
		// A burst after an idle period should not wait for new connections.
		config.MinIdleConns = min(2, config.MaxConns)
	}
	if config.PingTimeout == 0 {
		config.PingTimeout = pingTimeout
	}
	if config.ConnConfig.RuntimeParams["client_encoding"] == "" {
		config.ConnConfig.RuntimeParams["client_encoding"] = "UTF8" // whatever is the default of the role
	}
	if c.named["default_query_exec_mode"] == "" && config.ConnConfig.StatementCacheCapacity <= 0 {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe // pgx's own default needs the cache
	}
	c.distribute()
	c.limit()
	config.ConnConfig.Tracer = options.Tracer
	config.ConnConfig.OnPgError = func(_ *pgconn.PgConn, err *pgconn.PgError) bool {
		if err.Code == readOnly {
			reset.all()
		}
		return !stale(err)
	}
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(timeType)
		conn.TypeMap().RegisterType(uuidType)
		return nil
	}
	return c, nil
}

// parameters returns those of a DSN, in both of its forms. It is not exact for keyword strings with quoted spaces, which is
// enough to find the names of its parameters.
func parameters(dsn string) map[string]string {
	named := make(map[string]string)
	if parsed, err := url.Parse(dsn); err == nil && parsed.Scheme != "" {
		for name, values := range parsed.Query() {
			named[name] = values[0]
		}
		return named
	}
	for field := range strings.FieldsSeq(dsn) {
		if name, value, ok := strings.Cut(field, "="); ok {
			named[name] = strings.Trim(value, "'")
		}
	}
	return named
}

// refused returns why Latchkey cannot work with a DSN, as far as is known without a connection.
func (c *settings) refused() error {
	switch mode := c.named["default_query_exec_mode"]; mode {
	case "exec", "simple_protocol":
		return fmt.Errorf("the dsn's default_query_exec_mode=%s cannot write all types of columns. Remove it, or use cache_describe", mode)
	case "cache_statement":
		if c.pool.ConnConfig.StatementCacheCapacity <= 0 {
			return errors.New("the dsn's statement_cache_capacity leaves no room for default_query_exec_mode=cache_statement. Remove one of them")
		}
	}
	if c.pool.ConnConfig.DescriptionCacheCapacity <= 0 { // lists are read with cache_describe in every mode
		return errors.New("the dsn's description_cache_capacity leaves no room for descriptions, which Latchkey needs. Remove it")
	}
	switch attributes := c.named["target_session_attrs"]; attributes {
	case "standby", "read-only", "prefer-standby":
		return fmt.Errorf("the dsn's target_session_attrs=%s asks for a server that cannot be written to. Use read-write", attributes)
	}
	return nil
}

// distribute sets what several hosts need: to find the one that can be written to, and time to try each of them.
func (c *settings) distribute() {
	config := c.pool.ConnConfig
	hosts := map[string]bool{fmt.Sprint(config.Host, config.Port): true}
	for _, other := range config.Fallbacks {
		hosts[fmt.Sprint(other.Host, other.Port)] = true
	}
	if attributes := c.named["target_session_attrs"]; len(hosts) > 1 && (attributes == "" || attributes == "any") {
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	if c.named["connect_timeout"] != "" {
		return
	}
	config.ConnectTimeout = connectTimeout
	if c.options.Timeout > 0 {
		config.ConnectTimeout = min(connectTimeout, max(c.options.Timeout/time.Duration(len(hosts)), time.Second/2))
	}
}

// limits are the parameters with which the server ends what has no caller any more, with their values. There are none without
// a timeout.
func (o Options) limits() map[string]string {
	if o.Timeout == 0 {
		return nil
	}
	return map[string]string{
		"statement_timeout":                   milliseconds(o.Timeout),
		"idle_in_transaction_session_timeout": milliseconds(max(idleLimit, 2*o.Timeout)),
	}
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(max(1, d.Milliseconds()), 10) }

// limit sets the limits for each connection, unless the DSN does.
func (c *settings) limit() {
	for name, value := range c.options.limits() {
		c.limited = true
		if _, named := c.named[name]; !named {
			c.pool.ConnConfig.RuntimeParams[name] = value
		}
	}
}

// unlimit removes them: a pooler refuses parameters that it does not know.
func (c *settings) unlimit() {
	c.limited = false
	for name := range c.options.limits() {
		if _, named := c.named[name]; !named {
			delete(c.pool.ConnConfig.RuntimeParams, name)
		}
	}
}

// unlimited returns the settings of a connection for migrations.
func (c *settings) unlimited() pgx.ConnConfig {
	config := c.pool.ConnConfig.Copy()
	config.Tracer = nil
	if c.limited {
		for name := range c.options.limits() {
			config.RuntimeParams[name] = "0"
		}
		if _, named := c.named["lock_timeout"]; !named {
			config.RuntimeParams["lock_timeout"] = milliseconds(min(lockLimit, c.options.Timeout/2))
		}
	}
	return *config
}

// begin limits the statements of a transaction where the connection does not.
func (c *settings) begin() pgx.TxOptions {
	if c.limited || c.options.Timeout == 0 {
		return pgx.TxOptions{}
	}
	query := "begin"
	for name, value := range c.options.limits() {
		query += "; set local " + name + " = " + value
	}
	return pgx.TxOptions{BeginQuery: query}
}
