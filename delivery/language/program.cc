// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/program.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/language/secret_mark.h"

namespace gancho::delivery {

void Program::AddRaw(std::string_view text) {
  if (text.empty()) return;
  const uint32_t begin = static_cast<uint32_t>(literals_.size());
  literals_.append(text);
  const uint32_t end = static_cast<uint32_t>(literals_.size());
  if (last_text_may_grow_) {
    instructions_.back().b = end;
    return;
  }
  Instruction instruction;
  instruction.a = begin;
  instruction.b = end;
  instructions_.push_back(instruction);
  last_text_may_grow_ = true;
}

void Program::AddLiteral(std::string_view text, Place place) {
  std::string escaped;
  AppendLiteral(text, place, &escaped);
  AddRaw(escaped);
}

void Program::AddVariable(Expression expression, Place place) {
  Instruction instruction;
  instruction.kind = expression.is_loop() ? Instruction::Kind::kJson
                                          : Instruction::Kind::kValue;
  instruction.place = place;
  instruction.a = static_cast<uint32_t>(expressions_.size());
  expressions_.push_back(std::move(expression));
  instructions_.push_back(instruction);
  last_text_may_grow_ = false;
}

bool Program::AddSecret(std::string_view variable, Place place,
                        std::string* reason) {
  std::string mark;
  if (!AppendSecretMark(variable, place, &mark, reason)) return false;
  AddRaw(mark);
  secrets_.emplace_back(variable.substr(variable.find('.') + 1));
  return true;
}

size_t Program::BeginSection(Expression expression, bool inverted, int loop) {
  Instruction instruction;
  instruction.kind = inverted               ? Instruction::Kind::kIfNot
                     : expression.is_loop() ? Instruction::Kind::kLoop
                                            : Instruction::Kind::kIf;
  instruction.loop = static_cast<int16_t>(loop);
  instruction.a = static_cast<uint32_t>(expressions_.size());
  expressions_.push_back(std::move(expression));
  instructions_.push_back(instruction);
  last_text_may_grow_ = false;
  return instructions_.size() - 1;
}

void Program::EndSection(size_t section) {
  if (instructions_[section].kind == Instruction::Kind::kLoop) {
    Instruction instruction;
    instruction.kind = Instruction::Kind::kEndLoop;
    instruction.loop = instructions_[section].loop;
    instruction.b = static_cast<uint32_t>(section + 1);
    instructions_.push_back(instruction);
  }
  last_text_may_grow_ = false;
  instructions_[section].b = static_cast<uint32_t>(instructions_.size());
}

absl::Status Program::Run(Evaluator* evaluator, size_t max_bytes, int* steps,
                          std::string* out) const {
  size_t at = 0;
  while (at < instructions_.size()) {
    const Instruction& instruction = instructions_[at];
    ++at;
    switch (instruction.kind) {
      case Instruction::Kind::kText:
        out->append(literals_, instruction.a, instruction.b - instruction.a);
        break;
      case Instruction::Kind::kValue:
        AppendValue(evaluator->Evaluate(expressions_[instruction.a]),
                    instruction.place, out);
        break;
      case Instruction::Kind::kJson:
        evaluator->AppendAsJson(expressions_[instruction.a], out);
        break;
      case Instruction::Kind::kIf:
        if (!evaluator->IsTrue(expressions_[instruction.a])) at = instruction.b;
        break;
      case Instruction::Kind::kIfNot:
        if (evaluator->IsTrue(expressions_[instruction.a])) at = instruction.b;
        break;
      case Instruction::Kind::kLoop:
        if (!evaluator->StartLoop(expressions_[instruction.a],
                                  instruction.loop)) {
          at = instruction.b;
        }
        break;
      case Instruction::Kind::kEndLoop:
        if (evaluator->NextInLoop(instruction.loop)) at = instruction.b;
        break;
    }
    if (out->size() > max_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("is longer than ", max_bytes, " bytes"));
    }
    if (--*steps <= 0) {
      return absl::ResourceExhaustedError("repeats its sections too often");
    }
  }
  return absl::OkStatus();
}

}  // namespace gancho::delivery
