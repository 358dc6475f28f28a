// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/credentials_oauth2.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "delivery/absl_view.h"
#include "delivery/http_request_head.h"
#include "delivery/http_url.h"

namespace gancho::delivery {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(10);
constexpr absl::Duration kConnectTimeout = absl::Seconds(5);
constexpr absl::Duration kDefaultLife = absl::Minutes(5);
constexpr absl::Duration kRefreshAhead = absl::Minutes(1);
// A token that a request carries must still be valid when it arrives.
constexpr absl::Duration kExpiryMargin = absl::Seconds(5);
constexpr absl::Duration kFailureLife = absl::Seconds(5);
// A 401 to a request with the token before this one must not drop this one.
constexpr absl::Duration kFreshLife = absl::Seconds(2);
constexpr size_t kMaxWaiters = 10'000;
constexpr size_t kMaxTokenResponse = 32 * 1024;
constexpr size_t kMaxErrorText = 200;

using Fields = std::vector<std::pair<std::string, std::string>>;

// How one kind of grant asks for a token.
class TokenGrant {
 public:
  virtual ~TokenGrant() = default;
  // What to send; an error if it cannot be made.
  virtual absl::StatusOr<Fields> FormFields(absl::Time now) = 0;
  virtual Fields Headers() const { return {}; }
  // The endpoint refused the client; true if there is another way to ask.
  virtual bool TryOtherWay() { return false; }
};

std::string Text(const google::protobuf::Struct& object, const char* key) {
  const auto it = object.fields().find(key);
  return it == object.fields().end() ? "" : it->second.string_value();
}

// What an endpoint says of an error, fit for people: bounded, printable.
std::string Printable(std::string_view text) {
  std::string result(text.substr(0, kMaxErrorText));
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  }
  return result;
}

class TokenSource final : public CredentialSource {
 public:
  TokenSource(std::string_view url, std::unique_ptr<TokenGrant> grant,
              HttpSender* sender, const store::Clock* clock)
      : state_(std::make_shared<State>()) {
    state_->url = ParseHttpUrl(url);
    state_->grant = std::move(grant);
    state_->sender = sender;
    state_->clock = clock;
  }

  ~TokenSource() override {
    state_->Answer(absl::CancelledError("the credentials were replaced"));
  }

  void Get(Done done) override {
    const absl::Duration now = state_->clock->Steady();
    if (!state_->token.empty() && now < state_->expires) {
      if (now >= state_->refresh && now >= state_->failure_until) {
        state_->Fetch();
      }
      return done(state_->BearerHeaders());
    }
    if (now < state_->failure_until) return done(state_->failure);
    if (state_->waiters.size() >= kMaxWaiters) {
      return done(
          absl::ResourceExhaustedError("too many requests wait for a token"));
    }
    state_->waiters.push_back(std::move(done));
    state_->Fetch();
  }

  bool Invalidate() override {
    // Before the first token there was none that could have been refused.
    if (!state_->replaced ||
        state_->clock->Steady() >= state_->fetched + kFreshLife) {
      state_->token.clear();
    }
    return true;
  }

 private:
  // Shared with the answer that is under way, which may outlive the source.
  struct State : std::enable_shared_from_this<State> {
    void Fetch();
    void OnAnswer(HttpResult result);
    absl::Status Take(const HttpResult& result);
    void Answer(const absl::StatusOr<Headers>& headers);
    Headers BearerHeaders() const {
      return {{"Authorization", absl::StrCat("Bearer ", token)}};
    }

    absl::StatusOr<HttpUrl> url;
    std::unique_ptr<TokenGrant> grant;
    HttpSender* sender = nullptr;
    const store::Clock* clock = nullptr;
    bool fetching = false;
    std::string token;
    bool replaced = false;  // there was a token before this one
    absl::Duration fetched = -absl::InfiniteDuration();
    absl::Duration refresh;
    absl::Duration expires;
    absl::Status failure;
    absl::Duration failure_until = -absl::InfiniteDuration();
    std::vector<Done> waiters;
  };

  std::shared_ptr<State> state_;
};

void TokenSource::State::Fetch() {
  if (fetching) return;
  absl::StatusOr<Fields> fields =
      url.ok() ? grant->FormFields(clock->Now()) : url.status();
  if (!fields.ok()) return Answer(fields.status());
  auto rendered = std::make_shared<store::RenderedRequest>();
  rendered->set_method("POST");
  rendered->set_tls(url->tls);
  rendered->set_host(url->host);
  rendered->set_port(url->port);
  rendered->set_target(url->target);
  auto* type = rendered->add_headers();
  type->set_name("Content-Type");
  type->set_value("application/x-www-form-urlencoded");
  auto* accept = rendered->add_headers();
  accept->set_name("Accept");
  accept->set_value("application/json");
  rendered->set_body(
      absl::StrJoin(*fields, "&", [](std::string* out, const auto& field) {
        absl::StrAppend(out, field.first, "=", FormEncode(field.second));
      }));
  OutboundRequest request;
  request.rendered = std::move(rendered);
  request.headers = grant->Headers();
  request.timeout = kTimeout;
  request.connect_timeout = kConnectTimeout;
  request.kept_body_bytes = kMaxTokenResponse;
  fetching = true;
  sender->Send(std::move(request),
               [weak = weak_from_this()](HttpResult result) {
                 if (const auto self = weak.lock()) {
                   self->OnAnswer(std::move(result));
                 }
               });
}

void TokenSource::State::OnAnswer(HttpResult result) {
  fetching = false;
  const auto self = shared_from_this();  // a waiter may end the source
  const absl::Duration now = clock->Steady();
  absl::Status status = Take(result);
  if (status.ok()) {
    failure_until = -absl::InfiniteDuration();
    return Answer(BearerHeaders());
  }
  if ((result.status_code == 400 || result.status_code == 401) &&
      grant->TryOtherWay()) {
    return Fetch();
  }
  failure = std::move(status);
  // A shortage of ours says nothing about the token server.
  failure_until = result.shortage ? now : now + kFailureLife;
  Answer(failure);
}

absl::Status TokenSource::State::Take(const HttpResult& result) {
  if (result.shortage) return absl::AbortedError(result.reason);
  if (result.failure != v1::Attempt::FAILURE_UNSPECIFIED) {
    return absl::UnavailableError(
        absl::StrCat("no token from ", url->host, ": ", result.reason));
  }
  google::protobuf::Struct answer;
  const bool json =
      !result.body_truncated &&
      google::protobuf::util::JsonStringToMessage(result.body, &answer).ok();
  if (result.status_code != 200) {
    std::string why = json ? Text(answer, "error") : "";
    const std::string description =
        json ? Text(answer, "error_description") : "";
    if (!description.empty()) absl::StrAppend(&why, " (", description, ")");
    return absl::PermissionDeniedError(absl::StrCat(
        "no token from ", url->host, ": it answered ", result.status_code,
        why.empty() ? "" : ", ", Printable(why)));
  }
  const std::string access_token = Text(answer, "access_token");
  if (access_token.empty() ||
      !std::all_of(access_token.begin(), access_token.end(),
                   [](unsigned char c) { return c > ' ' && c < 0x7f; })) {
    return absl::UnavailableError(
        absl::StrCat("the answer of ", url->host, " holds no access_token"));
  }
  absl::Duration life = kDefaultLife;
  if (const auto it = answer.fields().find("expires_in");
      it != answer.fields().end()) {
    double seconds = it->second.number_value();
    // Some endpoints write the number as a string.
    if (it->second.kind_case() == google::protobuf::Value::kStringValue &&
        !absl::SimpleAtod(it->second.string_value(), &seconds)) {
      seconds = 0;
    }
    if (seconds > 0) life = absl::Seconds(std::min(seconds, 86400.0 * 365));
  }
  token = access_token;
  replaced = fetched != -absl::InfiniteDuration();
  fetched = clock->Steady();
  expires = fetched + std::max(life - kExpiryMargin, life / 2);
  refresh =
      fetched + (life >= kDefaultLife ? life - kRefreshAhead : life * 4 / 5);
  return absl::OkStatus();
}

void TokenSource::State::Answer(const absl::StatusOr<Headers>& headers) {
  for (Done& done : std::exchange(waiters, {})) done(headers);
}

class ClientCredentialsGrant final : public TokenGrant {
 public:
  explicit ClientCredentialsGrant(
      const v1::Authentication::OAuth2ClientCredentials& options)
      : options_(options) {}

  absl::StatusOr<Fields> FormFields(absl::Time) override {
    Fields fields = {{"grant_type", "client_credentials"}};
    if (in_form_) {
      fields.emplace_back("client_id", options_.client_id());
      fields.emplace_back("client_secret", options_.client_secret());
    }
    if (!options_.scopes().empty()) {
      fields.emplace_back("scope", absl::StrJoin(options_.scopes(), " "));
    }
    if (!options_.audience().empty()) {
      fields.emplace_back("audience", options_.audience());
    }
    return fields;
  }

  Fields Headers() const override {
    if (in_form_) return {};
    // RFC 6749, 2.3.1: form-encoded before they are joined.
    return {
        {"Authorization",
         absl::StrCat("Basic ", absl::Base64Escape(absl::StrCat(
                                    FormEncode(options_.client_id()), ":",
                                    FormEncode(options_.client_secret()))))}};
  }

  bool TryOtherWay() override { return !std::exchange(in_form_, true); }

 private:
  const v1::Authentication::OAuth2ClientCredentials options_;
  bool in_form_ = false;
};

class JwtBearerGrant final : public TokenGrant {
 public:
  explicit JwtBearerGrant(const v1::Authentication::OAuth2JwtBearer& options)
      : options_(options) {}

  absl::StatusOr<Fields> FormFields(absl::Time now) override {
    absl::StatusOr<std::string> assertion = MakeJwtAssertion(options_, now);
    if (!assertion.ok()) return assertion.status();
    return Fields{{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                  {"assertion", *std::move(assertion)}};
  }

 private:
  const v1::Authentication::OAuth2JwtBearer options_;
};

}  // namespace

std::unique_ptr<CredentialSource> MakeClientCredentialsSource(
    const v1::Authentication::OAuth2ClientCredentials& options,
    HttpSender* sender, const store::Clock* clock) {
  return std::make_unique<TokenSource>(
      options.token_url(), std::make_unique<ClientCredentialsGrant>(options),
      sender, clock);
}

std::unique_ptr<CredentialSource> MakeJwtBearerSource(
    const v1::Authentication::OAuth2JwtBearer& options, HttpSender* sender,
    const store::Clock* clock) {
  return std::make_unique<TokenSource>(
      options.token_url(), std::make_unique<JwtBearerGrant>(options), sender,
      clock);
}

}  // namespace gancho::delivery
