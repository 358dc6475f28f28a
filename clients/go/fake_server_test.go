// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

type streamServer = ganchov1.CallService_StreamCallStatesServer

// fakeServer serves streams by a function, and keeps what it was sent.
type fakeServer struct {
	ganchov1.UnimplementedCallServiceServer
	ganchov1.UnimplementedEventServiceServer
	// Serves stream number n, from 0.
	serve func(f *fakeServer, n int, stream streamServer) error
	pages []*ganchov1.ListEventsResponse

	mu       sync.Mutex
	streams  int
	messages []*ganchov1.StreamCallStatesRequest
	keys     []string
}

func (f *fakeServer) StreamCallStates(stream streamServer) error {
	md, _ := metadata.FromIncomingContext(stream.Context())
	f.mu.Lock()
	n := f.streams
	f.streams++
	f.keys = append(f.keys, md.Get("authorization")...)
	f.mu.Unlock()
	return f.serve(f, n, stream)
}

// read returns the next message, or false at the end.
func (f *fakeServer) read(stream streamServer) (*ganchov1.StreamCallStatesRequest, bool) {
	message, err := stream.Recv()
	if err != nil {
		return nil, false
	}
	f.mu.Lock()
	f.messages = append(f.messages, message)
	f.mu.Unlock()
	return message, true
}

// states are all states that came, in their order.
func (f *fakeServer) states() []*ganchov1.CallState {
	f.mu.Lock()
	defer f.mu.Unlock()
	var states []*ganchov1.CallState
	for _, message := range f.messages {
		states = append(states, message.CallStates...)
	}
	return states
}

func (f *fakeServer) ListEvents(_ context.Context, request *ganchov1.ListEventsRequest) (*ganchov1.ListEventsResponse, error) {
	page := 0
	if request.PageToken != "" {
		page = int(request.PageToken[0] - '0')
	}
	if page >= len(f.pages) {
		return nil, status.Error(codes.InvalidArgument, "no such page")
	}
	return f.pages[page], nil
}

func acknowledgeEach(f *fakeServer, _ int, stream streamServer) error {
	for {
		message, ok := f.read(stream)
		if !ok {
			return nil
		}
		answer := &ganchov1.StreamCallStatesResponse{AckedMessageId: message.MessageId}
		if err := stream.Send(answer); err != nil && err != io.EOF {
			return err
		}
	}
}

func acknowledgeNothing(f *fakeServer, _ int, stream streamServer) error {
	for {
		if _, ok := f.read(stream); !ok {
			return nil
		}
	}
}

// start serves until the test ends, and gives a client.
func (f *fakeServer) start(t *testing.T, options ...Option) *Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	ganchov1.RegisterCallServiceServer(server, f)
	ganchov1.RegisterEventServiceServer(server, f)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	client, err := Connect(listener.Addr().String(), options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}
