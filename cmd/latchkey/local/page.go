package local

import (
	"github.com/google/uuid"

	"latchkey/admin"
	"latchkey/rules"
)

const pageSize = 200

func onePage[T any](service *rules.Rules, list, token string, read func(admin.Page) ([]T, error), idOf func(T) uuid.UUID) ([]T, string, error) {
	page := admin.Page{Size: pageSize + 1}
	if token != "" {
		before, err := service.Pages.OpenPage(list, token)
		if err != nil {
			return nil, "", err
		}
		page.Before = before
	}
	rows, err := read(page)
	if err != nil || len(rows) <= pageSize {
		return rows, "", err
	}
	return rows[:pageSize], service.Pages.Page(list, idOf(rows[pageSize-1])), nil
}
