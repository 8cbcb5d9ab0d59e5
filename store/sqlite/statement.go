package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
)

// keptStatements is the number of statements that a connection keeps. The service has fewer; those with the filters of lists
// come in many forms.
const keptStatements = 128

// connector opens connections that keep their prepared statements: SQLite takes longer to parse most of them than to run them.
type connector struct{ driver.Connector }

// Connect opens a connection.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	opened, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &connection{session: opened.(session), kept: map[string]*statement{}}, nil
}

// session is the driver's connection without ExecContext and QueryContext, which parse: database/sql prepares instead.
type session interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// connection is used by one goroutine at a time, as database/sql promises.
type connection struct {
	session
	kept map[string]*statement // by its text; none is in use
}

// PrepareContext takes a kept statement, unless rows of it are still being read.
func (c *connection) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if s, found := c.kept[query]; found {
		delete(c.kept, query)
		return s, nil
	}
	prepared, err := c.session.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &statement{preparedStatement: prepared.(preparedStatement), connection: c, query: query}, nil
}

// Close also closes the kept statements: SQLite would wait for them.
func (c *connection) Close() error {
	return errors.Join(c.forget(), c.session.Close())
}

func (c *connection) forget() error {
	var failures error
	for query, s := range c.kept {
		delete(c.kept, query)
		failures = errors.Join(failures, s.preparedStatement.Close())
	}
	return failures
}

type preparedStatement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type statement struct {
	preparedStatement
	connection *connection
	query      string
}

// Close keeps the statement for its next use. A PRAGMA is not kept: many act while they are parsed.
func (s *statement) Close() error {
	c := s.connection
	if c.kept[s.query] != nil || strings.HasPrefix(strings.TrimSpace(s.query), "PRAGMA") {
		return s.preparedStatement.Close()
	}
	var err error
	if len(c.kept) == keptStatements {
		err = c.forget()
	}
	c.kept[s.query] = s
	return err
}
