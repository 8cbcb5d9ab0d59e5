package config

import "time"

// Store holds the limits of the database's answers.
type Store struct {
	// How long each call of the database may take, including the wait for a connection. A request whose call takes longer is
	// answered with 503, and PostgreSQL ends the statement. Calls whose duration grows with the stored data, such as the
	// removal of expired rows, may take 20 times as long.
	Timeout time.Duration `koanf:"timeout" min:"100ms" max:"1m"`
}
