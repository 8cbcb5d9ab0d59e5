package inspect

import (
	"context"
	"log/slog"
	"time"

	"latchkey/kratos/clock"
)

// clockReadings is how often the clock is read: the smallest bounds come from readings just before and after a full second.
const clockReadings = 4

// ClockAhead returns how far Kratos' clock is ahead of ours, negative if it is behind, to half a second or better. It takes
// the Date header of the admin API. known is false without one, as behind a proxy that writes its own or none.
func (k *Kratos) ClockAhead(ctx context.Context) (ahead time.Duration, known bool, err error) {
	measured := clock.New(slog.New(slog.DiscardHandler))
	for range clockReadings {
		got, err := k.get(ctx, k.AdminURL+"/admin/health/ready")
		if err != nil {
			return 0, false, err
		}
		measured.Measure(got.Header, got.sent, got.came)
	}
	ahead, known = measured.Offset()
	return ahead, known, nil
}
