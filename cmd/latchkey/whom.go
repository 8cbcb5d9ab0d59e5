package main

import (
	"context"

	"github.com/google/uuid"
)

// identityOf returns the identity that an ID or an identifier names; nil for "".
func identityOf(ctx context.Context, o operations, whom string) (*uuid.UUID, error) {
	if whom == "" {
		return nil, nil
	}
	if id, err := uuid.Parse(whom); err == nil {
		return &id, nil
	}
	details, err := o.Identity(ctx, whom)
	if err != nil {
		return nil, err
	}
	return &details.ID, nil
}
