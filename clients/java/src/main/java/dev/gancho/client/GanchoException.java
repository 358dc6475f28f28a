// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The error of every method here: of the server, or of this client itself. */
public final class GanchoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Status.Code code;
  private final transient List<Any> details;

  GanchoException(Status.Code code, String message) {
    this(code, message, List.of(), null);
  }

  private GanchoException(Status.Code code, String message, List<Any> details, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.details = details;
  }

  /** Of a call that ended; {@code trailers} may be null. */
  static GanchoException of(Status status, Metadata trailers) {
    return of(status, trailers, status.getCause());
  }

  static GanchoException of(StatusRuntimeException exception) {
    return of(exception.getStatus(), exception.getTrailers(), exception);
  }

  private static GanchoException of(Status status, Metadata trailers, Throwable cause) {
    return new GanchoException(
        status.getCode(), messageOf(status), detailsOf(status, trailers), cause);
  }

  // What fails here and not on the server has a cause, which says more than gRPC's own text.
  private static String messageOf(Status status) {
    String message = status.getDescription() == null ? "" : status.getDescription();
    Throwable root = status.getCause();
    if (root == null) {
      return message;
    }
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return message.lines().findFirst().orElse("") + ": " + root;
  }

  /** What the server said of one state. */
  static GanchoException of(com.google.rpc.Status status) {
    Status.Code code = Status.fromCodeValue(status.getCode()).getCode();
    return new GanchoException(code, status.getMessage(), status.getDetailsList(), null);
  }

  /** The same error for another caller, with a stack trace of its own. */
  GanchoException again() {
    return new GanchoException(code, getMessage(), details(), this);
  }

  // Details that cannot be read must not hide the error itself.
  private static List<Any> detailsOf(Status status, Metadata trailers) {
    try {
      com.google.rpc.Status rpc = StatusProto.fromStatusAndTrailers(status, trailers);
      return rpc.getDetailsList();
    } catch (IllegalArgumentException unreadable) {
      return List.of();
    }
  }

  /** The status of gRPC, for example {@code INVALID_ARGUMENT}. */
  public Status.Code code() {
    return code;
  }

  /** A constant for programs, for example {@code API_KEY_INVALID}. */
  public Optional<String> reason() {
    return find(ErrorInfo.class).map(ErrorInfo::getReason);
  }

  /** Who defines {@link #reason()}. */
  public Optional<String> domain() {
    return find(ErrorInfo.class).map(ErrorInfo::getDomain);
  }

  /** What belongs to {@link #reason()}; empty without one. */
  public Map<String, String> metadata() {
    return find(ErrorInfo.class).map(ErrorInfo::getMetadataMap).orElse(Map.of());
  }

  /** The fields that the server refused. */
  public List<FieldViolation> fieldViolations() {
    return find(BadRequest.class).map(BadRequest::getFieldViolationsList).orElse(List.of()).stream()
        .map(violation -> new FieldViolation(violation.getField(), violation.getDescription()))
        .toList();
  }

  /** How long to wait at least before the next try. */
  public Optional<Duration> retryDelay() {
    return find(RetryInfo.class)
        .filter(RetryInfo::hasRetryDelay)
        .map(RetryInfo::getRetryDelay)
        .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
  }

  /** Everything that the server said, undecoded. */
  public List<Any> details() {
    return details == null ? List.of() : details;
  }

  @Override
  public String toString() {
    return getClass().getName() + ": " + code + ": " + getMessage();
  }

  /** Whether trying again cannot mend it. */
  boolean isPermanent() {
    return switch (code) {
      case INVALID_ARGUMENT,
          NOT_FOUND,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          UNIMPLEMENTED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE ->
          true;
      default -> false;
    };
  }

  private <T extends Message> Optional<T> find(Class<T> type) {
    for (Any detail : details()) {
      if (!detail.is(type)) {
        continue;
      }
      try {
        return Optional.of(detail.unpack(type));
      } catch (InvalidProtocolBufferException unreadable) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
