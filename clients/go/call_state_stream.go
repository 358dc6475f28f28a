// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"context"
	"fmt"
	"sync"
	"time"

	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	grpcstatus "google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const (
	maxMessageStates = 1000
	// Below the server's 4 MiB a message, and a state is never larger.
	maxMessageBytes = 3 << 20
)

// CallStateStreamOptions change how a stream gathers and keeps states. A field
// that is zero has the default.
type CallStateStreamOptions struct {
	// The account; default accounts/default.
	Parent string

	// A message is sent at once while none waits for its acknowledgement.
	// Otherwise states gather until there are this many (default 200, at most
	// 1,000), or this many bytes (1 MiB, at most 3 MiB), or the first has waited
	// this long (5 ms).
	MaxMessageStates int
	MaxMessageBytes  int
	MaxMessageDelay  time.Duration

	// States that are not yet acknowledged: above either (50,000 and 32 MiB)
	// Send waits. This is what a reconnect sends again, so it is also the memory
	// that the stream needs.
	MaxBufferedStates int
	MaxBufferedBytes  int

	// Between two connections (100 ms, at most 10 s): doubled each time,
	// jittered, never less than the server asked for.
	InitialBackoff time.Duration
	MaxBackoff     time.Duration

	// Called for each state that the server refused for good, on a goroutine of
	// the stream, which waits for it.
	OnRejection func(Rejection)
}

// Rejection is a state that the server refused for good.
type Rejection struct {
	// Nil if it is not at hand, or if a whole message was refused.
	State     *ganchov1.CallState
	MessageID int64
	Index     int // -1: the whole message
	Err       *Error
}

// StreamStats counts what a stream did so far.
type StreamStats struct {
	Sent         int64 // taken by Send
	Acknowledged int64 // rejections included
	Rejected     int64 // a message refused as a whole counts once
	Duplicates   int64 // known to the server already
	Messages     int64 // written, repeated ones included
	Connections  int64
	Buffered     int64 // now
}

// CallStateStream sends call states over one StreamCallStates call at a time:
// gathers them into messages, keeps them until they are acknowledged, connects
// again with a backoff when the call ends, and then sends again from the first
// message that was not acknowledged. An acknowledged state is durable on the
// server, with every delivery it causes.
//
// A state without Sequence and OccurTime gets the present time as its OccurTime,
// so that the server knows it again when it is sent twice.
//
// Its methods may be called by many goroutines. Errors that trying again cannot
// mend (InvalidArgument, NotFound, PermissionDenied, Unauthenticated,
// Unimplemented, FailedPrecondition, OutOfRange) break the stream: every method
// then returns that error, and what was not acknowledged is lost with it.
type CallStateStream struct {
	options CallStateStreamOptions
	calls   ganchov1.CallServiceClient
	ctx     context.Context // of every call; ends when the stream gives up
	cancel  context.CancelFunc
	wake    chan struct{} // for the goroutine; holds one
	done    chan struct{} // closed when the goroutine has ended

	mu        sync.Mutex
	changed   chan struct{} // closed and made anew when callers may go on
	waiters   int           // callers that wait on it
	buffer    resendBuffer
	openSince time.Time
	backoff   backoffDelay
	connectAt time.Time
	closing   bool // takes nothing more
	stopping  bool // makes no more calls
	broken    error
	lastEnd   error // of the latest call
	acked     int64 // message id
	// As the call of the moment has told them.
	connectionDuplicates int64
	stats                StreamStats
}

// NewCallStateStream starts a stream, which connects when it has something to
// send. It must be closed.
func (c *Client) NewCallStateStream(options CallStateStreamOptions) *CallStateStream {
	options = withDefaults(options)
	ctx, cancel := context.WithCancel(context.Background())
	s := &CallStateStream{
		options: options,
		calls:   c.Calls,
		ctx:     ctx,
		cancel:  cancel,
		wake:    make(chan struct{}, 1),
		done:    make(chan struct{}),
		changed: make(chan struct{}),
		buffer: resendBuffer{
			parent:           options.Parent,
			maxMessageStates: options.MaxMessageStates,
			maxMessageBytes:  options.MaxMessageBytes,
		},
		backoff: backoffDelay{initial: options.InitialBackoff,
			max: options.MaxBackoff, next: options.InitialBackoff},
	}
	go s.run()
	return s
}

func withDefaults(o CallStateStreamOptions) CallStateStreamOptions {
	if o.Parent == "" {
		o.Parent = "accounts/default"
	}
	o.MaxMessageStates = within(o.MaxMessageStates, 200, maxMessageStates)
	o.MaxMessageBytes = within(o.MaxMessageBytes, 1<<20, maxMessageBytes)
	o.MaxMessageDelay = within(o.MaxMessageDelay, 5*time.Millisecond, time.Hour)
	o.MaxBufferedStates = within(o.MaxBufferedStates, 50_000, 1<<30)
	o.MaxBufferedBytes = within(o.MaxBufferedBytes, 32<<20, 1<<30)
	o.InitialBackoff = within(o.InitialBackoff, 100*time.Millisecond, time.Hour)
	o.MaxBackoff = within(o.MaxBackoff, 10*time.Second, time.Hour)
	return o
}

// within is value, or otherwise if that is not positive; at most limit.
func within[T int | time.Duration](value, otherwise, limit T) T {
	if value <= 0 {
		return otherwise
	}
	if value > limit {
		return limit
	}
	return value
}

// Send takes the state; it waits while the buffer is full. Nil means taken, not
// durable. The state belongs to the stream from then on. DeadlineExceeded or
// Canceled if there was no room before ctx ended, FailedPrecondition after
// Close, InvalidArgument for a state of more than 3 MiB.
func (s *CallStateStream) Send(ctx context.Context, state *ganchov1.CallState) error {
	return s.send(ctx, state)
}

// TrySend does not wait: ResourceExhausted if the buffer is full.
func (s *CallStateStream) TrySend(state *ganchov1.CallState) error {
	return s.send(nil, state)
}

// A nil context does not wait.
func (s *CallStateStream) send(ctx context.Context, state *ganchov1.CallState) error {
	if proto.Size(state) > maxMessageBytes {
		return localError(codes.InvalidArgument,
			fmt.Sprintf("the call state has more than %d bytes", maxMessageBytes), nil)
	}
	if state.Sequence == nil && state.OccurTime == nil {
		state.OccurTime = timestamppb.Now()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if s.broken != nil {
			return s.broken
		}
		if s.closing {
			return localError(codes.FailedPrecondition, "the stream is closed", nil)
		}
		if s.hasRoom() {
			break
		}
		if ctx == nil {
			return localError(codes.ResourceExhausted, "the buffer is full", nil)
		}
		if err := s.await(ctx); err != nil && !s.hasRoom() {
			return localError(grpcstatus.FromContextError(err).Code(), "the buffer is full", err)
		}
	}
	wasOpen := s.buffer.open != nil
	s.buffer.add(state)
	s.stats.Sent++
	if s.buffer.open != nil && !wasOpen {
		s.openSince = time.Now()
	}
	s.signal()
	return nil
}

// Flush waits until everything that was sent before is acknowledged.
// DeadlineExceeded or Canceled if ctx ends before.
func (s *CallStateStream) Flush(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buffer.close()
	s.signal()
	last := s.buffer.lastMessageID
	for s.broken == nil && !s.stopping && s.acked < last {
		if err := s.await(ctx); err != nil && s.acked < last {
			message := fmt.Sprintf("%d call states are not acknowledged", s.buffer.states)
			if s.lastEnd != nil {
				message += "; the latest call ended with " + s.lastEnd.Error()
			}
			return localError(grpcstatus.FromContextError(err).Code(), message, err)
		}
	}
	return s.broken
}

// Close takes nothing more, flushes and ends the call. When ctx ends before
// that, or the stream is broken, it gives up what is not acknowledged and says
// so.
func (s *CallStateStream) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closing = true
	s.notify()
	s.mu.Unlock()
	err := s.Flush(ctx)
	s.mu.Lock()
	s.stopping = true
	s.notify()
	s.signal()
	s.mu.Unlock()
	if err != nil {
		s.cancel()
	}
	select {
	case <-s.done:
	case <-ctx.Done():
		s.cancel()
		<-s.done
	}
	s.cancel()
	return err
}

// Stats may be called at any time.
func (s *CallStateStream) Stats() StreamStats {
	s.mu.Lock()
	defer s.mu.Unlock()
	stats := s.stats
	stats.Buffered = int64(s.buffer.states)
	return stats
}

// The functions below want the lock held.

func (s *CallStateStream) hasRoom() bool {
	return s.buffer.states < s.options.MaxBufferedStates &&
		s.buffer.sizeBytes < s.options.MaxBufferedBytes
}

// await lets go of the lock until something has changed or ctx has ended.
func (s *CallStateStream) await(ctx context.Context) error {
	changed := s.changed
	s.waiters++
	s.mu.Unlock()
	var err error
	select {
	case <-changed:
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.mu.Lock()
	s.waiters--
	return err
}

// notify wakes the callers that wait.
func (s *CallStateStream) notify() {
	if s.waiters > 0 {
		close(s.changed)
		s.changed = make(chan struct{})
	}
}

// signal wakes the goroutine.
func (s *CallStateStream) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func toRejection(state *ganchov1.CallState, messageID int64, index int32, refused *status.Status) Rejection {
	return Rejection{State: state, MessageID: messageID, Index: int(index),
		Err: fromStatus(grpcstatus.FromProto(refused), nil)}
}
