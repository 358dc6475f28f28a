// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_SAMPLE_CONTEXT_H_
#define GANCHO_DELIVERY_LANGUAGE_SAMPLE_CONTEXT_H_

#include "delivery/language/request_template.h"

namespace gancho::delivery {

// Calls to try templates on.
enum class SampleKind {
  kEmpty,    // only what every call has
  kTypical,  // an inbound call that was answered, recorded and has ended
  kHostile,  // every text tries to break out of where it is put
};

// A context that owns what it points to. Neither copied nor moved, because of
// the pointers.
class SampleContext {
 public:
  explicit SampleContext(SampleKind kind);
  SampleContext(const SampleContext&) = delete;
  SampleContext& operator=(const SampleContext&) = delete;

  const RenderContext& context() const { return context_; }

  v1::Account account;
  v1::Event event;
  v1::Trigger trigger;
  v1::Call call;
  v1::CallState state;
  v1::Delivery delivery;

 private:
  void FillTypical();
  void FillHostile();

  RenderContext context_;
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_SAMPLE_CONTEXT_H_
