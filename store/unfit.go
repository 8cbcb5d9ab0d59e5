package store

// Unfit is an error of opening a database with which Latchkey cannot work until an operator acts. Its text has the remedy.
type Unfit struct {
	Part  Part
	Cause error
}

func (u *Unfit) Error() string { return u.Cause.Error() }
func (u *Unfit) Unwrap() error { return u.Cause }

// Part is what is wrong with a database.
type Part string

const (
	Unreachable Part = "reachable"
	Missing     Part = "missing"
	LoginFailed Part = "login"
	TooOld      Part = "version"
	Encoding    Part = "encoding"
	NoSchema    Part = "schema"
	NoRights    Part = "rights"
	Parameters  Part = "parameters" // of the connection
	ReadOnly    Part = "writable"
	NoCapacity  Part = "capacity"
	Pooler      Part = "pooler"
)
