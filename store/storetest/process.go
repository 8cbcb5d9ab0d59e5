package storetest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// stopTimeout limits the wait for a process to end after each signal.
const stopTimeout = 20 * time.Second

// process is a started server.
type process struct {
	command *exec.Cmd
	output  bytes.Buffer  // to be read when done is closed
	done    chan struct{} // closed when it has ended
	err     error         // the result of Wait; to be read when done is closed
}

// startProcess starts a server that does not outlive this process. It keeps the starting thread while the server runs: the
// kernel sends the parent-death signal when that thread ends, not the process.
func startProcess(command *exec.Cmd) (*process, error) {
	p := &process{command: command, done: make(chan struct{})}
	command.Stdout, command.Stderr = &p.output, &p.output
	// The server's children may outlive it briefly and keep its output open.
	command.WaitDelay = time.Second
	// Immediate shutdown, which also ends the server's children.
	command.SysProcAttr.Pdeathsig = syscall.SIGQUIT
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := command.Start()
		started <- err
		if err == nil {
			p.err = command.Wait()
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// stop sends the signals in turn, until the process has ended: for PostgreSQL, a request for a fast shutdown and, if that
// takes too long, for an immediate one.
func (p *process) stop(signals ...syscall.Signal) error {
	for _, signal := range signals {
		if err := p.command.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		select {
		case <-p.done:
			return nil
		case <-time.After(stopTimeout):
		}
	}
	return errors.New("the server does not stop")
}
