// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_LANGUAGE_NAME_RESOLVER_H_
#define GANCHO_DELIVERY_LANGUAGE_NAME_RESOLVER_H_

#include <string>
#include <string_view>
#include <vector>

#include "delivery/language/variable.h"
#include "google/protobuf/descriptor.h"

namespace gancho::delivery {

// A root: `call`, `state`, `event`, `trigger`, `delivery`, `account`.
struct RootName {
  const char* name;
  Root root;
  const google::protobuf::Descriptor* type;
};
const std::vector<RootName>& RootNames();

// Whether templates may read the field. Of an Event only what holds no secret;
// of a Delivery only what is known when it is rendered; no etags.
bool IsTemplateField(const google::protobuf::FieldDescriptor& field);

// Whether the field holds a phone number, so that `.e164`, `.national` and
// `.digits` follow it. Labels are taken for one too.
bool IsPhoneField(const google::protobuf::FieldDescriptor& field);

// Finds out, when a template is compiled, what its names stand for. A name's
// first part is looked up in the innermost section first, then outward, and at
// last among the roots and flat names; where the first part is found, the rest
// must be found too.
class NameResolver {
 public:
  NameResolver();

  // False if there is no such variable; then `reason` is a sentence with the
  // nearest names. The expression may be a map or list, of which only JSON
  // values can be made.
  bool ResolveVariable(std::string_view name, Expression* expression,
                       std::string* reason) const;

  // The same for a section, which is opened; a map or list is a loop of
  // its own number, sources[0].loop being that of the map itself.
  bool OpenSection(std::string_view name, bool inverted, Expression* expression,
                   std::string* reason);
  void CloseSection();

  // How many of the open sections are loops.
  int loop_depth() const { return loop_depth_; }

 private:
  // What an open section adds to the names.
  struct Scope {
    enum class Kind { kNothing, kGroup, kMapEntry, kValue };
    Kind kind = Kind::kNothing;
    Source group;                                        // kGroup
    const google::protobuf::Descriptor* type = nullptr;  // kGroup
    int loop = -1;                                       // kMapEntry
    Expression self;  // what {{.}} is; not for kGroup
    bool is_loop = false;
  };

  bool Resolve(std::string_view name, Expression* expression,
               std::string* reason) const;
  bool ResolveDot(Expression* expression, std::string* reason) const;
  bool ResolveInScope(const Scope& scope, std::string_view name, bool* found,
                      Expression* expression, std::string* reason) const;
  Scope LoopScope(const Source& source) const;

  std::vector<Scope> scopes_;
  int loop_depth_ = 0;
};

// Up to three names of variables near to `name`, as `; did you mean "a" or
// "b"?`, or empty.
std::string SuggestVariables(std::string_view name);

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_LANGUAGE_NAME_RESOLVER_H_
