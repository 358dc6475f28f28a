#ifndef GANCHO_TESTS_PROTOS_API_RULES_H_
#define GANCHO_TESTS_PROTOS_API_RULES_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

namespace gancho {

// Returns what in `file` breaks the rules of the API, one line a violation,
// "full.name: what"; empty when it keeps them all. The rules are those of
// Google's API Improvement Proposals that a descriptor can show:
//
// - Everything is commented; a method's comment ends with a paragraph
//   "Errors: " that lists canonical codes (AIP-192, 193).
// - A field of a request, of a resource, or of what they hold begins its
//   comment with REQUIRED, OPTIONAL, OUTPUT_ONLY, INPUT_ONLY, IMMUTABLE or
//   IDENTIFIER (AIP-203).
// - Standard methods have the fields that callers expect (AIP-131 to 135, 154,
//   155, 158, 163), and a resource has `string name = 1` (AIP-122).
// - Names have the style of their kind; Timestamps end in `_time`; an enum's
//   zero ends in UNSPECIFIED; a number that is skipped is reserved (AIP-126,
//   142, 180, 190, 191).
//
// `file` must come from a pool whose files carry source information.
std::vector<std::string> ApiRuleViolations(
    const google::protobuf::FileDescriptor& file);

}  // namespace gancho

#endif  // GANCHO_TESTS_PROTOS_API_RULES_H_
