// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.driver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The flags of the driver, all {@code --name=value}. */
final class Flags {
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("address", "127.0.0.1:7233"),
          Map.entry("ca_file", ""),
          Map.entry("api_key", ""),
          Map.entry("parent", "accounts/default"),
          Map.entry("calls", "1"),
          Map.entry("states_per_call", "1"),
          Map.entry("max_message_states", "200"),
          Map.entry("max_message_delay_ms", "5"),
          Map.entry("max_buffered_states", "50000"),
          Map.entry("initial_backoff_ms", "10"),
          Map.entry("max_backoff_ms", "200"),
          Map.entry("on_full", "wait"),
          Map.entry("send_deadline_ms", "60000"),
          Map.entry("flush_deadline_ms", "60000"),
          Map.entry("rate", "0"),
          Map.entry("unary", "false"),
          Map.entry("list", "0"));

  private final Map<String, String> values;

  private Flags(Map<String, String> values) {
    this.values = values;
  }

  static Flags parse(String[] arguments) {
    Map<String, String> values = new HashMap<>(DEFAULTS);
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (!argument.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("no flag: " + argument);
      }
      if (values.replace(argument.substring(2, equals), argument.substring(equals + 1)) == null) {
        throw new IllegalArgumentException("unknown flag " + argument);
      }
    }
    return new Flags(values);
  }

  String text(String name) {
    return values.get(name);
  }

  int number(String name) {
    return Integer.parseInt(values.get(name));
  }

  double rate() {
    return Double.parseDouble(values.get("rate"));
  }

  Duration millis(String name) {
    return Duration.ofMillis(Long.parseLong(values.get(name)));
  }
}
