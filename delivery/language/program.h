// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_PROGRAM_H_
#define GANCHO_DELIVERY_LANGUAGE_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "delivery/language/evaluator.h"
#include "delivery/language/value_writer.h"
#include "delivery/language/variable.h"

namespace gancho::delivery {

// A compiled template: a flat list of instructions. Built once with the
// methods below, then only run. Thread-compatible.
class Program {
 public:
  // How much one rendering may do, over all its programs: instructions of
  // nested loops could otherwise keep a thread for minutes.
  static constexpr int kMaxSteps = 50000;

  // Text that is written as it is.
  void AddRaw(std::string_view text);
  // Text of the template, escaped for `place`.
  void AddLiteral(std::string_view text, Place place);
  void AddVariable(Expression expression, Place place);
  // The mark of a secret of the event. False, with a sentence, if none can
  // stand there.
  bool AddSecret(std::string_view variable, Place place, std::string* reason);
  // Returns what EndSection() must be given. `loop` is the number of the loop,
  // if the expression is one and `inverted` is not set.
  size_t BeginSection(Expression expression, bool inverted, int loop);
  void EndSection(size_t section);

  // Appends to `out` until its size passes `max_bytes`: RESOURCE_EXHAUSTED, as
  // when `steps`, which counts down, reaches zero.
  absl::Status Run(Evaluator* evaluator, size_t max_bytes, int* steps,
                   std::string* out) const;

  // Whether it always renders the same.
  bool is_constant() const { return expressions_.empty(); }
  // The names of the secrets, each as often as it is written.
  const std::vector<std::string>& secrets() const { return secrets_; }
  // A guess at the size of what is rendered.
  size_t size_hint() const {
    return literals_.size() + 24 * expressions_.size();
  }

 private:
  struct Instruction {
    enum class Kind : uint8_t {
      kText,     // literals_[a, b)
      kValue,    // expression a
      kJson,     // expression a, a map or list
      kIf,       // expression a; jumps to b if it is false
      kIfNot,    // expression a; jumps to b if it is true
      kLoop,     // expression a; jumps to b if there is nothing in it
      kEndLoop,  // jumps to b if there is more
    };
    Kind kind = Kind::kText;
    Place place = Place::kText;
    int16_t loop = 0;
    uint32_t a = 0;
    uint32_t b = 0;
  };

  std::vector<Instruction> instructions_;
  std::vector<Expression> expressions_;
  std::string literals_;
  std::vector<std::string> secrets_;
  bool last_text_may_grow_ = false;  // no jump leads behind it
};

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_PROGRAM_H_
