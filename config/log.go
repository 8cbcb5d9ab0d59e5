package config

// Log holds the level and format of logs.
type Log struct {
	// The minimum level that is logged.
	Level string `koanf:"level" enum:"debug,info,warn,error"`
	// `json` for machines, `text` for a terminal.
	Format string `koanf:"format" enum:"json,text"`
}
