// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"context"
	"errors"
	"io"
	"math/rand"
	"time"

	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/grpc/codes"
)

// The goroutine of a CallStateStream: makes calls, one after the other, and
// writes into them; each has one more goroutine that reads the answers.

// isPermanent says whether a new call could not end otherwise.
func isPermanent(code codes.Code) bool {
	switch code {
	case codes.InvalidArgument, codes.NotFound, codes.PermissionDenied,
		codes.Unauthenticated, codes.Unimplemented, codes.FailedPrecondition,
		codes.OutOfRange:
		return true
	}
	return false
}

func (s *CallStateStream) run() {
	defer close(s.done)
	for s.awaitWork() {
		err := s.serve()
		s.mu.Lock()
		s.endCall(err)
		s.mu.Unlock()
	}
}

// awaitWork waits until there is something to send and the backoff is over;
// false if there will be no more calls.
func (s *CallStateStream) awaitWork() bool {
	for {
		s.mu.Lock()
		over := s.stopping || s.broken != nil
		hasWork := !s.buffer.empty()
		wait := time.Until(s.connectAt)
		s.mu.Unlock()
		if over {
			return false
		}
		if hasWork && wait <= 0 {
			return true
		}
		if !hasWork {
			wait = time.Hour
		}
		s.sleep(wait, nil)
	}
}

// sleep ends early when the goroutine is woken or the call has ended, whose
// error it then returns with true.
func (s *CallStateStream) sleep(wait time.Duration, ended <-chan error) (error, bool) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-s.wake:
	case <-timer.C:
	case <-s.ctx.Done():
		// Whoever ended it has set `stopping`, or a call ends with it.
		if ended != nil {
			return <-ended, true
		}
	case err := <-ended:
		return err, true
	}
	return nil, false
}

// serve makes one call; the error with which it ended, nil for OK.
func (s *CallStateStream) serve() error {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	s.mu.Lock()
	s.buffer.rewind()
	s.connectionDuplicates = 0
	s.stats.Connections++
	s.mu.Unlock()
	stream, err := s.calls.StreamCallStates(ctx)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.receive(stream) }()
	for {
		message, wait, isDone := s.nextToWrite()
		if message != nil {
			// An error means that the call has ended; the reader knows why.
			if stream.Send(message) != nil {
				return <-ended
			}
			continue
		}
		if isDone {
			_ = stream.CloseSend()
			return <-ended
		}
		if err, over := s.sleep(wait, ended); over {
			return err
		}
	}
}

// nextToWrite returns the next message; or that there will be none; or how long
// at most to wait for one.
//
// While the server owes no answer a state goes at once; otherwise states gather
// until the answer comes, the message is full or its time is up.
func (s *CallStateStream) nextToWrite() (*ganchov1.StreamCallStatesRequest, time.Duration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	wait := time.Hour
	if s.buffer.open != nil {
		wait = time.Until(s.openSince.Add(s.options.MaxMessageDelay))
		if wait <= 0 || s.buffer.isIdle() {
			s.buffer.close()
		}
	}
	if s.buffer.hasNext() {
		s.stats.Messages++
		return s.buffer.takeNext(), 0, false
	}
	return nil, wait, s.closing && s.buffer.empty()
}

// receive reads answers until the call ends; nil for OK.
func (s *CallStateStream) receive(stream ganchov1.CallService_StreamCallStatesClient) error {
	for {
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		s.takeAnswer(answer)
	}
}

func (s *CallStateStream) takeAnswer(answer *ganchov1.StreamCallStatesResponse) {
	for _, refused := range answer.GetRejections() {
		s.mu.Lock()
		s.stats.Rejected++
		state := s.buffer.find(refused.GetMessageId(), refused.GetIndex())
		s.mu.Unlock()
		if s.options.OnRejection != nil {
			s.options.OnRejection(toRejection(state, refused.GetMessageId(),
				refused.GetIndex(), refused.GetStatus()))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.backoff.reset()
	s.stats.Acknowledged += int64(s.buffer.acknowledge(answer.GetAckedMessageId()))
	s.stats.Duplicates += answer.GetDuplicateCount() - s.connectionDuplicates
	s.connectionDuplicates = answer.GetDuplicateCount()
	if answer.GetAckedMessageId() > s.acked {
		s.acked = answer.GetAckedMessageId()
	}
	s.notify()
	s.signal()
}

// endCall wants the lock held.
func (s *CallStateStream) endCall(err error) {
	s.lastEnd = err
	ended := FromError(err)
	if ended != nil && isPermanent(ended.Code) {
		s.broken = ended
	} else {
		wait := s.backoff.take(rand.Float64())
		if ended != nil && ended.RetryDelay > wait {
			wait = ended.RetryDelay
		}
		s.connectAt = time.Now().Add(wait)
	}
	s.notify()
}
