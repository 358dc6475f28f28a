// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/destinations.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace gancho::model {

using testing::LoadReceiver;

Destinations::Destinations()
    : receiver_([this](const LoadReceiver::Request& request, int64_t number) {
        return Answer(request, number);
      }) {}

std::string Destinations::origin() const {
  return absl::StrCat("http://127.0.0.1:", receiver_.port());
}

void Destinations::SetBehaviour(const std::string& path, Behaviour behaviour) {
  absl::MutexLock lock(&mu_);
  behaviours_[path] = behaviour;
}

LoadReceiver::Reply Destinations::Answer(const LoadReceiver::Request& request,
                                         int64_t number) {
  LoadReceiver::Reply reply;
  // So that some attempts are under way when the server dies.
  if (number % 5 == 2) reply.delay = absl::Milliseconds(15);
  absl::MutexLock lock(&mu_);
  switch (behaviours_[request.target]) {
    case Behaviour::kWell:
      break;
    case Behaviour::kFailing:
      reply.status = 500;
      break;
    case Behaviour::kGone:
      reply.status = 410;
      break;
  }
  return reply;
}

}  // namespace gancho::model
