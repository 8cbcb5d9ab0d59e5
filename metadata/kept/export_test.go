package kept

// For tests of the schedule.
var (
	AfterSuccess = afterSuccess
	AfterFailure = afterFailure
)
