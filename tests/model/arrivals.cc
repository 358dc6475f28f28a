// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/model/arrivals.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/model/requests.h"

namespace gancho::model {
namespace {

using Request = testing::LoadReceiver::Request;

struct Arrival {
  int first = -1;     // the place of its first request; -1: it never came
  int accepted = -1;  // that of the first that was answered 2xx
};

std::string Tell(const Model::Delivery& delivery) {
  return absl::StrCat(delivery.name, " (", delivery.event, ", ", delivery.body,
                      ")");
}

std::map<std::string, const Model::Delivery*> ById(const Model& model) {
  std::map<std::string, const Model::Delivery*> by_id;
  for (const Model::Delivery& delivery : model.deliveries()) {
    by_id[IdOf(delivery.name)] = &delivery;
  }
  return by_id;
}

// The deliveries of each lane, in their order: of states as they were accepted,
// of one state as their ids say.
std::vector<std::vector<const Model::Delivery*>> LanesOf(const Model& model) {
  std::map<std::pair<int, std::string>, std::vector<const Model::Delivery*>>
      lanes;
  for (const Model::Delivery& delivery : model.deliveries()) {
    if (delivery.revived) continue;
    lanes[{delivery.incarnation, delivery.call}].push_back(&delivery);
  }
  std::vector<std::vector<const Model::Delivery*>> all;
  all.reserve(lanes.size());
  for (auto& [key, lane] : lanes) all.push_back(std::move(lane));
  return all;
}

// "c1|7|TALK|...": of one state if the first two parts are the same.
std::string StateOf(const Model::Delivery& delivery) {
  const size_t first = delivery.body.find('|');
  return delivery.body.substr(0, delivery.body.find('|', first + 1));
}

void JudgeOrder(const Model& model,
                const std::map<const Model::Delivery*, Arrival>& arrivals,
                std::vector<std::string>* complaints) {
  for (auto& lane : LanesOf(model)) {
    for (size_t i = 1; i < lane.size(); ++i) {
      const Model::Delivery& before = *lane[i - 1];
      const Model::Delivery& after = *lane[i];
      if (StateOf(before) != StateOf(after) && before.name >= after.name) {
        complaints->push_back(
            absl::StrCat(Tell(after), " has a lower id than ", Tell(before)));
      }
    }
    std::sort(lane.begin(), lane.end(),
              [](const auto* a, const auto* b) { return a->name < b->name; });
    int begun = -1;         // the last first request so far
    int delivered_at = -1;  // the last first success
    for (const Model::Delivery* delivery : lane) {
      const Arrival& arrival = arrivals.at(delivery);
      if (arrival.first < 0) continue;
      if (arrival.first < std::max(begun, delivered_at)) {
        complaints->push_back(absl::StrCat(
            Tell(*delivery), " came before one ahead of it had ended"));
      }
      begun = std::max(begun, arrival.first);
      delivered_at = std::max(delivered_at, arrival.accepted);
    }
  }
}

}  // namespace

std::vector<std::string> JudgeArrivals(const Model& model,
                                       const std::vector<Request>& requests) {
  std::vector<std::string> complaints;
  const auto by_id = ById(model);
  std::map<const Model::Delivery*, Arrival> arrivals;
  for (size_t i = 0; i < requests.size(); ++i) {
    const Request& request = requests[i];
    const auto found = by_id.find(request.webhook_id);
    if (found == by_id.end() || found->second->body != request.body ||
        request.target != "/" + IdOf(found->second->event)) {
      complaints.push_back(
          absl::StrCat("a request of no delivery: ", request.webhook_id, " ",
                       request.target, " ", request.body));
      continue;
    }
    Arrival& arrival = arrivals[found->second];
    if (arrival.first < 0) arrival.first = static_cast<int>(i);
    if (request.status == 200 && arrival.accepted < 0) {
      arrival.accepted = static_cast<int>(i);
    }
  }
  const std::set<int> delivered = {v1::Delivery::DELIVERED};
  for (const Model::Delivery& delivery : model.deliveries()) {
    const Arrival& arrival = arrivals[&delivery];
    if (delivery.ends == delivered && arrival.accepted < 0) {
      complaints.push_back(
          absl::StrCat("never answered 2xx, but DELIVERED: ", Tell(delivery)));
    }
    if (delivery.born_failed && !delivery.revived && arrival.first >= 0) {
      complaints.push_back(
          absl::StrCat("sent, but never to be sent: ", Tell(delivery)));
    }
  }
  JudgeOrder(model, arrivals, &complaints);
  return complaints;
}

}  // namespace gancho::model
