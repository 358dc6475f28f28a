#include "tests/protos/api_rules.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>
#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gancho {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using google::protobuf::SourceLocation;

constexpr std::array<std::string_view, 16> kCanonicalCodes = {
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "UNAUTHENTICATED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS"};

constexpr std::array<std::string_view, 6> kFieldBehaviors = {
    "REQUIRED",   "OPTIONAL",  "OUTPUT_ONLY",
    "INPUT_ONLY", "IMMUTABLE", "IDENTIFIER"};

template <typename List>
bool Holds(const List& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool HasPrefix(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool HasSuffix(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() &&
         text.substr(text.size() - suffix.size()) == suffix;
}

// Words of small letters and digits, joined by one underscore each.
bool IsSnakeCase(std::string_view name) {
  if (name.empty() || !absl::ascii_islower(name.front())) return false;
  char previous = '_';
  for (const char c : name) {
    if (c == '_' && previous == '_') return false;
    if (c != '_' && !absl::ascii_islower(c) && !absl::ascii_isdigit(c)) {
      return false;
    }
    previous = c;
  }
  return previous != '_';
}

bool IsUpperSnakeCase(const std::string& name) {
  return name == absl::AsciiStrToUpper(name) &&
         IsSnakeCase(absl::AsciiStrToLower(name));
}

// `HttpRequest`, not `HTTPRequest` and not `Http_request`. OAuth is a name that
// nobody writes otherwise.
bool IsCamelCase(std::string_view name) {
  if (HasPrefix(name, "OAuth")) name.remove_prefix(1);
  if (name.empty() || !absl::ascii_isupper(name.front())) return false;
  char previous = 'a';
  for (const char c : name) {
    if (!absl::ascii_isalnum(c)) return false;
    if (absl::ascii_isupper(c) && absl::ascii_isupper(previous)) return false;
    previous = c;
  }
  return true;
}

// `ApiKey` -> `api_key`.
std::string SnakeCase(std::string_view camel) {
  std::string snake;
  for (const char c : camel) {
    if (absl::ascii_isupper(c) && !snake.empty()) snake += '_';
    snake += absl::ascii_tolower(c);
  }
  return snake;
}

template <typename AnyDescriptor>
std::string Comment(const AnyDescriptor& descriptor) {
  SourceLocation location;
  if (!descriptor.GetSourceLocation(&location)) return "";
  return std::string(absl::StripAsciiWhitespace(location.leading_comments));
}

bool IsMessage(const FieldDescriptor& field, std::string_view full_name) {
  return field.type() == FieldDescriptor::TYPE_MESSAGE &&
         field.message_type()->full_name() == full_name;
}

bool IsOurs(const Descriptor& message) {
  return HasPrefix(message.full_name(), "gancho.") &&
         !message.options().map_entry();
}

// What a Get method returns. What ends in Stats is a figure of a resource, not
// one itself.
std::set<const Descriptor*> ResourcesOf(const FileDescriptor& file) {
  std::set<const Descriptor*> resources;
  for (int i = 0; i < file.service_count(); ++i) {
    const ServiceDescriptor& service = *file.service(i);
    for (int j = 0; j < service.method_count(); ++j) {
      const MethodDescriptor& method = *service.method(j);
      if (HasPrefix(method.name(), "Get") &&
          !HasSuffix(method.name(), "Stats")) {
        resources.insert(method.output_type());
      }
    }
  }
  return resources;
}

class Checker {
 public:
  explicit Checker(const FileDescriptor& file) : file_(file) {}

  std::vector<std::string> Run() {
    const std::string stem = file_.name().substr(
        file_.name().rfind('/') + 1,
        file_.name().rfind('.') - file_.name().rfind('/') - 1);
    if (!IsSnakeCase(stem)) {
      Report(file_.name(), "the file's name is not snake_case");
    }
    if ((file_.service_count() > 0) !=
        HasSuffix(file_.name(), "_service.proto")) {
      Report(file_.name(), "services are in *_service.proto, and only there");
    }
    for (int i = 0; i < file_.message_type_count(); ++i) {
      CheckMessage(*file_.message_type(i));
    }
    for (int i = 0; i < file_.enum_type_count(); ++i) {
      CheckEnum(*file_.enum_type(i));
    }
    for (int i = 0; i < file_.service_count(); ++i) {
      CheckService(*file_.service(i));
    }
    return violations_;
  }

 private:
  void Report(std::string_view where, std::string_view what) {
    violations_.push_back(std::string(where) + ": " + std::string(what));
  }

  template <typename AnyDescriptor>
  void CheckCommented(const AnyDescriptor& descriptor) {
    if (Comment(descriptor).empty()) {
      Report(descriptor.full_name(), "has no comment");
    }
  }

  void CheckMessage(const Descriptor& message) {
    if (message.options().map_entry()) return;
    CheckCommented(message);
    if (!IsCamelCase(message.name())) {
      Report(message.full_name(), "a message's name is CamelCase");
    }
    CheckNumbers(message);
    for (int i = 0; i < message.field_count(); ++i) {
      CheckField(*message.field(i));
    }
    for (int i = 0; i < message.nested_type_count(); ++i) {
      CheckMessage(*message.nested_type(i));
    }
    for (int i = 0; i < message.enum_type_count(); ++i) {
      CheckEnum(*message.enum_type(i));
    }
  }

  void CheckNumbers(const Descriptor& message) {
    int highest = 0;
    for (int i = 0; i < message.field_count(); ++i) {
      highest = std::max(highest, message.field(i)->number());
    }
    for (int number = 1; number < highest; ++number) {
      if (message.FindFieldByNumber(number) == nullptr &&
          !message.IsReservedNumber(number)) {
        Report(message.full_name(),
               absl::StrCat("number ", number, " is unused, not reserved"));
      }
    }
  }

  void CheckField(const FieldDescriptor& field) {
    CheckCommented(field);
    if (!IsSnakeCase(field.name())) {
      Report(field.full_name(), "a field's name is snake_case");
    }
    const bool is_timestamp = IsMessage(field, "google.protobuf.Timestamp");
    if (is_timestamp && !HasSuffix(field.name(), "_time")) {
      Report(field.full_name(), "a Timestamp's name ends in _time");
    }
    if (!is_timestamp && HasSuffix(field.name(), "_time")) {
      Report(field.full_name(), "only a Timestamp's name ends in _time");
    }
    for (const std::string_view unit : {"_seconds", "_ms", "_millis"}) {
      if (HasSuffix(field.name(), unit)) {
        Report(field.full_name(), "a span of time is a Duration");
      }
    }
  }

  void CheckEnum(const EnumDescriptor& enumeration) {
    CheckCommented(enumeration);
    if (!IsCamelCase(enumeration.name())) {
      Report(enumeration.full_name(), "an enum's name is CamelCase");
    }
    for (int i = 0; i < enumeration.value_count(); ++i) {
      const EnumValueDescriptor& value = *enumeration.value(i);
      CheckCommented(value);
      if (!IsUpperSnakeCase(value.name())) {
        Report(value.full_name(), "a value's name is UPPER_SNAKE_CASE");
      }
      if ((value.number() == 0) != HasSuffix(value.name(), "UNSPECIFIED")) {
        Report(value.full_name(), "zero, and only zero, ends in UNSPECIFIED");
      }
    }
  }

  void CheckService(const ServiceDescriptor& service) {
    CheckCommented(service);
    if (!IsCamelCase(service.name()) || !HasSuffix(service.name(), "Service")) {
      Report(service.full_name(), "a service's name is CamelCase + Service");
    }
    for (const Descriptor* resource : ResourcesOf(file_)) {
      CheckResource(*resource);
    }
    for (int i = 0; i < service.method_count(); ++i) {
      CheckMethod(*service.method(i));
    }
  }

  void CheckResource(const Descriptor& resource) {
    const FieldDescriptor* name = resource.FindFieldByName("name");
    if (name == nullptr || name->number() != 1 ||
        name->type() != FieldDescriptor::TYPE_STRING) {
      Report(resource.full_name(), "a resource has string name = 1");
    } else if (!HasPrefix(Comment(*name), "IDENTIFIER")) {
      Report(name->full_name(), "a resource's name is an IDENTIFIER");
    }
    CheckBehaviors(resource);
  }

  // Every field that a caller may fill, at any depth, says how it behaves.
  void CheckBehaviors(const Descriptor& message) {
    if (!IsOurs(message) || !seen_.insert(&message).second) return;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      const std::string comment = Comment(field);
      const std::string_view first_word =
          std::string_view(comment).substr(0, comment.find_first_of(" .,\n"));
      if (!Holds(kFieldBehaviors, first_word)) {
        Report(field.full_name(),
               "the comment does not begin with REQUIRED, OPTIONAL, ...");
      }
      if (field.type() == FieldDescriptor::TYPE_MESSAGE &&
          first_word != "OUTPUT_ONLY") {
        CheckBehaviors(*field.message_type());
      }
    }
  }

  void CheckMethod(const MethodDescriptor& method) {
    CheckCommented(method);
    CheckErrors(method);
    if (!IsCamelCase(method.name())) {
      Report(method.full_name(), "a method's name is CamelCase");
    }
    if (method.input_type()->name() != method.name() + "Request") {
      Report(method.full_name(), "the request is named after the method");
    }
    CheckBehaviors(*method.input_type());
    if (HasPrefix(method.name(), "List")) CheckList(method);
    if (HasPrefix(method.name(), "Create")) CheckCreate(method);
    if (HasPrefix(method.name(), "Update")) CheckUpdate(method);
    if (HasPrefix(method.name(), "Delete")) CheckDelete(method);
    if (HasPrefix(method.name(), "Get")) {
      ExpectField(*method.input_type(), "name", "string");
    }
  }

  // The last paragraph: "Errors: CODE, CODE (when), CODE."
  void CheckErrors(const MethodDescriptor& method) {
    const std::string comment = Comment(method);
    const std::size_t start = comment.rfind("Errors:");
    if (start == std::string::npos ||
        (start > 0 && comment[start - 1] != '\n' &&
         comment.substr(start - 2, 2) != "\n ")) {
      Report(method.full_name(), "the comment does not end with Errors:");
      return;
    }
    std::string codes = comment.substr(start + std::string("Errors:").size());
    if (codes.find("\n \n") != std::string::npos ||
        codes.find("\n\n") != std::string::npos || codes.back() != '.') {
      Report(method.full_name(), "Errors: is not the last paragraph");
      return;
    }
    codes.pop_back();
    // The reasons in brackets may hold commas.
    std::string bare;
    int depth = 0;
    for (const char c : codes) {
      if (c == '(') ++depth;
      if (depth == 0) bare += c;
      if (c == ')') --depth;
    }
    for (const auto& item : absl::StrSplit(bare, ',')) {
      const std::string code(absl::StripAsciiWhitespace(item));
      if (!Holds(kCanonicalCodes, code)) {
        Report(method.full_name(), "Errors: names no code: " + code);
      }
    }
  }

  // `type` is a scalar's name or a message's full name.
  const FieldDescriptor* ExpectField(const Descriptor& message,
                                     const std::string& name,
                                     std::string_view type) {
    const FieldDescriptor* field = message.FindFieldByName(name);
    const bool matches =
        field != nullptr && (IsMessage(*field, type) ||
                             std::string_view(field->type_name()) == type);
    if (!matches) {
      Report(message.full_name(), "has no " + std::string(type) + " " + name);
    }
    return field;
  }

  void ExpectMutationFields(const Descriptor& request) {
    ExpectField(request, "validate_only", "bool");
    ExpectField(request, "request_id", "string");
  }

  void CheckList(const MethodDescriptor& method) {
    const Descriptor& request = *method.input_type();
    ExpectField(request, "parent", "string");
    ExpectField(request, "page_size", "int32");
    ExpectField(request, "page_token", "string");
    ExpectField(request, "filter", "string");
    const Descriptor& response = *method.output_type();
    if (response.name() != method.name() + "Response") {
      Report(method.full_name(), "the response is named after the method");
    }
    ExpectField(response, "next_page_token", "string");
    const FieldDescriptor* results = response.FindFieldByNumber(1);
    if (results == nullptr || !results->is_repeated() ||
        results->type() != FieldDescriptor::TYPE_MESSAGE) {
      Report(response.full_name(), "the results are not in field 1");
    }
  }

  // A response of its own is right where the answer holds more than the
  // resource, such as a secret that is shown once.
  void CheckReturns(const MethodDescriptor& method,
                    const FieldDescriptor* resource) {
    if (resource == nullptr ||
        resource->type() != FieldDescriptor::TYPE_MESSAGE) {
      return;
    }
    const Descriptor* output = method.output_type();
    if (output == resource->message_type()) return;
    const FieldDescriptor* held = output->FindFieldByName(resource->name());
    if (output->name() != method.name() + "Response" || held == nullptr ||
        held->message_type() != resource->message_type()) {
      Report(method.full_name(), "does not return the resource");
    }
  }

  const FieldDescriptor* ExpectResource(const MethodDescriptor& method,
                                        std::string_view verb) {
    const std::string type = method.name().substr(verb.size());
    return ExpectField(*method.input_type(), SnakeCase(type),
                       method.file()->package() + "." + type);
  }

  void CheckCreate(const MethodDescriptor& method) {
    const Descriptor& request = *method.input_type();
    const FieldDescriptor* resource = ExpectResource(method, "Create");
    ExpectField(request, "parent", "string");
    ExpectField(request, SnakeCase(method.name().substr(6)) + "_id", "string");
    ExpectMutationFields(request);
    CheckReturns(method, resource);
  }

  void CheckUpdate(const MethodDescriptor& method) {
    const FieldDescriptor* resource = ExpectResource(method, "Update");
    ExpectField(*method.input_type(), "update_mask",
                "google.protobuf.FieldMask");
    ExpectMutationFields(*method.input_type());
    CheckReturns(method, resource);
    if (resource != nullptr &&
        resource->type() == FieldDescriptor::TYPE_MESSAGE) {
      ExpectField(*resource->message_type(), "etag", "string");
    }
  }

  void CheckDelete(const MethodDescriptor& method) {
    ExpectField(*method.input_type(), "name", "string");
    ExpectMutationFields(*method.input_type());
    if (method.output_type()->full_name() != "google.protobuf.Empty") {
      Report(method.full_name(), "does not return Empty");
    }
  }

  const FileDescriptor& file_;
  std::vector<std::string> violations_;
  // The messages whose fields were asked for their behaviour.
  std::set<const Descriptor*> seen_;
};

}  // namespace

std::vector<std::string> ApiRuleViolations(const FileDescriptor& file) {
  return Checker(file).Run();
}

}  // namespace gancho
