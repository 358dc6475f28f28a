// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_CALLS_UNDER_WAY_H_
#define GANCHO_SERVICE_CALLS_UNDER_WAY_H_

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/support/server_interceptor.h"

namespace gancho::service {

// Counts the calls of our own services that have begun and not ended. gRPC's
// shutdown waits for more than that: for streams that watch the health, and
// for idle clients that are slow to close their connection. With this count a
// drain knows when there is nobody left to wait for. Thread-safe.
class CallsUnderWay {
 public:
  // Counts calls whose method begins with `prefix` ("/gancho.v1.").
  // The count outlives the server that the factory is given to.
  std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
  NewFactory(const char* prefix);

  // Waits until there is none, at most `timeout`. Whether there is none.
  bool WaitUntilNone(absl::Duration timeout) const;

 private:
  class Factory;
  class Call;

  void Begin();
  void End();

  mutable absl::Mutex mu_;
  int count_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_CALLS_UNDER_WAY_H_
