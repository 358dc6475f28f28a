// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include <string_view>

#include "delivery/language/filter_checker.h"
#include "delivery/language/text_map.h"

namespace gancho::delivery {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Fields that the server never returns, so that a filter must not read them
// either: whoever can list could guess them letter by letter. Descriptors do
// not carry the comment INPUT_ONLY; a test compares this list with it.
constexpr std::string_view kSecrets[] = {
    "gancho.v1.ApiKey.secret",
    "gancho.v1.Authentication.Basic.password",
    "gancho.v1.Authentication.Bearer.token",
    "gancho.v1.Authentication.ClientCertificate.private_key",
    "gancho.v1.Authentication.HeaderSecret.value",
    "gancho.v1.Authentication.OAuth2ClientCredentials.client_secret",
    "gancho.v1.Authentication.OAuth2JwtBearer.private_key",
    "gancho.v1.Event.secrets",
    "gancho.v1.RotateSigningSecretRequest.secret",
    "gancho.v1.RotateSigningSecretResponse.secret",
    "gancho.v1.Signing.secret",
};

constexpr std::string_view kDecimals[] = {
    "gancho.v1.Call.cost",
    "gancho.v1.CallState.cost",
};

FilterFieldKind KindOfMessage(const FieldDescriptor& field) {
  const Descriptor* type = field.message_type();
  if (type->full_name() == "google.protobuf.Timestamp") {
    return FilterFieldKind::kTime;
  }
  if (type->full_name() == "google.protobuf.Duration") {
    return FilterFieldKind::kDuration;
  }
  if (field.is_map()) {
    return TextMap::Supports(&field) ? FilterFieldKind::kTextMap
                                     : FilterFieldKind::kOpaque;
  }
  // Any, Struct and Value: what they hold has no fixed type to check against.
  const bool well_known = type->file()->package() == "google.protobuf";
  return well_known ? FilterFieldKind::kOpaque : FilterFieldKind::kMessage;
}

}  // namespace

FilterFieldKind FilterFieldKindOf(const FieldDescriptor& field) {
  for (std::string_view name : kSecrets) {
    if (field.full_name() == name) return FilterFieldKind::kSecret;
  }
  for (std::string_view name : kDecimals) {
    if (field.full_name() == name) return FilterFieldKind::kDecimal;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return FilterFieldKind::kBool;
    case FieldDescriptor::CPPTYPE_ENUM:
      return FilterFieldKind::kEnum;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return FilterFieldKind::kWholeNumber;
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return FilterFieldKind::kNumber;
    case FieldDescriptor::CPPTYPE_STRING:
      return FilterFieldKind::kText;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return KindOfMessage(field);
  }
  return FilterFieldKind::kOpaque;
}

}  // namespace gancho::delivery
