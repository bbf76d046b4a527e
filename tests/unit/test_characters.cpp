#include <catch2/catch.hpp>

#include <string>

#include "core/errors.h"
#include "io/characters.h"
#include "io/problem_report.h"

// Nothing that a file or a name holds may steer a terminal.

namespace {

using namespace resettle;
using Catch::Contains;

TEST_CASE("what steers a terminal is shown as an escape") {
  CHECK(visible("a\x1b[2Jb") == "a\\x1b[2Jb");
  CHECK(visible("\x07\x08\x7f") == "\\x07\\x08\\u007f");
  CHECK(visible("\xc2\x9b"
                "31m") == "\\u009b31m");  // C1: begins a command, too
  CHECK(visible("\xe2\x80\xae"
                "txt") == "\\u202etxt");  // right to left
  CHECK(visible("\xd8\x9c\xe2\x80\x8f\xe2\x81\xa9") == "\\u061c\\u200f\\u2069");
  CHECK(visible("\xff\xc0\xaf") == "\\xff\\xc0\\xaf");  // no text
  CHECK(visible("over\rwritten") == "over\\x0dwritten");
  CHECK(visible("two\nlines\tand 한글 é") == "two\nlines\tand 한글 é");
  CHECK(visible_line("two\nlines\r\t") == "two\\nlines\\r\\t");
}

TEST_CASE("every control and direction is found - and nothing else") {
  for (char32_t code = 0; code < 0x10000; ++code) {
    const bool control = (code < 0x20 && code != '\n' && code != '\t' && code != '\r') ||
                         (code >= 0x7f && code < 0xa0);
    const bool direction = code == 0x61c || code == 0x200e || code == 0x200f ||
                           (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x206f);
    CHECK(steers(code) == (control || direction));
  }
}

TEST_CASE("a text is read up to what cannot be read in it") {
  CHECK_FALSE(first_unreadable("plain\r\ntext\t한글 \xf0\x9f\x99\x82").has_value());
  CHECK(first_unreadable("ab\x1b")->at == 2);
  CHECK(first_unreadable("ab\rc")->name == "U+000D CARRIAGE RETURN");
  CHECK(first_unreadable("\xe2\x80\xae")->name == "U+202E RIGHT-TO-LEFT OVERRIDE");
  const auto byte = first_unreadable("a\xb0\xa1");
  CHECK(byte->name == "the byte 0xb0");
  CHECK_FALSE(byte->is_text);
}

TEST_CASE("a report of problems steers nothing - whatever file and message hold") {
  const InputError error({{"\x1b]0;x\x07.yaml", 0, 0}, "k\x1by", "m\nm", "r\xe2\x80\xae"});
  const auto text = problem_report(error);
  CHECK_FALSE(first_unreadable(text).has_value());
  CHECK_THAT(text, Contains("\n\\x1b]0;x\\x07.yaml\n  k\\x1by: m\\nm\n  To do: r\\u202e\n"));
}

TEST_CASE("of many problems in a file the first fifty are shown - the others counted") {
  std::vector<Problem> problems;
  for (int i = 1; i <= 20000; ++i) problems.push_back({{"many.yaml"}, "", "wrong", "mend"});
  problems.push_back({{"other.yaml"}, "", "wrong here", "mend"});
  const auto text = problem_report(InputError(problems));
  CHECK_THAT(text, Contains("20001 problems in 2 files"));
  CHECK_THAT(text, Contains("many.yaml\n  and 19950 problems more") && Contains("wrong here"));
  CHECK(text.size() < 5000);
}

}  // namespace
