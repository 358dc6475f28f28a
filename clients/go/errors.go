// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Error is an error of the server, or of the client where there was no answer,
// with the details that the server gave:
//
//	var e *gancho.Error
//	if errors.As(err, &e) && e.Code == codes.NotFound { ... }
type Error struct {
	Code    codes.Code
	Message string
	// A stable name such as API_KEY_INVALID; empty if the server gave none.
	Reason   string
	Domain   string
	Metadata map[string]string
	// Which fields of the request are wrong, and why.
	Violations []FieldViolation
	// How long to wait before trying again; 0 if the server did not say.
	RetryDelay time.Duration

	cause error
}

// FieldViolation is what is wrong with one field of a request.
type FieldViolation struct {
	Field       string // a path such as `event.request.url`
	Description string
}

func (e *Error) Error() string { return e.Code.String() + ": " + e.Message }

// Unwrap returns what the error was made from: context.DeadlineExceeded where a
// context of the caller ended a wait of the client.
func (e *Error) Unwrap() error { return e.cause }

// GRPCStatus lets package status of gRPC understand the error.
func (e *Error) GRPCStatus() *status.Status {
	if s, ok := status.FromError(e.cause); e.cause != nil && ok {
		return s
	}
	return status.New(e.Code, e.Message)
}

// FromError returns the error as an *Error; nil for nil.
func FromError(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	s, ok := status.FromError(err)
	if !ok {
		s = status.FromContextError(err)
	}
	return fromStatus(s, err)
}

func fromStatus(s *status.Status, cause error) *Error {
	e := &Error{Code: s.Code(), Message: s.Message(), cause: cause}
	for _, detail := range s.Details() {
		switch d := detail.(type) {
		case *errdetails.ErrorInfo:
			e.Reason, e.Domain, e.Metadata = d.GetReason(), d.GetDomain(), d.GetMetadata()
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				e.Violations = append(e.Violations,
					FieldViolation{Field: v.GetField(), Description: v.GetDescription()})
			}
		case *errdetails.RetryInfo:
			e.RetryDelay = d.GetRetryDelay().AsDuration()
		}
	}
	return e
}

// localError is one that the client found itself.
func localError(code codes.Code, message string, cause error) *Error {
	return &Error{Code: code, Message: message, cause: cause}
}

// convert keeps nil and the end of a stream what they are.
func convert(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return FromError(err)
}

func convertUnaryError(ctx context.Context, method string, request, reply any,
	conn *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption) error {
	return convert(invoke(ctx, method, request, reply, conn, options...))
}

func convertStreamErrors(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn,
	method string, streamer grpc.Streamer, options ...grpc.CallOption) (grpc.ClientStream, error) {
	stream, err := streamer(ctx, desc, conn, method, options...)
	if err != nil {
		return nil, convert(err)
	}
	return convertingStream{stream}, nil
}

type convertingStream struct{ grpc.ClientStream }

func (s convertingStream) SendMsg(m any) error { return convert(s.ClientStream.SendMsg(m)) }
func (s convertingStream) RecvMsg(m any) error { return convert(s.ClientStream.RecvMsg(m)) }
