// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_MODEL_DRIVER_H_
#define GANCHO_TESTS_MODEL_MODEL_DRIVER_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "tests/model/destinations.h"
#include "tests/model/operation.h"
#include "tests/model/reader.h"
#include "tests/model/server_under_test.h"
#include "tests/model/worlds.h"

namespace gancho::model {

// Performs the operations of one scenario on a real server and holds every
// answer against the model. It stops at the first that does not fit.
class ModelDriver {
 public:
  ModelDriver(uint32_t seed, int steps);

  // Returns false for a mismatch, which has been printed with what led to it.
  bool Play();

  int operations() const { return performed_; }
  int restarts() const { return server_.starts() - 1; }
  int faults() const { return server_.faults(); }

 private:
  // A call that changes something, so that it can be made again with the same
  // request_id.
  template <typename Request, typename Response>
  struct Mutation {
    std::string method;
    std::function<grpc::Status(testing::ServerClient&, grpc::ClientContext*,
                               const Request&, Response*)>
        send;
    // What the answer means; without a Response if it was lost.
    std::function<bool(Model*, const Request&, Code, const Response*)> step;
    // What it means that the answer was lost, unless `step` may have happened
    // by now, or never will.
    std::function<void(Model*, const Request&)> lost = nullptr;
  };

  void Perform(const Operation& operation);
  void PerformOnDefinitions(const Operation& operation);
  void PerformOnDeliveries(const Operation& operation);

  // definition_steps.cc
  void CreateEvent(const Operation& operation);
  void UpdateEvent(const Operation& operation);
  void DeleteEvent(const Operation& operation);
  void GetEvent(const Operation& operation);
  void ListEvents(const Operation& operation);
  void PauseEvent(const Operation& operation);
  void ResumeEvent(const Operation& operation);
  void CreateTrigger(const Operation& operation);
  void UpdateTrigger(const Operation& operation);
  void DeleteTrigger(const Operation& operation);
  void GetTrigger(const Operation& operation);
  void ListTriggers(const Operation& operation);

  // delivery_steps.cc
  void Report(const Operation& operation);
  void GetDelivery(const std::string& name);
  void GetCall(const Operation& operation);
  void ListDeliveries(const Operation& operation);
  void RetryDelivery(const Operation& operation);
  void CancelDelivery(const Operation& operation);
  void RecoverDeliveries(const Operation& operation);
  std::string PickDelivery(const Operation& operation) const;

  // Makes the call, and remembers it for Repeat() if it has a request_id.
  template <typename Request, typename Response>
  void Mutate(const Request& request,
              const Mutation<Request, Response>& mutation);
  template <typename Request, typename Response>
  void Send(const Request& request,
            const Mutation<Request, Response>& mutation);
  void Repeat(const Operation& operation, bool alter);

  void SetBehaviour(const Operation& operation);
  void BeginTrouble(const Operation& operation);
  void EndTrouble();
  // Waits until what the server shows fits a model, and keeps those.
  void ReadBack();
  // Waits until it is known what has become of events that are being disabled.
  void Settle();
  void AwaitOutcome(const std::string& event);
  // All deliveries end; arrivals and the ledger are judged.
  void Finish();
  void AwaitNothingPending();
  void JudgeEnds();
  void CheckLedger();

  // Whether the answer says that it is not known what has happened.
  bool IsLost(const grpc::Status& status) const;
  // The answer to `what` was lost; `step` is what it may have done.
  void Lose(const std::string& what, const grpc::Status& status,
            const Worlds::Step& step);
  // A right answer is one that fits a model. As long as a lost change may still
  // come to light, nothing more follows from it: what the server shows then,
  // and answers without writing, is as if that change had not been.
  void Judge(const std::string& what, const grpc::Status& status,
             const Worlds::Step& step);
  static void AddDisabled(Worlds* worlds);
  void Note(const std::string& what, const grpc::Status& status);
  void Mismatch(const std::string& what);
  void Expect(const absl::Status& status, const std::string& what);

  const uint32_t seed_;
  const std::vector<Operation> operations_;
  absl::Time deadline_;
  Destinations destinations_;
  ServerUnderTest server_;
  Worlds worlds_;
  // Calls that had a request_id; the argument says whether to alter them.
  std::vector<std::function<void(bool)>> repeatable_;
  int trouble_left_ = 0;
  bool any_lost_ = false;  // of the changes since the trouble began
  int performed_ = 0;
  std::deque<std::string> log_;  // of the latest
  bool failed_ = false;
};

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_MODEL_DRIVER_H_
