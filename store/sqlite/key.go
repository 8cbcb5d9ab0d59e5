package sqlite

import "context"

// CreateKey stores a key unless it exists, and returns the stored one.
func (s *Store) CreateKey(ctx context.Context, name string, sealed []byte) ([]byte, error) {
	_, err := s.writer.ExecContext(ctx, `
		INSERT INTO keys (name, sealed)
		VALUES (?, ?)
		ON CONFLICT (name) DO NOTHING`,
		text(name), sealed)
	if err != nil {
		return nil, err
	}
	return s.Key(ctx, name)
}

// ReplaceKey replaces a key that is stored as old.
func (s *Store) ReplaceKey(ctx context.Context, name string, old, sealed []byte) error {
	_, err := s.writer.ExecContext(ctx, `UPDATE keys SET sealed = ? WHERE name = ? AND sealed = ?`,
		sealed, text(name), old)
	return err
}
