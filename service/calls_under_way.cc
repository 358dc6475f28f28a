// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/calls_under_way.h"

#include <cstring>

namespace gancho::service {

// Lives as long as the call.
class CallsUnderWay::Call final : public grpc::experimental::Interceptor {
 public:
  explicit Call(CallsUnderWay* calls) : calls_(calls) { calls_->Begin(); }
  ~Call() override { calls_->End(); }

  void Intercept(
      grpc::experimental::InterceptorBatchMethods* methods) override {
    methods->Proceed();
  }

 private:
  CallsUnderWay* const calls_;
};

class CallsUnderWay::Factory final
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  Factory(CallsUnderWay* calls, const char* prefix)
      : calls_(calls), prefix_(prefix) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    if (std::strncmp(info->method(), prefix_, std::strlen(prefix_)) != 0) {
      return nullptr;
    }
    return new Call(calls_);
  }

 private:
  CallsUnderWay* const calls_;
  const char* const prefix_;
};

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>
CallsUnderWay::NewFactory(const char* prefix) {
  return std::make_unique<Factory>(this, prefix);
}

bool CallsUnderWay::WaitUntilNone(absl::Duration timeout) const {
  const auto is_none = [this]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return count_ == 0;
  };
  absl::MutexLock lock(&mu_);
  return mu_.AwaitWithTimeout(absl::Condition(&is_none), timeout);
}

void CallsUnderWay::Begin() {
  absl::MutexLock lock(&mu_);
  ++count_;
}

void CallsUnderWay::End() {
  absl::MutexLock lock(&mu_);
  --count_;
}

}  // namespace gancho::service
