package main

import (
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// ignoreSignals keeps two signals from ending the process. SIGPIPE is sent for each line when the reader of the log goes
// away, as journald does when it restarts; the line is lost instead. SIGHUP reloads other services; this one has to be
// restarted.
func ignoreSignals(log *slog.Logger) (stop func()) {
	signal.Ignore(syscall.SIGPIPE)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for first := true; ; first = false {
			if _, open := <-hangups; !open {
				return
			}
			if first {
				log.Warn("ignored SIGHUP: the configuration is read at start only, so restart to apply a change (logged once)")
			}
		}
	}()
	return func() {
		signal.Stop(hangups)
		close(hangups)
	}
}
