// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_UPDATE_MASK_H_
#define GANCHO_SERVICE_UPDATE_MASK_H_

#include "absl/status/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace gancho::service {

// Changes `target` to what an Update with `mask` and `update`, of the same
// type, makes of it:
//   no paths   every populated field; populated messages are merged field by
//              field, lists and maps are replaced
//   "*"        `target` becomes `update`
//   paths      each named field becomes what it is in `update`, unset included;
//              `labels.KEY` names one entry of a map
// INVALID_ARGUMENT naming `update_mask` for a path that is no field. What is
// output-only is not known here: the caller puts it back afterwards.
absl::Status ApplyUpdateMask(const google::protobuf::FieldMask& mask,
                             const google::protobuf::Message& update,
                             google::protobuf::Message* target);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_UPDATE_MASK_H_
