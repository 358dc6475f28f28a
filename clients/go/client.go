// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"

	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
)

const (
	keepaliveTime    = 60 * time.Second
	keepaliveTimeout = 20 * time.Second
)

// Client holds the stubs of a server. Its methods and the stubs may be called
// by many goroutines. Every error is an *Error.
type Client struct {
	Accounts   ganchov1.AccountServiceClient
	Events     ganchov1.EventServiceClient
	Triggers   ganchov1.TriggerServiceClient
	Calls      ganchov1.CallServiceClient
	Deliveries ganchov1.DeliveryServiceClient
	ApiKeys    ganchov1.ApiKeyServiceClient

	conn *grpc.ClientConn
}

type settings struct {
	tls    *tls.Config
	apiKey string
	dial   []grpc.DialOption
}

// An Option changes how a server is reached.
type Option func(*settings)

// WithTLS connects with TLS; TLSFromFiles makes a config of PEM files. Without
// it the connection is plaintext.
func WithTLS(config *tls.Config) Option {
	return func(s *settings) { s.tls = config }
}

// WithAPIKey sends a key with every call, as `authorization: Bearer <key>`. Who
// can read the connection can read the key: use TLS beyond this machine.
func WithAPIKey(key string) Option {
	return func(s *settings) { s.apiKey = key }
}

// WithDialOptions passes options to gRPC, after those of the client.
func WithDialOptions(options ...grpc.DialOption) Option {
	return func(s *settings) { s.dial = append(s.dial, options...) }
}

// TLSFromFiles makes a config that trusts the PEM certificates of caFile (empty:
// the roots of the machine) and shows the certificate of certFile and keyFile
// (both empty: none).
func TLSFromFiles(caFile, certFile, keyFile string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if caFile != "" {
		pem, err := os.ReadFile(caFile)
		if err != nil {
			return nil, err
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s: no certificate in it", caFile)
		}
	}
	if (certFile == "") != (keyFile == "") {
		return nil, errors.New("a certificate needs its key, and a key its certificate")
	}
	if certFile != "" {
		certificate, err := tls.LoadX509KeyPair(certFile, keyFile)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{certificate}
	}
	return config, nil
}

// Connect makes a client of the server at address, "127.0.0.1:7233" for
// example. It does not wait for the connection, which is made when it is needed
// and made again when it is lost.
func Connect(address string, options ...Option) (*Client, error) {
	var s settings
	for _, option := range options {
		option(&s)
	}
	transport := insecure.NewCredentials()
	if s.tls != nil {
		transport = credentials.NewTLS(s.tls)
	}
	// Keep-alive notices a server that is gone; the stream has a backoff of its
	// own, which this one only bounds.
	dial := []grpc.DialOption{
		grpc.WithTransportCredentials(transport),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{
			Time: keepaliveTime, Timeout: keepaliveTimeout}),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff: backoff.Config{BaseDelay: 100 * time.Millisecond,
				Multiplier: 1.6, Jitter: 0.2, MaxDelay: time.Second},
			MinConnectTimeout: time.Second}),
		grpc.WithChainUnaryInterceptor(convertUnaryError),
		grpc.WithChainStreamInterceptor(convertStreamErrors),
	}
	if s.apiKey != "" {
		dial = append(dial, grpc.WithPerRPCCredentials(bearer(s.apiKey)))
	}
	conn, err := grpc.NewClient(address, append(dial, s.dial...)...)
	if err != nil {
		return nil, FromError(err)
	}
	return &Client{
		Accounts:   ganchov1.NewAccountServiceClient(conn),
		Events:     ganchov1.NewEventServiceClient(conn),
		Triggers:   ganchov1.NewTriggerServiceClient(conn),
		Calls:      ganchov1.NewCallServiceClient(conn),
		Deliveries: ganchov1.NewDeliveryServiceClient(conn),
		ApiKeys:    ganchov1.NewApiKeyServiceClient(conn),
		conn:       conn,
	}, nil
}

// Conn is the connection beneath the stubs.
func (c *Client) Conn() *grpc.ClientConn { return c.conn }

// Close ends the connection and every call on it. Streams are to be closed
// before.
func (c *Client) Close() error { return c.conn.Close() }

// bearer is an API key as credentials of a call.
type bearer string

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(b)}, nil
}

// On the loopback there may be no TLS.
func (b bearer) RequireTransportSecurity() bool { return false }
