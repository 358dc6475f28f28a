// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_MODEL_WORLDS_H_
#define GANCHO_TESTS_MODEL_WORLDS_H_

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "tests/model/model.h"

namespace gancho::model {

// The models of which one is right, at least one. As a rule there is one; an
// operation whose answer was lost makes two of each, and what the server shows
// later leaves those that fit.
class Worlds {
 public:
  // What happens to a model; false if it cannot happen to this one.
  using Step = std::function<bool(Model*)>;

  // It happened. False, and nothing has changed, if it can happen to none.
  [[nodiscard]] bool Happened(const Step& step) {
    std::vector<Model> after;
    for (const Model& model : models_) AddIf(step, model, &after);
    if (after.empty()) return false;
    models_ = std::move(after);
    return true;
  }

  // Whether it can happen to any; nothing changes.
  bool CanHappen(const Step& step) const {
    for (Model model : models_) {
      if (step(&model)) return true;
    }
    return false;
  }

  // It may have happened.
  void MayHaveHappened(const Step& step) {
    std::vector<Model> after = models_;
    for (const Model& model : models_) AddIf(step, model, &after);
    models_ = std::move(after);
  }

  // For what follows from the model, whichever it is.
  void ForEach(const std::function<void(Model*)>& change) {
    for (Model& model : models_) change(&model);
  }
  bool Any(const std::function<bool(const Model&)>& is) const {
    for (const Model& model : models_) {
      if (is(model)) return true;
    }
    return false;
  }

  const Model& first() const { return models_.front(); }
  size_t size() const { return models_.size(); }

 private:
  static void AddIf(const Step& step, Model model, std::vector<Model>* models) {
    if (!step(&model)) return;
    for (const Model& other : *models) {
      if (other == model) return;
    }
    models->push_back(std::move(model));
  }

  std::vector<Model> models_ = {Model()};
};

}  // namespace gancho::model

#endif  // GANCHO_TESTS_MODEL_WORLDS_H_
