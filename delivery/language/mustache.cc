// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/mustache.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "delivery/language/diagnostics.h"

namespace gancho::delivery {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && absl::ascii_isspace(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && absl::ascii_isspace(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// A name is `.` or parts joined by dots. Label keys may hold almost anything,
// so only what would confuse a reader is refused.
bool IsName(std::string_view name) {
  if (name == ".") return true;
  if (name.empty() || name.front() == '.' || name.back() == '.') return false;
  for (size_t i = 0; i < name.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(name[i]);
    if (c <= ' ' || c == 0x7f || c == '{' || c == '}') return false;
    if (c == '.' && name[i - 1] == '.') return false;
  }
  return true;
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<MustacheNode>* nodes,
         TemplateProblem* problem)
      : text_(text), nodes_(nodes), problem_(problem) {}

  bool Parse() {
    while (true) {
      const size_t begin = text_.find(open_, position_);
      if (begin == std::string_view::npos) break;
      if (!ParseTag(begin)) return false;
    }
    AddText(text_begin_, text_.size());
    if (open_sections_.empty()) return true;
    const MustacheNode& node = (*nodes_)[open_sections_.back()];
    return Fail(node.offset, absl::StrCat("section ", Quote(node.text),
                                          " is opened here and never closed"));
  }

 private:
  bool Fail(size_t offset, std::string reason) {
    problem_->offset = offset;
    problem_->reason = std::move(reason);
    return false;
  }

  void AddText(size_t begin, size_t end) {
    if (begin >= end) return;
    MustacheNode node;
    node.text = text_.substr(begin, end - begin);
    node.offset = begin;
    nodes_->push_back(node);
  }

  bool ParseTag(size_t begin) {
    const bool triple = open_ == "{{" && text_.substr(begin + 2, 1) == "{";
    const std::string_view close = triple ? "}}}" : close_;
    const size_t inner = begin + open_.size() + (triple ? 1 : 0);
    const size_t close_at = text_.find(close, inner);
    if (close_at == std::string_view::npos) {
      return Fail(begin, absl::StrCat("the tag that is opened here is never "
                                      "closed with ",
                                      Quote(close)));
    }
    const size_t end = close_at + close.size();
    std::string_view content = Trim(text_.substr(inner, close_at - inner));
    const char sigil = triple || content.empty() ? '\0' : content.front();
    const bool alone = !triple && MayStandAlone(sigil);
    AddTextBefore(begin, end, alone);
    position_ = end;
    if (triple) return AddVariable(begin, content, true);
    switch (sigil) {
      case '!':
        return true;
      case '=':
        return SetDelimiters(begin, content);
      case '&':
        return AddVariable(begin, Trim(content.substr(1)), true);
      case '#':
      case '^':
        return OpenSection(begin, Trim(content.substr(1)), sigil == '^');
      case '/':
        return CloseSection(begin, Trim(content.substr(1)));
      case '>':
        return Fail(begin, "partials ({{>name}}) are not supported");
      case '<':
      case '$':
        return Fail(begin, "template inheritance is not supported");
      default:
        return AddVariable(begin, content, false);
    }
  }

  static bool MayStandAlone(char sigil) {
    return sigil == '#' || sigil == '^' || sigil == '/' || sigil == '!' ||
           sigil == '=';
  }

  // Adds the text before the tag [begin, end). If the tag is alone on its
  // line, the whole line goes.
  void AddTextBefore(size_t begin, size_t end, bool may_stand_alone) {
    size_t text_end = begin;
    size_t next = end;
    if (may_stand_alone) {
      size_t before = begin;
      while (before > text_begin_ && IsBlank(text_[before - 1])) --before;
      size_t after = end;
      while (after < text_.size() && IsBlank(text_[after])) ++after;
      const bool starts_line = before == 0 || text_[before - 1] == '\n';
      const size_t line_break = LineBreakAt(after);
      if (starts_line && (after == text_.size() || line_break > 0)) {
        text_end = before;
        next = after + line_break;
      }
    }
    AddText(text_begin_, text_end);
    text_begin_ = next;
  }

  // The length of the line break at `offset`, 0 if there is none.
  size_t LineBreakAt(size_t offset) const {
    if (text_.substr(offset, 1) == "\n") return 1;
    if (text_.substr(offset, 2) == "\r\n") return 2;
    return 0;
  }

  bool CheckName(size_t offset, std::string_view name) {
    if (name.empty()) return Fail(offset, "the tag has no name");
    if (IsName(name)) return true;
    return Fail(offset, absl::StrCat(Quote(name),
                                     " is not a name: names are parts "
                                     "joined by dots, without spaces"));
  }

  bool AddVariable(size_t offset, std::string_view name, bool raw) {
    if (!CheckName(offset, name)) return false;
    MustacheNode node;
    node.kind = MustacheNode::Kind::kVariable;
    node.raw = raw;
    node.text = name;
    node.offset = offset;
    nodes_->push_back(node);
    return true;
  }

  bool OpenSection(size_t offset, std::string_view name, bool inverted) {
    if (!CheckName(offset, name)) return false;
    if (open_sections_.size() >= static_cast<size_t>(kMaxSectionDepth)) {
      return Fail(offset, absl::StrCat("sections are nested deeper than ",
                                       kMaxSectionDepth, " levels"));
    }
    open_sections_.push_back(nodes_->size());
    MustacheNode node;
    node.kind =
        inverted ? MustacheNode::Kind::kInverted : MustacheNode::Kind::kSection;
    node.text = name;
    node.offset = offset;
    nodes_->push_back(node);
    return true;
  }

  bool CloseSection(size_t offset, std::string_view name) {
    if (!CheckName(offset, name)) return false;
    if (open_sections_.empty()) {
      return Fail(offset, absl::StrCat("section ", Quote(name),
                                       " is closed here but not open"));
    }
    const size_t index = open_sections_.back();
    MustacheNode& opening = (*nodes_)[index];
    if (opening.text != name) {
      return Fail(offset, absl::StrCat("section ", Quote(opening.text),
                                       " must be closed before ", Quote(name)));
    }
    open_sections_.pop_back();
    opening.end = nodes_->size();
    MustacheNode node;
    node.kind = MustacheNode::Kind::kEnd;
    node.text = name;
    node.offset = offset;
    node.end = index;
    nodes_->push_back(node);
    return true;
  }

  // {{=<% %>=}}
  bool SetDelimiters(size_t offset, std::string_view content) {
    constexpr char kHelp[] =
        "a set-delimiter tag looks like {{=<% %>=}}: two delimiters without "
        "spaces or =";
    if (content.size() < 2 || content.back() != '=') {
      return Fail(offset, kHelp);
    }
    content = Trim(content.substr(1, content.size() - 2));
    const size_t space = content.find_first_of(" \t\r\n");
    if (space == std::string_view::npos) return Fail(offset, kHelp);
    const std::string_view open = content.substr(0, space);
    const std::string_view close = Trim(content.substr(space));
    if (open.find('=') != std::string_view::npos ||
        close.find_first_of("= \t\r\n") != std::string_view::npos) {
      return Fail(offset, kHelp);
    }
    open_ = open;
    close_ = close;
    return true;
  }

  const std::string_view text_;
  std::vector<MustacheNode>* const nodes_;
  TemplateProblem* const problem_;
  std::string_view open_ = "{{";
  std::string_view close_ = "}}";
  size_t position_ = 0;    // where the next tag is looked for
  size_t text_begin_ = 0;  // where the text before it begins
  std::vector<size_t> open_sections_;
};

}  // namespace

bool ParseMustache(std::string_view text, std::vector<MustacheNode>* nodes,
                   TemplateProblem* problem) {
  nodes->clear();
  return Parser(text, nodes, problem).Parse();
}

}  // namespace gancho::delivery
