// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_TEMPLATE_COMPILER_H_
#define GANCHO_DELIVERY_LANGUAGE_TEMPLATE_COMPILER_H_

#include <string_view>
#include <vector>

#include "delivery/language/mustache.h"
#include "delivery/language/program.h"
#include "delivery/language/value_writer.h"

namespace gancho::delivery {

// Adds the template `text` to `program`, everything in it in the same place.
bool CompileTemplate(std::string_view text, Place place, Program* program,
                     TemplateProblem* problem);

// The same for nodes that were parsed already, each with its own place.
bool CompileNodes(const std::vector<MustacheNode>& nodes,
                  const std::vector<Place>& places, Program* program,
                  TemplateProblem* problem);

// A leaf of a `json` body: in quotes, but for one that is exactly one variable,
// which keeps the variable's type.
bool CompileJsonLeaf(std::string_view text, Program* program,
                     TemplateProblem* problem);

// A `json_template`. What compiles renders to valid JSON whatever the values
// of its variables are.
bool CompileJsonTemplate(std::string_view text, Program* program,
                         TemplateProblem* problem);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_TEMPLATE_COMPILER_H_
