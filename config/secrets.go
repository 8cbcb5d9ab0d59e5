package config

// Secrets seal ceremonies and stored keys.
type Secrets struct {
	// Random texts of at least 32 bytes, such as `openssl rand -base64 32` prints. The first one seals, all of them
	// open: to change it, add the new one last everywhere, then put it first, then remove the old one. Required with
	// PostgreSQL; with SQLite one is made and kept beside the database file as `latchkey.secret` when there is none.
	Cipher []Secret `koanf:"cipher" optional:"true" secret:"true"`
	// A file with the secrets, one on each line. Set this or cipher, not both.
	CipherFile string `koanf:"cipher_file" optional:"true" example:"/run/secrets/latchkey_cipher"`
}
