// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_CLIENTS_CPP_PAGE_READER_H_
#define GANCHO_CLIENTS_CPP_PAGE_READER_H_

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "clients/cpp/error_details.h"
#include "grpcpp/client_context.h"

namespace gancho::client {

// Reads a list, one resource at a time and page after page:
//
//   PageReader events(stub.get(), &v1::EventService::Stub::ListEvents,
//                     request, &v1::ListEventsResponse::events);
//   while (true) {
//     absl::StatusOr<std::optional<v1::Event>> event = events.Next();
//     if (!event.ok()) return event.status();
//     if (!event->has_value()) break;  // that was the last
//     ...
//   }
//
// Not thread-safe. After an error the same call may be tried again: it asks
// for the same page. The stub must outlive the reader.
template <typename Stub, typename Request, typename Response, typename Item>
class PageReader {
 public:
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&,
                                        Response*);
  using Field =
      const google::protobuf::RepeatedPtrField<Item>& (Response::*)() const;

  // `page_size` of the request is that of each page; `page_timeout` the
  // deadline of reading one.
  PageReader(Stub* stub, Method method, Request request, Field field,
             absl::Duration page_timeout = absl::Seconds(30))
      : stub_(stub),
        method_(method),
        field_(field),
        page_timeout_(page_timeout),
        request_(std::move(request)) {}

  // The next resource; nullopt behind the last.
  absl::StatusOr<std::optional<Item>> Next() {
    // A page may be empty and still not be the last.
    while (next_ >= (page_.*field_)().size()) {
      if (is_last_) return std::nullopt;
      const absl::Status read = ReadPage();
      if (!read.ok()) return read;
    }
    return (page_.*field_)()[next_++];
  }

 private:
  absl::Status ReadPage() {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + page_timeout_));
    Response page;
    const grpc::Status status = (stub_->*method_)(&context, request_, &page);
    if (!status.ok()) return ToAbslStatus(status);
    page_ = std::move(page);
    next_ = 0;
    request_.set_page_token(page_.next_page_token());
    is_last_ = page_.next_page_token().empty();
    return absl::OkStatus();
  }

  Stub* const stub_;
  const Method method_;
  const Field field_;
  const absl::Duration page_timeout_;
  Request request_;  // of the next page
  Response page_;
  int next_ = 0;  // into page_
  bool is_last_ = false;
};

}  // namespace gancho::client

#endif  // GANCHO_CLIENTS_CPP_PAGE_READER_H_
