// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_MUSTACHE_H_
#define GANCHO_DELIVERY_LANGUAGE_MUSTACHE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gancho::delivery {

// Sections may be nested this deep.
inline constexpr int kMaxSectionDepth = 32;

// One piece of a parsed template. The views point into the template's text.
struct MustacheNode {
  enum class Kind : uint8_t {
    kText,      // `text` is literal
    kVariable,  // `text` is the name
    kSection,   // `text` is the name; the section reaches to node `end`
    kInverted,  // the same
    kEnd,       // of the section that began at node `end`
  };
  Kind kind = Kind::kText;
  bool raw = false;  // a variable written {{{x}}} or {{&x}}
  std::string_view text;
  size_t offset = 0;  // of the text, or of the tag, in bytes
  size_t end = 0;
};

// What is wrong at one place of a template.
struct TemplateProblem {
  size_t offset = 0;  // in bytes
  std::string reason;
};

// Parses a Mustache template into `nodes`: variables, sections, inverted
// sections, comments and set-delimiter tags, with the whitespace rules for tags
// that stand alone on their line. Partials, template inheritance and lambdas do
// not exist here. Names are not looked up, only their form is checked. False if
// there is a problem; then `nodes` has no meaning.
bool ParseMustache(std::string_view text, std::vector<MustacheNode>* nodes,
                   TemplateProblem* problem);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_MUSTACHE_H_
