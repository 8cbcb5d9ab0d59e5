package imported

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/google/uuid"
)

// readIdentities reads a CSV file of a user_id and the ID of an identity in each line.
func readIdentities(path string) (map[string]uuid.UUID, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := csv.NewReader(file)
	lines.FieldsPerRecord = 2
	identities := map[string]uuid.UUID{}
	for {
		line, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return identities, nil
		}
		if err != nil {
			return nil, err
		}
		number, _ := lines.FieldPos(0)
		id, err := uuid.Parse(line[1])
		switch {
		case err != nil || id == uuid.Nil:
			return nil, fmt.Errorf("line %d: %q is not the ID of an identity", number, line[1])
		case line[0] == "" || identities[line[0]] != uuid.Nil:
			return nil, fmt.Errorf("line %d: the user_id is empty, or in an earlier line, too", number)
		}
		identities[line[0]] = id
	}
}
