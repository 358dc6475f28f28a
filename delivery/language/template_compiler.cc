// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/template_compiler.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"
#include "delivery/language/json_flow.h"
#include "delivery/language/name_resolver.h"
#include "delivery/language/secret_mark.h"

namespace gancho::delivery {
namespace {

using google::protobuf::FieldDescriptor;

bool Fail(size_t offset, std::string reason, TemplateProblem* problem) {
  problem->offset = offset;
  problem->reason = std::move(reason);
  return false;
}

// Whether the tag may be unescaped; else `reason` is set.
bool MayBeRaw(const MustacheNode& node, Place place, std::string* reason) {
  if (!node.raw || place == Place::kText) return true;
  *reason = absl::StrCat(
      "{{{", std::string(node.text),
      "}}} is not escaped, which only a text body allows: write {{",
      std::string(node.text), "}}");
  return false;
}

// Whether the expression can be written in that place; else `reason` is set.
bool FitsPlace(const MustacheNode& node, const Expression& expression,
               Place place, std::string* reason) {
  if (!MayBeRaw(node, place, reason)) return false;
  if (!expression.is_loop()) return true;
  const Source& source = expression.sources[0];
  const bool is_map = source.kind == Source::Kind::kMap;
  const bool in_json = place == Place::kJsonBare || place == Place::kJsonTyped;
  if (in_json &&
      (is_map || source.field->type() != FieldDescriptor::TYPE_MESSAGE)) {
    return true;
  }
  *reason = absl::StrCat(Quote(node.text), " is a ", is_map ? "map" : "list",
                         ", not one value: open a section over it, as in {{#",
                         std::string(node.text), "}}",
                         is_map ? "{{key}}={{value}} " : "{{.}} ", "{{/",
                         std::string(node.text), "}}");
  return false;
}

// Numbers for the conditions of sections, see FollowJson().
struct SectionConditions {
  std::vector<int> conditions;
  std::vector<bool> loops;
};

bool DependsOnLoop(const Expression& expression) {
  return std::any_of(expression.sources.begin(), expression.sources.end(),
                     [](const Source& source) { return source.loop >= 0; });
}

bool FindConditions(const std::vector<MustacheNode>& nodes,
                    SectionConditions* found, TemplateProblem* problem) {
  NameResolver resolver;
  std::vector<Expression> known;
  found->conditions.assign(nodes.size(), -1);
  found->loops.assign(nodes.size(), false);
  for (size_t i = 0; i < nodes.size(); ++i) {
    const MustacheNode& node = nodes[i];
    if (node.kind == MustacheNode::Kind::kEnd) resolver.CloseSection();
    if (node.kind != MustacheNode::Kind::kSection &&
        node.kind != MustacheNode::Kind::kInverted) {
      continue;
    }
    Expression expression;
    std::string reason;
    const bool inverted = node.kind == MustacheNode::Kind::kInverted;
    if (!resolver.OpenSection(node.text, inverted, &expression, &reason)) {
      return Fail(node.offset, std::move(reason), problem);
    }
    found->loops[i] = !inverted && expression.is_loop();
    if (DependsOnLoop(expression)) continue;
    auto same = std::find(known.begin(), known.end(), expression);
    if (same == known.end()) {
      known.push_back(std::move(expression));
      same = known.end() - 1;
    }
    found->conditions[i] = static_cast<int>(same - known.begin());
  }
  return true;
}

}  // namespace

bool CompileNodes(const std::vector<MustacheNode>& nodes,
                  const std::vector<Place>& places, Program* program,
                  TemplateProblem* problem) {
  NameResolver resolver;
  std::vector<size_t> sections;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const MustacheNode& node = nodes[i];
    Expression expression;
    std::string reason;
    switch (node.kind) {
      case MustacheNode::Kind::kText:
        program->AddLiteral(node.text, places[i]);
        break;
      case MustacheNode::Kind::kVariable:
        if (IsSecretName(node.text)) {
          if (!MayBeRaw(node, places[i], &reason) ||
              !program->AddSecret(node.text, places[i], &reason)) {
            return Fail(node.offset, std::move(reason), problem);
          }
          break;
        }
        if (!resolver.ResolveVariable(node.text, &expression, &reason) ||
            !FitsPlace(node, expression, places[i], &reason)) {
          return Fail(node.offset, std::move(reason), problem);
        }
        program->AddVariable(std::move(expression), places[i]);
        break;
      case MustacheNode::Kind::kSection:
      case MustacheNode::Kind::kInverted: {
        const int loop = resolver.loop_depth();
        const bool inverted = node.kind == MustacheNode::Kind::kInverted;
        if (!resolver.OpenSection(node.text, inverted, &expression, &reason)) {
          return Fail(node.offset, std::move(reason), problem);
        }
        sections.push_back(
            program->BeginSection(std::move(expression), inverted, loop));
        break;
      }
      case MustacheNode::Kind::kEnd:
        resolver.CloseSection();
        program->EndSection(sections.back());
        sections.pop_back();
        break;
    }
  }
  return true;
}

bool CompileTemplate(std::string_view text, Place place, Program* program,
                     TemplateProblem* problem) {
  std::vector<MustacheNode> nodes;
  return ParseMustache(text, &nodes, problem) &&
         CompileNodes(nodes, std::vector<Place>(nodes.size(), place), program,
                      problem);
}

bool CompileJsonLeaf(std::string_view text, Program* program,
                     TemplateProblem* problem) {
  std::vector<MustacheNode> nodes;
  if (!ParseMustache(text, &nodes, problem)) return false;
  // Comments and set-delimiters leave no node but are more than a variable.
  const bool typed = nodes.size() == 1 &&
                     nodes[0].kind == MustacheNode::Kind::kVariable &&
                     nodes[0].offset == 0 && text.find("}}") == text.size() - 2;
  if (typed) return CompileNodes(nodes, {Place::kJsonTyped}, program, problem);
  program->AddRaw("\"");
  const std::vector<Place> places(nodes.size(), Place::kJsonString);
  if (!CompileNodes(nodes, places, program, problem)) return false;
  program->AddRaw("\"");
  return true;
}

bool CompileJsonTemplate(std::string_view text, Program* program,
                         TemplateProblem* problem) {
  std::vector<MustacheNode> nodes;
  std::vector<Place> places;
  SectionConditions sections;
  return ParseMustache(text, &nodes, problem) &&
         FindConditions(nodes, &sections, problem) &&
         FollowJson(nodes, sections.conditions, sections.loops, &places,
                    problem) &&
         CompileNodes(nodes, places, program, problem);
}

}  // namespace gancho::delivery
