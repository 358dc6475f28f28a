// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_PROMETHEUS_TEXT_H_
#define GANCHO_SERVICE_PROMETHEUS_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gancho::service {

// Writes metrics in the text format of Prometheus (version 0.0.4). Names and
// help texts are ours, so nothing needs escaping.
class PrometheusText {
 public:
  // A family begins with its type and help, once; its samples follow.
  void Counter(std::string_view name, std::string_view help, double value);
  void Gauge(std::string_view name, std::string_view help, double value);

  struct Labelled {
    std::string_view label_value;
    double value;
  };
  void Counters(std::string_view name, std::string_view help,
                std::string_view label, const std::vector<Labelled>& values);

  // `counts` has one entry more than `bounds`.
  void Histogram(std::string_view name, std::string_view help,
                 const std::vector<double>& bounds,
                 const std::vector<uint64_t>& counts, double sum);

  const std::string& text() const { return text_; }

 private:
  void Begin(std::string_view name, std::string_view help,
             std::string_view type);
  void Sample(std::string_view name, std::string_view labels, double value);

  std::string text_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_PROMETHEUS_TEXT_H_
