#include "io/yaml_comments.h"

#include <algorithm>

namespace resettle {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::size_t skip(std::string_view text, std::size_t at, std::string_view what) {
  return std::min(text.find_first_not_of(what, at), text.size());
}

}  // namespace

std::string comment_after(std::string_view text, std::size_t start, std::string_view value) {
  std::size_t at = start;
  for (std::size_t i = 0; i < value.size();) {
    if (kBlanks.find(value[i]) !=
        kBlanks.npos) {  // a scalar over several lines is joined by blanks
      at = skip(text, at, kBlanks);
      i = skip(value, i, kBlanks);
    } else if (at < text.size() && text[at] == value[i]) {
      ++at;
      ++i;
    } else {
      return "";
    }
  }
  at = skip(text, at, " \t");
  if (at >= text.size() || text[at] != '#') return "";
  const auto line = text.substr(at, text.find_first_of("\r\n", at) - at);
  return std::string(line);
}

bool is_cut(std::string_view comment) {
  if (comment.size() < 2) return false;
  const auto next = static_cast<unsigned char>(comment[1]);
  const bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
  return letter || (next >= '0' && next <= '9') || next >= 0x80;
}

}  // namespace resettle
