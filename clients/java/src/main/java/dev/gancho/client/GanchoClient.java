// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A connection to a server, which is made when it is used. Thread-safe. */
public final class GanchoClient implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel managed;
  private final Channel channel;
  private final ScheduledThreadPoolExecutor executor;
  private final Set<CallStateStream> streams = ConcurrentHashMap.newKeySet();

  private final AccountClient accounts;
  private final ApiKeyClient apiKeys;
  private final CallClient calls;
  private final DeliveryClient deliveries;
  private final EventClient events;
  private final TriggerClient triggers;

  private GanchoClient(Builder builder) {
    managed = builder.openChannel();
    channel = builder.apiKey == null ? managed : withKey(managed, builder.apiKey);
    executor = new ScheduledThreadPoolExecutor(1, GanchoClient::daemon);
    // After close() the streams are aborted: what they still schedule nobody misses.
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    accounts = new AccountClient(channel, builder.timeout);
    apiKeys = new ApiKeyClient(channel, builder.timeout);
    calls = new CallClient(channel, builder.timeout);
    deliveries = new DeliveryClient(channel, builder.timeout);
    events = new EventClient(channel, builder.timeout);
    triggers = new TriggerClient(channel, builder.timeout);
  }

  private static Channel withKey(Channel channel, String apiKey) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + apiKey);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "gancho-client");
    thread.setDaemon(true);
    return thread;
  }

  /** A client of the server at {@code address}, {@code host:port}, without TLS. */
  public static GanchoClient connect(String address) {
    return builder(address).build();
  }

  public static Builder builder(String address) {
    return new Builder(address);
  }

  public AccountClient accounts() {
    return accounts;
  }

  public ApiKeyClient apiKeys() {
    return apiKeys;
  }

  public CallClient calls() {
    return calls;
  }

  public DeliveryClient deliveries() {
    return deliveries;
  }

  public EventClient events() {
    return events;
  }

  public TriggerClient triggers() {
    return triggers;
  }

  /** For the generated stubs, asynchronous ones for example; sends the key, too. */
  public Channel channel() {
    return channel;
  }

  /** A new stream of call states; close it before the client. */
  public CallStateStream callStateStream(CallStateStreamOptions options) {
    streams.removeIf(CallStateStream::hasEnded);
    CallStateStream stream =
        new CallStateStream(
            GrpcStreamCall.opener(managed, channel),
            options,
            new ExecutorTimers(),
            () -> ThreadLocalRandom.current().nextDouble());
    streams.add(stream);
    return stream;
  }

  /** Ends every call that is under way, and aborts the streams. Does not wait. */
  @Override
  public void close() {
    streams.forEach(CallStateStream::abort);
    streams.clear();
    executor.shutdown();
    managed.shutdownNow();
  }

  private final class ExecutorTimers implements StreamTimers {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void schedule(Runnable task, long delayNanos) {
      executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** How a server is reached. The certificates are PEM texts, not file names. */
  public static final class Builder {
    private final String address;
    private boolean tls;
    private String caCertificates;
    private String clientCertificate;
    private String clientKey;
    private String serverName;
    private String apiKey;
    private Duration timeout = Duration.ofSeconds(60);

    private Builder(String address) {
      this.address = address;
    }

    /** With the roots of the Java runtime, unless {@link #caCertificates} says otherwise. */
    public Builder tls() {
      tls = true;
      return this;
    }

    /** TLS with these roots. */
    public Builder caCertificates(String pem) {
      caCertificates = pem;
      return tls();
    }

    /** Mutual TLS. */
    public Builder clientCertificate(String certificatePem, String keyPem) {
      clientCertificate = certificatePem;
      clientKey = keyPem;
      return tls();
    }

    /** TLS, where the server's certificate has another name than the address. */
    public Builder serverName(String name) {
      serverName = name;
      return tls();
    }

    /**
     * Sent with each call as {@code authorization: Bearer ...}. Without TLS everyone on the way can
     * read it.
     */
    public Builder apiKey(String key) {
      apiKey = key;
      return this;
    }

    /** How long a unary call may take, unless it says otherwise. Default: 60 s. */
    public Builder timeout(Duration value) {
      timeout = value;
      return this;
    }

    /** Throws IllegalArgumentException for certificates that cannot be read. */
    public GanchoClient build() {
      return new GanchoClient(this);
    }

    private ManagedChannel openChannel() {
      ManagedChannelBuilder<?> channel =
          Grpc.newChannelBuilder(address, credentials())
              // A stream notices a server that is gone.
              .keepAliveTime(60, TimeUnit.SECONDS)
              .keepAliveTimeout(20, TimeUnit.SECONDS);
      if (serverName != null) {
        channel.overrideAuthority(serverName);
      }
      return channel.build();
    }

    private ChannelCredentials credentials() {
      if (!tls) {
        return InsecureChannelCredentials.create();
      }
      TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
      try {
        if (caCertificates != null) {
          credentials.trustManager(stream(caCertificates));
        }
        if (clientCertificate != null) {
          credentials.keyManager(stream(clientCertificate), stream(clientKey));
        }
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      return credentials.build();
    }

    private static InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
