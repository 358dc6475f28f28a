// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Who reaches the server, and what operators see of it.

#include <httplib.h>
#include <netdb.h>

#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "gtest/gtest.h"
#include "tests/testing/server_client.h"
#include "tests/testing/server_process.h"
#include "tests/testing/temp_directory.h"
#include "tests/testing/test_certificates.h"

namespace gancho {
namespace {

using ::testing::HasSubstr;
using testing::ServerClient;
using testing::ServerProcess;
using testing::TempDirectory;
using testing::TestAuthority;
using testing::TestCertificate;
using testing::TestFile;

grpc::StatusCode ListAccounts(std::shared_ptr<grpc::Channel> channel) {
  const ServerClient client(std::move(channel));
  v1::ListAccountsResponse response;
  return client.accounts
      ->ListAccounts(ServerClient::Context().get(), {}, &response)
      .error_code();
}

std::shared_ptr<grpc::Channel> TlsChannel(const std::string& address,
                                          const std::string& roots,
                                          const TestCertificate& client = {}) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = roots;
  options.pem_cert_chain = client.certificate_pem;
  options.pem_private_key = client.private_key_pem;
  return grpc::CreateChannel(address, grpc::SslCredentials(options));
}

class ListenerTest : public ::testing::Test {
 protected:
  std::unique_ptr<ServerProcess> Start(std::vector<std::string> flags) {
    auto server =
        ServerProcess::Start(directory_.path() + "/data", std::move(flags));
    EXPECT_TRUE(server.ok()) << server.status();
    return server.ok() ? *std::move(server) : nullptr;
  }

  TempDirectory directory_;
  TestAuthority authority_;
  TestCertificate certificate_ = authority_.Issue();
  TestFile certificate_file_{certificate_.certificate_pem};
  TestFile key_file_{certificate_.private_key_pem};
  TestFile root_file_{authority_.root_pem()};
};

TEST_F(ListenerTest, SpeaksTlsOnly) {
  const auto server =
      Start({absl::StrCat("--tls_certificate=", certificate_file_.path()),
             absl::StrCat("--tls_key=", key_file_.path())});
  ASSERT_NE(server, nullptr);
  EXPECT_EQ(ListAccounts(TlsChannel(server->address(), authority_.root_pem())),
            grpc::StatusCode::OK);
  EXPECT_EQ(ListAccounts(grpc::CreateChannel(
                server->address(), grpc::InsecureChannelCredentials())),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(server->Terminate().value_or(-1), 0);
}

TEST_F(ListenerTest, WantsCertificateOfItsAuthorityFromClients) {
  const auto server =
      Start({absl::StrCat("--tls_certificate=", certificate_file_.path()),
             absl::StrCat("--tls_key=", key_file_.path()),
             absl::StrCat("--tls_client_ca=", root_file_.path())});
  ASSERT_NE(server, nullptr);
  const TestAuthority stranger;
  const std::string& roots = authority_.root_pem();
  EXPECT_EQ(
      ListAccounts(TlsChannel(server->address(), roots, authority_.Issue())),
      grpc::StatusCode::OK);
  EXPECT_EQ(ListAccounts(TlsChannel(server->address(), roots)),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(
      ListAccounts(TlsChannel(server->address(), roots, stranger.Issue())),
      grpc::StatusCode::UNAVAILABLE);
}

TEST_F(ListenerTest, ListensOnEveryAddressOfItsHost) {
  const auto server = Start({"--listen_address=localhost:0"});
  ASSERT_NE(server, nullptr);
  const std::string& address = server->address();
  const std::string port = address.substr(address.rfind(':') + 1);
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  ASSERT_EQ(getaddrinfo("localhost", port.c_str(), &hints, &found), 0);
  for (const addrinfo* entry = found; entry; entry = entry->ai_next) {
    char host[NI_MAXHOST];
    ASSERT_EQ(getnameinfo(entry->ai_addr, entry->ai_addrlen, host, sizeof(host),
                          nullptr, 0, NI_NUMERICHOST),
              0);
    const std::string target = entry->ai_family == AF_INET6
                                   ? absl::StrCat("[", host, "]:", port)
                                   : absl::StrCat(host, ":", port);
    EXPECT_EQ(ListAccounts(grpc::CreateChannel(
                  target, grpc::InsecureChannelCredentials())),
              grpc::StatusCode::OK)
        << target;
  }
  freeaddrinfo(found);
}

TEST_F(ListenerTest, RefusesCallersBeyondItsLimit) {
  const auto server = Start(
      {absl::StrCat("--tls_certificate=", certificate_file_.path()),
       absl::StrCat("--tls_key=", key_file_.path()), "--max_connections=1"});
  ASSERT_NE(server, nullptr);
  const std::string& roots = authority_.root_pem();
  {
    const auto first = TlsChannel(server->address(), roots);
    EXPECT_EQ(ListAccounts(first), grpc::StatusCode::OK);
    // Not the connection of the first: another channel of the same target
    // would share it, so these credentials differ.
    EXPECT_EQ(
        ListAccounts(TlsChannel(server->address(), roots, authority_.Issue())),
        grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(ListAccounts(first), grpc::StatusCode::OK);
  }
}

TEST_F(ListenerTest, RefusesKeyOfAnotherCertificate) {
  const TestFile other_key(authority_.Issue().private_key_pem);
  const auto server = ServerProcess::Start(
      directory_.path() + "/data",
      {absl::StrCat("--tls_certificate=", certificate_file_.path()),
       absl::StrCat("--tls_key=", other_key.path())});
  EXPECT_THAT(std::string(server.status().message()),
              HasSubstr("is not the PEM private key of --tls_certificate"));
}

TEST_F(ListenerTest, TellsItsHealthAsAWholeAndByService) {
  const auto server = Start({});
  ASSERT_NE(server, nullptr);
  const auto health = grpc::health::v1::Health::NewStub(grpc::CreateChannel(
      server->address(), grpc::InsecureChannelCredentials()));
  for (const char* service : {"", "gancho.v1.CallService"}) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    ASSERT_TRUE(
        health->Check(ServerClient::Context().get(), request, &response).ok());
    EXPECT_EQ(response.status(),
              grpc::health::v1::HealthCheckResponse::SERVING);
  }
}

TEST_F(ListenerTest, ServesMetricsAndReadiness) {
  const auto server = Start({"--metrics_address=127.0.0.1:0"});
  ASSERT_NE(server, nullptr);
  const auto address =
      server->process().WaitForLine(" metrics on 127.0.0.1:", absl::Seconds(5));
  ASSERT_TRUE(address.ok()) << address.status();
  int port = 0;
  ASSERT_TRUE(absl::SimpleAtoi(*address, &port));
  ServerClient client(server->address());
  client.Report("c-1", v1::CallState::START);
  client.Report("c-1", v1::CallState::END);
  httplib::Client http("127.0.0.1", port);
  const auto metrics = http.Get("/metrics");
  ASSERT_TRUE(metrics);
  EXPECT_THAT(metrics->body,
              HasSubstr("gancho_call_states_total{result=\"accepted\"} 2\n"));
  EXPECT_THAT(metrics->body, HasSubstr("gancho_commit_seconds_bucket{le="));
  EXPECT_THAT(metrics->body, HasSubstr("gancho_serving 1\n"));
  EXPECT_THAT(metrics->body, HasSubstr("gancho_open_connections 1\n"));
  EXPECT_THAT(metrics->body,
              HasSubstr("gancho_connections_accepted_total 1\n"));
  EXPECT_THAT(metrics->body, HasSubstr("gancho_connections_refused_total{reason"
                                       "=\"max_connections\"} 0\n"));
  EXPECT_THAT(metrics->body, HasSubstr("gancho_connections_refused_total{reason"
                                       "=\"file_descriptors\"} 0\n"));
  EXPECT_THAT(metrics->body, HasSubstr("gancho_accept_errors_total 0\n"));
  EXPECT_THAT(metrics->body, HasSubstr("gancho_attempts_postponed_total 0\n"));
  EXPECT_EQ(http.Get("/healthz")->status, 200);
  EXPECT_EQ(http.Get("/readyz")->status, 200);
  EXPECT_EQ(http.Get("/secrets")->status, 404);
}

}  // namespace
}  // namespace gancho
