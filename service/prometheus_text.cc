// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/prometheus_text.h"

#include "absl/strings/str_format.h"
#include "service/concat.h"

namespace gancho::service {
namespace {

// Counts stay readable as whole numbers far beyond what a server reaches.
std::string FormatNumber(double value) {
  return absl::StrFormat("%.15g", value);
}

}  // namespace

void PrometheusText::Counter(std::string_view name, std::string_view help,
                             double value) {
  Begin(name, help, "counter");
  Sample(name, "", value);
}

void PrometheusText::Gauge(std::string_view name, std::string_view help,
                           double value) {
  Begin(name, help, "gauge");
  Sample(name, "", value);
}

void PrometheusText::Counters(std::string_view name, std::string_view help,
                              std::string_view label,
                              const std::vector<Labelled>& values) {
  Begin(name, help, "counter");
  for (const Labelled& labelled : values) {
    Sample(name, Concat("{", label, "=\"", labelled.label_value, "\"}"),
           labelled.value);
  }
}

void PrometheusText::Histogram(std::string_view name, std::string_view help,
                               const std::vector<double>& bounds,
                               const std::vector<uint64_t>& counts,
                               double sum) {
  Begin(name, help, "histogram");
  uint64_t total = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    total += counts[i];
    const std::string bound =
        i < bounds.size() ? FormatNumber(bounds[i]) : "+Inf";
    Sample(Concat(name, "_bucket"), Concat("{le=\"", bound, "\"}"),
           static_cast<double>(total));
  }
  Sample(Concat(name, "_sum"), "", sum);
  Sample(Concat(name, "_count"), "", static_cast<double>(total));
}

void PrometheusText::Begin(std::string_view name, std::string_view help,
                           std::string_view type) {
  text_ +=
      Concat("# HELP ", name, " ", help, "\n# TYPE ", name, " ", type, "\n");
}

void PrometheusText::Sample(std::string_view name, std::string_view labels,
                            double value) {
  text_ += Concat(name, labels, " ", FormatNumber(value), "\n");
}

}  // namespace gancho::service
