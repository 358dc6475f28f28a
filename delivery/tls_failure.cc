// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/tls_failure.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "delivery/ip_address.h"

namespace gancho::delivery {
namespace {

constexpr int kMaxNames = 5;

std::string Date(const ASN1_TIME* time) {
  struct tm tm = {};
  if (ASN1_TIME_to_tm(time, &tm) != 1) return "unknown date";
  return absl::StrFormat("%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1,
                         tm.tm_mday);
}

// Printable ASCII only: this goes into records and logs.
std::string Printable(const unsigned char* data, int size) {
  std::string result;
  for (int i = 0; i < size && i < 100; ++i) {
    result.push_back(
        data[i] > ' ' && data[i] < 0x7f ? static_cast<char>(data[i]) : '?');
  }
  return result;
}

// "a.example, 192.0.2.7": what the certificate is valid for.
std::string SubjectNames(X509* certificate) {
  auto* names = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  std::vector<std::string> texts;
  const int count = names == nullptr ? 0 : sk_GENERAL_NAME_num(names);
  for (int i = 0; i < count && i < kMaxNames; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type == GEN_DNS) {
      texts.push_back(Printable(ASN1_STRING_get0_data(name->d.dNSName),
                                ASN1_STRING_length(name->d.dNSName)));
    } else if (name->type == GEN_IPADD) {
      const unsigned char* data = ASN1_STRING_get0_data(name->d.iPAddress);
      if (ASN1_STRING_length(name->d.iPAddress) == 4) {
        texts.push_back(
            IpAddress::V4({data[0], data[1], data[2], data[3]}).ToString());
      } else if (ASN1_STRING_length(name->d.iPAddress) == 16) {
        std::array<uint8_t, 16> bytes;
        std::memcpy(bytes.data(), data, bytes.size());
        texts.push_back(IpAddress::V6(bytes).ToString());
      }
    }
  }
  if (count > kMaxNames) texts.push_back("...");
  GENERAL_NAMES_free(names);
  return absl::StrJoin(texts, ", ");
}

const char* AlertInWords(int reason) {
  switch (reason) {
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
      return "the receiver refused TLS 1.2 and 1.3 (it speaks another version)";
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
      return "the receiver refused the handshake (no cipher in common, or it "
             "wants a client certificate)";
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return "the receiver wants a client certificate";
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
      return "the receiver refused our client certificate, or wants one";
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      return "the receiver says that our client certificate has expired";
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
      return "the receiver says that our client certificate has been revoked";
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
      return "the receiver does not know the issuer of our client certificate";
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
      return "the receiver denied access in the TLS handshake";
    case SSL_R_TLSV1_UNRECOGNIZED_NAME:
      return "the receiver does not serve this host (TLS: unrecognized name)";
    case SSL_R_TLSV1_ALERT_INTERNAL_ERROR:
      return "the receiver failed in the TLS handshake (internal error)";
    default:
      return nullptr;
  }
}

}  // namespace

std::string DescribeVerifyFailure(X509_STORE_CTX* context,
                                  const std::string& host) {
  const int error = X509_STORE_CTX_get_error(context);
  X509* certificate = X509_STORE_CTX_get_current_cert(context);
  const char* whose =
      X509_STORE_CTX_get_error_depth(context) == 0 ? "" : "issuer's ";
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return absl::StrCat(whose, "certificate has expired (on ",
                          Date(X509_get0_notAfter(certificate)), ")");
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return absl::StrCat(whose, "certificate is not valid yet (from ",
                          Date(X509_get0_notBefore(certificate)), " on)");
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: {
      const std::string names = SubjectNames(certificate);
      return absl::StrCat("certificate is not valid for host ", host,
                          names.empty() ? " (it names none)" : " (it is for ",
                          names, names.empty() ? "" : ")");
    }
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "certificate issuer is unknown (self-signed)";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return "certificate issuer is unknown (its root is not trusted)";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "certificate issuer is unknown (or the receiver leaves out an "
             "intermediate certificate)";
    case X509_V_ERR_CERT_REVOKED:
      return absl::StrCat(whose, "certificate has been revoked");
    default:
      return absl::StrCat(whose, "certificate was not accepted: ",
                          X509_verify_cert_error_string(error));
  }
}

bool DescribeAlert(std::string* words) {
  const unsigned long code = ERR_peek_error();
  const int reason = ERR_GET_REASON(code);
  if (ERR_GET_LIB(code) != ERR_LIB_SSL || reason < SSL_AD_REASON_OFFSET) {
    return false;
  }
  if (const char* known = AlertInWords(reason); known != nullptr) {
    *words = known;
    return true;
  }
  const char* text = ERR_reason_error_string(code);
  *words = absl::StrCat("the receiver sent a TLS alert: ",
                        text == nullptr ? "unknown" : text);
  return true;
}

std::string DescribeHandshakeFailure(const std::string& verify_failure) {
  const unsigned long code = ERR_peek_error();
  std::string words;
  const bool is_ssl = ERR_GET_LIB(code) == ERR_LIB_SSL;
  const int reason = ERR_GET_REASON(code);
  if (!verify_failure.empty()) {
    words = verify_failure;
  } else if (DescribeAlert(&words)) {
    // as the peer says
  } else if (is_ssl && (reason == SSL_R_UNSUPPORTED_PROTOCOL ||
                        reason == SSL_R_WRONG_SSL_VERSION)) {
    words = "the receiver offers no TLS version from 1.2 on";
  } else if (is_ssl && (reason == SSL_R_WRONG_VERSION_NUMBER ||
                        reason == SSL_R_HTTP_REQUEST ||
                        reason == SSL_R_PACKET_LENGTH_TOO_LONG ||
                        reason == SSL_R_RECORD_LENGTH_MISMATCH)) {
    words = "the receiver does not speak TLS on this port";
  } else if (is_ssl && reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
    words = "the connection was closed in the TLS handshake";
  } else {
    const char* text = ERR_reason_error_string(code);
    words = absl::StrCat("the TLS handshake failed: ",
                         text == nullptr ? "unknown error" : text);
  }
  ERR_clear_error();
  return words;
}

}  // namespace gancho::delivery
