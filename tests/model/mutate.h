// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_MUTATE_H_
#define GANCHO_TESTS_MODEL_MUTATE_H_

#include <optional>
#include <string>

#include "tests/model/model_driver.h"
#include "tests/model/requests.h"

// The templates of ModelDriver, for the files that hold its steps.
namespace gancho::model {

inline constexpr absl::Duration kCallTimeout = absl::Seconds(20);
// Changes of deliveries are not answered while the disk fails.
inline constexpr absl::Duration kLostCallTimeout = absl::Seconds(1);

template <typename Request>
std::string ArgumentsOf(Request request) {
  request.clear_request_id();
  return request.SerializeAsString();
}

template <typename Request>
bool IsRemembered(const Request& request) {
  if constexpr (requires { request.validate_only(); }) {
    if (request.validate_only()) return false;
  }
  return !request.request_id().empty();
}

template <typename Request, typename Response>
void ModelDriver::Mutate(const Request& request,
                         const Mutation<Request, Response>& mutation) {
  Send(request, mutation);
  if (!IsRemembered(request)) return;
  repeatable_.push_back([this, request, mutation](bool alter) {
    Request again = request;
    if (alter && !Alter(&again)) return;
    Send(again, mutation);
  });
}

template <typename Request, typename Response>
void ModelDriver::Send(const Request& request,
                       const Mutation<Request, Response>& mutation) {
  const bool is_late = mutation.lost != nullptr && server_.in_trouble();
  const auto context = NewContext(is_late ? kLostCallTimeout : kCallTimeout);
  Response response;
  const grpc::Status status =
      mutation.send(server_.client(), context.get(), request, &response);
  const std::string& method = mutation.method;
  const bool is_lost = IsLost(status);
  if (is_lost && mutation.lost != nullptr) {
    Note(method, status);
    worlds_.ForEach([&](Model* model) {
      mutation.lost(model, request);
      if (IsRemembered(request)) {
        model->MayHaveAnswered(method, request.request_id());
      }
    });
    return;
  }
  const std::string arguments = ArgumentsOf(request);
  const Code code = is_lost ? Code::OK : status.error_code();
  const auto step = [&](Model* model) {
    const std::string& id = request.request_id();
    const Model::Replay replay = IsRemembered(request)
                                     ? model->Recall(method, id, arguments)
                                     : Model::Replay::kNew;
    if (replay == Model::Replay::kOther) return code == Code::INVALID_ARGUMENT;
    if (replay == Model::Replay::kSame) {
      return code == Code::OK &&
             (is_lost ||
              model->ShowsAnswer(method, id, response.SerializeAsString()));
    }
    if (replay == Model::Replay::kPerhaps && code == Code::OK) {
      // The old answer, or a new effect.
      mutation.lost(model, request);
      model->Remember(method, id, arguments, response.SerializeAsString());
      return true;
    }
    if (!mutation.step(model, request, code, is_lost ? nullptr : &response)) {
      return false;
    }
    if (code == Code::OK && IsRemembered(request)) {
      model->Remember(
          method, id, arguments,
          is_lost ? std::nullopt : std::optional(response.SerializeAsString()));
    }
    return true;
  };
  if (is_lost) return Lose(method, status, step);
  Judge(method, status, step);
}

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_MUTATE_H_
