// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
)

func start(call string, sequence int64) *ganchov1.CallState {
	return &ganchov1.CallState{CallId: call, State: ganchov1.CallState_START,
		Sequence: proto.Int64(sequence)}
}

func codeOf(err error) codes.Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return status.Code(err)
}

func TestCloseMeansThatEverythingIsAcknowledged(t *testing.T) {
	f := &fakeServer{serve: acknowledgeEach}
	stream := f.start(t).NewCallStateStream(CallStateStreamOptions{MaxMessageStates: 30})
	for i := 0; i < 1000; i++ {
		if err := stream.Send(soon(t), start("c", int64(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.Close(soon(t)); err != nil {
		t.Fatal(err)
	}
	stats := stream.Stats()
	if stats.Sent != 1000 || stats.Acknowledged != 1000 || stats.Buffered != 0 || stats.Connections != 1 {
		t.Errorf("%+v", stats)
	}
	for i, state := range f.states() {
		if state.GetSequence() != int64(i) {
			t.Fatalf("state %d is at place %d", state.GetSequence(), i)
		}
	}
	if err := stream.Send(soon(t), start("c", 1)); codeOf(err) != codes.FailedPrecondition {
		t.Errorf("after Close: %v", err)
	}
}

func TestStatesOfManyGoroutinesKeepTheirOrder(t *testing.T) {
	f := &fakeServer{serve: acknowledgeEach}
	stream := f.start(t).NewCallStateStream(CallStateStreamOptions{MaxBufferedStates: 50})
	var senders sync.WaitGroup
	for g := 0; g < 8; g++ {
		senders.Add(1)
		go func(call string) {
			defer senders.Done()
			for i := 0; i < 200; i++ {
				if err := stream.Send(soon(t), start(call, int64(i))); err != nil {
					t.Error(err)
					return
				}
			}
		}(fmt.Sprintf("c%d", g))
	}
	senders.Wait()
	if err := stream.Close(soon(t)); err != nil {
		t.Fatal(err)
	}
	next := map[string]int64{}
	for _, state := range f.states() {
		if state.GetSequence() != next[state.CallId] {
			t.Fatalf("%v, not %d", state, next[state.CallId])
		}
		next[state.CallId]++
	}
	if len(next) != 8 {
		t.Errorf("%v", next)
	}
}

func TestSendsAgainWithTheSameMessages(t *testing.T) {
	f := &fakeServer{serve: func(f *fakeServer, n int, stream streamServer) error {
		if n > 2 {
			return acknowledgeEach(f, n, stream)
		}
		for i := 0; i < 3; i++ {
			f.read(stream)
		}
		return status.Error(codes.Unavailable, "gone")
	}}
	stream := f.start(t).NewCallStateStream(CallStateStreamOptions{
		MaxMessageStates: 2, InitialBackoff: time.Millisecond, MaxBackoff: 5 * time.Millisecond})
	for i := 0; i < 20; i++ {
		if err := stream.Send(soon(t), start("c", int64(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.Close(soon(t)); err != nil {
		t.Fatal(err)
	}
	seen := map[int64]*ganchov1.StreamCallStatesRequest{}
	for _, message := range f.messages {
		if first := seen[message.MessageId]; first != nil && !proto.Equal(first, message) {
			t.Errorf("%v, before %v", message, first)
		}
		seen[message.MessageId] = message
	}
	if stats := stream.Stats(); stats.Acknowledged != 20 || stats.Connections != 4 {
		t.Errorf("%+v", stats)
	}
}

func TestStatesWithoutSequenceAndTimeGetTheTime(t *testing.T) {
	f := &fakeServer{serve: acknowledgeEach}
	stream := f.start(t).NewCallStateStream(CallStateStreamOptions{})
	before := time.Now()
	for _, state := range []*ganchov1.CallState{{CallId: "a"}, start("b", 1)} {
		if err := stream.Send(soon(t), state); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.Close(soon(t)); err != nil {
		t.Fatal(err)
	}
	states := f.states()
	if occurred := states[0].GetOccurTime().AsTime(); occurred.Before(before) || occurred.After(time.Now()) {
		t.Errorf("%v", occurred)
	}
	if states[1].OccurTime != nil {
		t.Errorf("%v", states[1])
	}
}

func TestFullBufferAndDeadlinesAreErrors(t *testing.T) {
	f := &fakeServer{serve: acknowledgeNothing}
	stream := f.start(t).NewCallStateStream(CallStateStreamOptions{MaxBufferedStates: 3})
	for i := 0; i < 3; i++ {
		if err := stream.TrySend(start("c", int64(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.TrySend(start("c", 3)); codeOf(err) != codes.ResourceExhausted {
		t.Errorf("%v", err)
	}
	ended, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if err := stream.Send(ended, start("c", 3)); codeOf(err) != codes.DeadlineExceeded ||
		!errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	canceled, cancelNow := context.WithCancel(context.Background())
	cancelNow()
	if err := stream.Flush(canceled); codeOf(err) != codes.Canceled {
		t.Errorf("%v", err)
	}
	// Gives up, and leaves nothing running.
	if err := stream.Close(canceled); codeOf(err) != codes.Canceled {
		t.Errorf("%v", err)
	}
	if stats := stream.Stats(); stats.Buffered != 3 || stats.Acknowledged != 0 {
		t.Errorf("%+v", stats)
	}
}

func TestPermanentErrorsBreakTheStream(t *testing.T) {
	refused, _ := status.New(codes.Unauthenticated, "the key is not valid").WithDetails(
		&errdetails.ErrorInfo{Reason: "API_KEY_INVALID", Domain: "gancho.dev"})
	f := &fakeServer{serve: func(*fakeServer, int, streamServer) error { return refused.Err() }}
	stream := f.start(t, WithAPIKey("wrong")).NewCallStateStream(CallStateStreamOptions{})
	if err := stream.Send(soon(t), start("c", 1)); err != nil {
		t.Fatal(err)
	}
	var e *Error
	if err := stream.Close(soon(t)); !errors.As(err, &e) || e.Code != codes.Unauthenticated ||
		e.Reason != "API_KEY_INVALID" || e.Domain != "gancho.dev" {
		t.Errorf("%v", err)
	}
	if f.streams != 1 || fmt.Sprint(f.keys) != "[Bearer wrong]" {
		t.Errorf("%d streams, keys %v", f.streams, f.keys)
	}
}

func TestRejectionsComeWithTheirStates(t *testing.T) {
	f := &fakeServer{serve: func(f *fakeServer, _ int, stream streamServer) error {
		message, _ := f.read(stream)
		bad, _ := status.New(codes.InvalidArgument, "wrong").WithDetails(&errdetails.BadRequest{
			FieldViolations: []*errdetails.BadRequest_FieldViolation{{Field: "cost", Description: "no number"}}})
		return stream.Send(&ganchov1.StreamCallStatesResponse{
			AckedMessageId: message.MessageId,
			Rejections:     []*ganchov1.CallStateRejection{{MessageId: message.MessageId, Status: bad.Proto()}},
		})
	}}
	var rejections []Rejection
	stream := f.start(t).NewCallStateStream(CallStateStreamOptions{
		OnRejection: func(r Rejection) { rejections = append(rejections, r) }})
	if err := stream.Send(soon(t), start("bad", 1)); err != nil {
		t.Fatal(err)
	}
	if err := stream.Close(soon(t)); err != nil {
		t.Fatal(err)
	}
	if len(rejections) != 1 || rejections[0].State.GetCallId() != "bad" || rejections[0].MessageID != 1 ||
		rejections[0].Err.Violations[0] != (FieldViolation{"cost", "no number"}) {
		t.Errorf("%+v", rejections)
	}
	if stats := stream.Stats(); stats.Rejected != 1 || stats.Acknowledged != 1 {
		t.Errorf("%+v", stats)
	}
}

func TestErrorsCarryTheirDetails(t *testing.T) {
	s, _ := status.New(codes.ResourceExhausted, "slower").WithDetails(
		&errdetails.RetryInfo{RetryDelay: durationpb.New(1500 * time.Millisecond)})
	e := FromError(fmt.Errorf("asking: %w", s.Err()))
	if e.Code != codes.ResourceExhausted || e.RetryDelay != 1500*time.Millisecond ||
		status.Code(e) != codes.ResourceExhausted || len(status.Convert(e).Details()) != 1 {
		t.Errorf("%+v", e)
	}
	if FromError(nil) != nil {
		t.Error("nil is no error")
	}
	if e := FromError(context.DeadlineExceeded); e.Code != codes.DeadlineExceeded {
		t.Errorf("%+v", e)
	}
}

func TestPagesGoOnBehindEmptyPages(t *testing.T) {
	event := func(name string) *ganchov1.Event { return &ganchov1.Event{Name: name} }
	f := &fakeServer{pages: []*ganchov1.ListEventsResponse{
		{Events: []*ganchov1.Event{event("a"), event("b")}, NextPageToken: "1"},
		{NextPageToken: "2"},
		{Events: []*ganchov1.Event{event("c")}},
	}}
	client := f.start(t)
	request := &ganchov1.ListEventsRequest{Parent: "accounts/default"}
	events := client.ListEvents(soon(t), request)
	var names []string
	events.All()(func(event *ganchov1.Event, err error) bool {
		names = append(names, event.GetName())
		return err == nil
	})
	if fmt.Sprint(names) != "[a b c]" || events.Err() != nil || request.PageToken != "" {
		t.Errorf("%v %v %v", names, events.Err(), request)
	}
	f.pages = f.pages[:2]
	events = client.ListEvents(soon(t), request)
	for events.Next() {
	}
	if codeOf(events.Err()) != codes.InvalidArgument {
		t.Errorf("%v", events.Err())
	}
}
