#include <catch2/catch.hpp>

#include <string>

#include "io/names.h"

namespace {

using namespace resettle;
using Catch::Contains;

std::string refused(const std::string& name) {
  const auto wrong = problem_of_name(name, "the arm");
  if (!wrong) return "";
  CHECK_FALSE(wrong->remedy.empty());
  return wrong->message;
}

TEST_CASE("names have letters of any script - digits - and three signs") {
  for (const char* right :
       {"a", "wage_subsidy_1m", "attention_72_3", "law-of-the-day", "v1.2", "12_months", "정착금",
        "2배_인상", "менторы", "größer", "年金", "nullify", "e5", "no_policy"}) {
    INFO(right);
    CHECK(refused(right).empty());
  }
}

TEST_CASE("a name that is no file name or no plain word is refused") {
  struct Wrong {
    std::string name;
    std::string why;
  };
  const auto wrong = GENERATE(values<Wrong>({
      {"", "no name"},
      {"a/b", "holds '/'"},
      {"a\\b", "holds '\\'"},
      {"a b", "holds a blank"},
      {" a", "holds a blank"},
      {"a\nb", "the end of a line"},
      {"..", "begins with '.'"},
      {".hidden", "begins with '.'"},
      {"-rf", "begins with '-'"},
      {"_a", "begins with '_'"},
      {"a=b", "holds '='"},
      {"a:b", "holds ':'"},
      {"a*", "holds '*'"},
      {"a\x1b", "U+001B ESCAPE"},
      {"a\xe2\x80\xae", "U+202E"},
      {"a\xe2\x80\x8b", "U+200B ZERO WIDTH SPACE"},
      {"a\xc2\xa0", "U+00A0 NO-BREAK SPACE"},
      {"l\xd0\xb0w", "U+0430 CYRILLIC SMALL LETTER A among Latin letters"},
      {"\xef\xbd\x81", "U+FF41"},
      {"e\xcc\x81", "a part of a letter"},                 // é in two characters
      {"\xe1\x84\x8c\xe1\x85\xa5", "a part of a letter"},  // 저 in two characters
      {"\xf0\x9f\x99\x82", "U+1F642"},
      {"\xb0\xa1", "the byte 0xb0"},
      {"2012", "a number or a date"},
      {"2012-01", "a number or a date"},
      {"1.5", "a number or a date"},
      {"1e5", "a number or a date"},
      {"1.5e-3", "a number or a date"},
      {"0x1f", "a number or a date"},
      {"null", "a missing value"},
      {"NaN", "a missing value"},
      {"NA", "a missing value"},
      {"None", "a missing value"},
      {"TRUE", "another value"},
      {"no", "another value"},
      {"inf", "another value"},
  }));
  INFO(wrong.name);
  CHECK_THAT(refused(wrong.name), Contains(wrong.why));
}

TEST_CASE("a name has at most 64 characters - of any script") {
  std::string hangul;
  for (int i = 0; i < kLongestName; ++i) hangul += "가";
  CHECK(refused(hangul).empty());
  CHECK_THAT(refused(hangul + "a"), Contains("has 65 characters"));
}

TEST_CASE("names that differ in capitals or letters that look alike are hardly told apart") {
  CHECK(folded_name("Mentors") == folded_name("mENTORS"));
  CHECK(folded_name("Größe") == folded_name("GRÖßE"));
  CHECK(folded_name("МЕНТОР") == folded_name("ментор"));
  CHECK(folded_name("\xd1\x81\xd0\xbe\xd1\x80") == folded_name("cop"));  // Cyrillic
  CHECK(folded_name("정착금") != folded_name("정착"));
  CHECK(folded_name("a_b") != folded_name("a-b"));
}

TEST_CASE("labels are one line of any text that is not missing") {
  for (const char* right :
       {"Option #1", "정착금 2배 인상", "5 % more", "true", "a/b", "No policy"}) {
    INFO(right);
    CHECK_FALSE(problem_of_label(right).has_value());
  }
  CHECK_FALSE(problem_of_label(std::string(120, 'a')).has_value());
  for (const auto& wrong : {std::string(), std::string("  "), std::string("a\nb"),
                            std::string("a\tb"), std::string("a\x1b[2J"), std::string("NA"),
                            std::string("null"), std::string("n/a"), std::string(121, 'a')}) {
    INFO(wrong);
    CHECK(problem_of_label(wrong).has_value());
  }
}

TEST_CASE("a scenario that is run alone is named like its file - as far as a name may be") {
  CHECK(name_of_file("mentoring") == "mentoring");
  CHECK(name_of_file("my policy (2)") == "my_policy__2_");
  CHECK(name_of_file("2012") == "scenario_2012");
  CHECK(name_of_file("정책 1") == "정책_1");
  for (const char* odd : {"", "..", "null", "\xff", "a\nb", "l\xd0\xb0w"}) {
    CHECK(refused(name_of_file(odd)).empty());
  }
  CHECK(refused(name_of_file(std::string(300, 'a'))).empty());
}

}  // namespace
