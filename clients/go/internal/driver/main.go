// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// The Go client's driver for the behaviour suite: does what its flags say and
// prints one JSON object. tests/clients/behaviour/README.md tells what each
// driver must do.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	gancho "gancho.dev/clients/go"
	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

var (
	address           = flag.String("address", "", "the server, host:port")
	caFile            = flag.String("ca_file", "", "TLS with these roots")
	apiKey            = flag.String("api_key", "", "the key to send")
	parent            = flag.String("parent", "accounts/default", "the account")
	calls             = flag.Int64("calls", 1, "how many calls")
	statesPerCall     = flag.Int64("states_per_call", 1, "how many states of each")
	maxMessageStates  = flag.Int("max_message_states", 200, "states a message")
	maxMessageDelay   = flag.Int64("max_message_delay_ms", 5, "how long a message gathers")
	maxBufferedStates = flag.Int("max_buffered_states", 50_000, "states not acknowledged")
	initialBackoff    = flag.Int64("initial_backoff_ms", 10, "the first backoff")
	maxBackoff        = flag.Int64("max_backoff_ms", 200, "the longest backoff")
	onFull            = flag.String("on_full", "wait", "wait or fail")
	sendDeadline      = flag.Int64("send_deadline_ms", 60_000, "of one Send")
	flushDeadline     = flag.Int64("flush_deadline_ms", 60_000, "of Close")
	rate              = flag.Float64("rate", 0, "states a second, 0 for no limit")
	unary             = flag.Bool("unary", false, "one ReportCallState instead")
	list              = flag.Int("list", 0, "lists events instead, with this page size")
)

type problem struct {
	Code         string  `json:"code"`
	Message      string  `json:"message"`
	Reason       string  `json:"reason,omitempty"`
	Field        string  `json:"field,omitempty"`
	RetryDelayMs float64 `json:"retry_delay_ms,omitempty"`
}

type rejection struct {
	problem
	MessageID int64  `json:"message_id"`
	Index     int    `json:"index"`
	CallID    string `json:"call_id"`
}

type output struct {
	Sent         int64       `json:"sent"`
	Acknowledged int64       `json:"acknowledged"`
	Rejected     int64       `json:"rejected"`
	Duplicates   int64       `json:"duplicates"`
	Messages     int64       `json:"messages"`
	Connections  int64       `json:"connections"`
	Buffered     int64       `json:"buffered"`
	Rejections   []rejection `json:"rejections"`
	Names        []string    `json:"names"`
	Error        *problem    `json:"error"`
	ElapsedMs    float64     `json:"elapsed_ms"`
}

// codeName turns InvalidArgument into INVALID_ARGUMENT.
func codeName(code codes.Code) string {
	var name strings.Builder
	for i, letter := range code.String() {
		if i > 0 && unicode.IsUpper(letter) {
			name.WriteByte('_')
		}
		name.WriteRune(unicode.ToUpper(letter))
	}
	return name.String()
}

func describe(err error) problem {
	var e *gancho.Error
	if !errors.As(err, &e) {
		return problem{Code: "UNKNOWN", Message: "not a gancho.Error: " + err.Error()}
	}
	p := problem{Code: codeName(e.Code), Message: e.Message, Reason: e.Reason,
		RetryDelayMs: float64(e.RetryDelay) / float64(time.Millisecond)}
	if len(e.Violations) > 0 {
		p.Field = e.Violations[0].Field
	}
	return p
}

// setError keeps the first.
func (o *output) setError(err error) {
	if err != nil && o.Error == nil {
		p := describe(err)
		o.Error = &p
	}
}

func milliseconds(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

func connect() (*gancho.Client, error) {
	options := []gancho.Option{gancho.WithAPIKey(*apiKey)}
	if *caFile != "" {
		config, err := gancho.TLSFromFiles(*caFile, "", "")
		if err != nil {
			return nil, err
		}
		options = append(options, gancho.WithTLS(config))
	}
	return gancho.Connect(*address, options...)
}

func makeState(call, sequence, last int64) *ganchov1.CallState {
	state := &ganchov1.CallState{
		CallId:   fmt.Sprintf("call-%d", call),
		Sequence: proto.Int64(sequence),
		State:    ganchov1.CallState_TALK,
	}
	if sequence == 1 {
		state.State = ganchov1.CallState_START
	} else if sequence == last {
		state.State = ganchov1.CallState_END
	}
	return state
}

// sendAll sends until all is sent or the first error.
func sendAll(stream *gancho.CallStateStream) error {
	started := time.Now()
	sent := 0
	for sequence := int64(1); sequence <= *statesPerCall; sequence++ {
		for call := int64(0); call < *calls; call++ {
			state := makeState(call, sequence, *statesPerCall)
			if *onFull == "fail" {
				if err := stream.TrySend(state); err != nil {
					return err
				}
			} else {
				ctx, cancel := context.WithTimeout(context.Background(), milliseconds(*sendDeadline))
				err := stream.Send(ctx, state)
				cancel()
				if err != nil {
					return err
				}
			}
			sent++
			if *rate > 0 {
				time.Sleep(time.Until(started.Add(time.Duration(float64(sent) / *rate * float64(time.Second)))))
			}
		}
	}
	return nil
}

func stream(client *gancho.Client, o *output) {
	var mu sync.Mutex
	s := client.NewCallStateStream(gancho.CallStateStreamOptions{
		Parent:            *parent,
		MaxMessageStates:  *maxMessageStates,
		MaxMessageDelay:   milliseconds(*maxMessageDelay),
		MaxBufferedStates: *maxBufferedStates,
		InitialBackoff:    milliseconds(*initialBackoff),
		MaxBackoff:        milliseconds(*maxBackoff),
		OnRejection: func(r gancho.Rejection) {
			mu.Lock()
			defer mu.Unlock()
			o.Rejections = append(o.Rejections, rejection{problem: describe(r.Err),
				MessageID: r.MessageID, Index: r.Index, CallID: r.State.GetCallId()})
		},
	})
	err := sendAll(s)
	ctx, cancel := context.WithTimeout(context.Background(), milliseconds(*flushDeadline))
	defer cancel()
	closed := s.Close(ctx)
	mu.Lock()
	defer mu.Unlock()
	o.setError(err)
	o.setError(closed)
	stats := s.Stats()
	o.Sent, o.Acknowledged, o.Rejected = stats.Sent, stats.Acknowledged, stats.Rejected
	o.Duplicates, o.Messages = stats.Duplicates, stats.Messages
	o.Connections, o.Buffered = stats.Connections, stats.Buffered
}

func report(client *gancho.Client, o *output) {
	ctx, cancel := context.WithTimeout(context.Background(), milliseconds(*sendDeadline))
	defer cancel()
	o.Sent = 1
	response, err := client.Calls.ReportCallState(ctx, &ganchov1.ReportCallStateRequest{
		Parent: *parent, CallState: makeState(0, 1, 1)})
	o.setError(err)
	if err == nil {
		o.Acknowledged = 1
		o.Names = append(o.Names, response.GetCall())
	}
}

func listEvents(client *gancho.Client, o *output) {
	ctx, cancel := context.WithTimeout(context.Background(), milliseconds(*sendDeadline))
	defer cancel()
	events := client.ListEvents(ctx, &ganchov1.ListEventsRequest{
		Parent: *parent, PageSize: int32(*list)})
	for events.Next() {
		o.Names = append(o.Names, events.Item().GetName())
	}
	o.setError(events.Err())
}

func main() {
	flag.Parse()
	if *address == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	o := output{Rejections: []rejection{}, Names: []string{}}
	started := time.Now()
	client, err := connect()
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	}
	switch {
	case *unary:
		report(client, &o)
	case *list > 0:
		listEvents(client, &o)
	default:
		stream(client, &o)
	}
	o.ElapsedMs = float64(time.Since(started)) / float64(time.Millisecond)
	_ = client.Close()
	_ = json.NewEncoder(os.Stdout).Encode(o)
}
