// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.driver;

import dev.gancho.client.CallStateStream;
import dev.gancho.client.CallStateStreamOptions;
import dev.gancho.client.CallStateStreamStats;
import dev.gancho.client.GanchoClient;
import dev.gancho.client.GanchoException;
import dev.gancho.client.Rejection;
import dev.gancho.v1.CallState;
import dev.gancho.v1.Event;
import dev.gancho.v1.ListEventsRequest;
import dev.gancho.v1.ReportCallStateRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program by which the behaviour of all clients is tested alike; see tests/clients/behaviour.
 * Prints one JSON object as its last line.
 */
final class Driver {
  private static final int BAD_FLAGS = 2;
  private static final CallStateStreamStats NO_STATS =
      new CallStateStreamStats(0, 0, 0, 0, 0, 0, 0);

  private final Flags flags;
  private final Map<String, Object> result = new LinkedHashMap<>();
  private final List<Object> rejections = Collections.synchronizedList(new ArrayList<>());

  private Driver(Flags flags) {
    this.flags = flags;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Flags flags = null;
    try {
      flags = Flags.parse(args);
    } catch (IllegalArgumentException bad) {
      System.err.println("error: " + bad.getMessage());
      System.exit(BAD_FLAGS);
    }
    System.out.println(Json.write(new Driver(flags).run()));
    System.exit(0);
  }

  private Map<String, Object> run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    GanchoClient.Builder builder = GanchoClient.builder(flags.text("address"));
    if (!flags.text("ca_file").isEmpty()) {
      builder.caCertificates(Files.readString(Path.of(flags.text("ca_file"))));
    }
    if (!flags.text("api_key").isEmpty()) {
      builder.apiKey(flags.text("api_key"));
    }
    try (GanchoClient client = builder.build()) {
      if (flags.number("list") > 0) {
        list(client);
      } else if (flags.text("unary").equals("true")) {
        reportOne(client);
      } else {
        stream(client);
      }
    }
    result.put("elapsed_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    return result;
  }

  private void stream(GanchoClient client) throws InterruptedException {
    CallStateStreamOptions options =
        CallStateStreamOptions.builder()
            .parent(flags.text("parent"))
            .maxMessageStates(flags.number("max_message_states"))
            .maxMessageDelay(flags.millis("max_message_delay_ms"))
            .maxBufferedStates(flags.number("max_buffered_states"))
            .initialBackoff(flags.millis("initial_backoff_ms"))
            .maxBackoff(flags.millis("max_backoff_ms"))
            .onRejection(rejection -> rejections.add(describe(rejection)))
            .build();
    CallStateStream stream = client.callStateStream(options);
    GanchoException error = null;
    try {
      sendAll(stream);
    } catch (GanchoException failure) {
      error = failure;
    }
    try {
      stream.close(flags.millis("flush_deadline_ms"));
    } catch (GanchoException failure) {
      error = error == null ? failure : error;
    }
    finish(stream.stats(), error);
    stream.abort();
  }

  private void sendAll(CallStateStream stream) throws InterruptedException {
    boolean waits = flags.text("on_full").equals("wait");
    Duration timeout = flags.millis("send_deadline_ms");
    int statesPerCall = flags.number("states_per_call");
    double rate = flags.rate();
    long start = System.nanoTime();
    long sent = 0;
    for (int sequence = 1; sequence <= statesPerCall; ++sequence) {
      for (int i = 0; i < flags.number("calls"); ++i) {
        if (rate > 0) {
          TimeUnit.NANOSECONDS.sleep(start + (long) (sent * 1e9 / rate) - System.nanoTime());
        }
        CallState state =
            CallState.newBuilder()
                .setCallId("call-" + i)
                .setState(stateOf(sequence, statesPerCall))
                .setSequence(sequence)
                .build();
        if (waits) {
          stream.send(state, timeout);
        } else {
          stream.trySend(state);
        }
        ++sent;
      }
    }
  }

  private static CallState.State stateOf(int sequence, int statesPerCall) {
    if (sequence == 1) {
      return CallState.State.START;
    }
    return sequence == statesPerCall ? CallState.State.END : CallState.State.TALK;
  }

  private void reportOne(GanchoClient client) {
    ReportCallStateRequest.Builder request =
        ReportCallStateRequest.newBuilder().setParent(flags.text("parent"));
    request.getCallStateBuilder().setCallId("call-0").setState(CallState.State.START);
    request.getCallStateBuilder().setSequence(1);
    try {
      boolean duplicate =
          client
              .calls()
              .withTimeout(flags.millis("send_deadline_ms"))
              .reportCallState(request.build())
              .getDuplicate();
      finish(new CallStateStreamStats(1, 1, 0, duplicate ? 1 : 0, 0, 0, 0), null);
    } catch (GanchoException error) {
      finish(new CallStateStreamStats(1, 0, 0, 0, 0, 0, 0), error);
    }
  }

  private void list(GanchoClient client) {
    ListEventsRequest request =
        ListEventsRequest.newBuilder()
            .setParent(flags.text("parent"))
            .setPageSize(flags.number("list"))
            .build();
    List<Object> names = new ArrayList<>();
    GanchoException error = null;
    try {
      for (Event event : client.events().listEvents(request)) {
        names.add(event.getName());
      }
    } catch (GanchoException failure) {
      error = failure;
    }
    result.put("names", names);
    finish(NO_STATS, error);
  }

  private void finish(CallStateStreamStats stats, GanchoException error) {
    result.put("sent", stats.sent());
    result.put("acknowledged", stats.acknowledged());
    result.put("rejected", stats.rejected());
    result.put("duplicates", stats.duplicates());
    result.put("messages", stats.messages());
    result.put("connections", stats.connections());
    result.put("buffered", stats.buffered());
    result.put("rejections", rejections);
    result.put("error", error == null ? null : describe(error));
  }

  private static Map<String, Object> describe(GanchoException error) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("code", error.code().name());
    described.put("message", error.getMessage());
    error.reason().ifPresent(reason -> described.put("reason", reason));
    error.fieldViolations().stream()
        .findFirst()
        .ifPresent(violation -> described.put("field", violation.field()));
    error.retryDelay().ifPresent(delay -> described.put("retry_delay_ms", delay.toMillis()));
    return described;
  }

  private static Map<String, Object> describe(Rejection rejection) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("message_id", rejection.messageId());
    described.put("index", rejection.index());
    described.put("call_id", rejection.state().map(CallState::getCallId).orElse(""));
    described.put("field", "");
    described.putAll(describe(rejection.error()));
    return described;
  }
}
