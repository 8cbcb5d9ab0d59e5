package postgres

import "context"

// CreateKey waits for a concurrent CreateKey of the same name, so its second statement reads the stored key.
func (s *Store) CreateKey(ctx context.Context, name string, sealed []byte) ([]byte, error) {
	_, err := s.pool.Exec(ctx, `
		INSERT INTO keys (name, sealed)
		VALUES ($1, $2)
		ON CONFLICT (name) DO NOTHING`,
		name, sealed)
	if err != nil {
		return nil, err
	}
	return s.Key(ctx, name)
}

// ReplaceKey replaces a key that is stored as old.
func (s *Store) ReplaceKey(ctx context.Context, name string, old, sealed []byte) error {
	_, err := s.pool.Exec(ctx, `UPDATE keys SET sealed = $3 WHERE name = $1 AND sealed = $2`, name, old, sealed)
	return err
}
