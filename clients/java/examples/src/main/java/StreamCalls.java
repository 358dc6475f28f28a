// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

import com.google.protobuf.Timestamp;
import dev.gancho.client.CallStateStream;
import dev.gancho.client.CallStateStreamOptions;
import dev.gancho.client.GanchoClient;
import dev.gancho.v1.Call;
import dev.gancho.v1.CallState;
import dev.gancho.v1.GetCallRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Streams a few calls into a server and shows one of them. Its argument is the server, by default
 * {@code 127.0.0.1:7233}.
 */
public final class StreamCalls {
  private record Step(CallState.State state, Duration after) {}

  // A call that rings for five seconds and lasts a minute.
  private static final List<Step> STEPS =
      List.of(
          new Step(CallState.State.START, Duration.ZERO),
          new Step(CallState.State.RINGING, Duration.ofMillis(100)),
          new Step(CallState.State.TALK, Duration.ofMillis(5_100)),
          new Step(CallState.State.END, Duration.ofSeconds(65)));

  private StreamCalls() {}

  public static void main(String[] args) throws InterruptedException {
    String address = args.length > 0 ? args[0] : "127.0.0.1:7233";
    CallStateStreamOptions options =
        CallStateStreamOptions.builder()
            .parent("accounts/default")
            .onRejection(rejection -> System.err.println("refused: " + rejection.error()))
            .build();
    String lastCallId = "";
    try (GanchoClient client = GanchoClient.connect(address)) {
      try (CallStateStream stream = client.callStateStream(options)) {
        for (int i = 0; i < 3; ++i) {
          lastCallId = UUID.randomUUID().toString();
          sendCall(stream, lastCallId);
        }
        // Durable from here on.
        stream.close(Duration.ofSeconds(30));
        System.out.println(stream.stats());
      }
      Call call =
          client
              .calls()
              .getCall(
                  GetCallRequest.newBuilder()
                      .setName("accounts/default/calls/" + lastCallId)
                      .build());
      System.out.printf(
          "%s: %s to %s, answered: %s, %d s%n",
          call.getCallId(),
          call.getCaller(),
          call.getCalled(),
          call.getAnswered(),
          call.getTalkDuration().getSeconds());
    }
  }

  private static void sendCall(CallStateStream stream, String callId) throws InterruptedException {
    Instant start = Instant.now().minusSeconds(65);
    for (int i = 0; i < STEPS.size(); ++i) {
      Instant time = start.plus(STEPS.get(i).after());
      CallState state =
          CallState.newBuilder()
              .setCallId(callId)
              .setState(STEPS.get(i).state())
              .setSequence(i)
              .setOccurTime(
                  Timestamp.newBuilder()
                      .setSeconds(time.getEpochSecond())
                      .setNanos(time.getNano()))
              .setDirection(CallState.Direction.INBOUND)
              .setCaller("+541143210000")
              .setCalled("+541155550100")
              .putLabels("queue_id", "sales")
              .build();
      // Waits while too much is not acknowledged.
      stream.send(state, Duration.ofSeconds(10));
    }
  }
}
