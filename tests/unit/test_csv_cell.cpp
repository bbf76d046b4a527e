#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "io/csv_cell.h"
#include "results/compare_text.h"
#include "results/table.h"
#include "support/toy_study.h"

using Catch::Matchers::Contains;
using resettle::csv_cell;

TEST_CASE("a text that a spreadsheet takes for a formula gets an apostrophe") {
  for (const std::string text : {"=1", "+1", "-1", "@A1", " =1", "  -1", "'=1", "\t1",
                                 "\v=", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF201", "\u00A0=1",
                                 "\u3000\uFF1D1", "\uFEFF=1", "\u200B=1", "\u201C=1", "="}) {
    CHECK(csv_cell(text) == "'" + text);
  }
  CHECK(csv_cell("=HYPERLINK(\"http://x\",\"y\")") ==
        "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  CHECK(csv_cell("\"=1") == "\"'\"\"=1\"");
  CHECK(csv_cell("\n=1") == "\"'\n=1\"");
  CHECK(csv_cell("\r=1") == "\"'\r=1\"");
}

TEST_CASE("every other text stays, between quotes where it needs them") {
  for (const std::string text : {"", " ", "base", "a=b", "1-2", "a@b", "'quoted'", "\u22125",
                                 "\u2013", "멘토링", "KRW of 2025"}) {
    CHECK(csv_cell(text) == text);
  }
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("say \"yes\"") == "\"say \"\"yes\"\"\"");
  CHECK(csv_cell("two\nlines") == "\"two\nlines\"");
  CHECK(csv_cell("two\rlines") == "\"two\rlines\"");
}

TEST_CASE("texts are protected in every field of a line - numbers stay numbers") {
  resettle::Table table{
      "t", "", "", "", {resettle::key("arm"), resettle::key("group"), {"value", "=u"}, {"words"}}};
  table.add({std::string("+a"), std::string("-o"), -1.5, std::string("\uFF1Ds")});
  CHECK_THAT(resettle::tables_csv({table}),
             Contains("t,'+a,,,group=-o,value,'=u,-1.5,,,,,,,,\n") &&
                 Contains("t,'+a,,,group=-o,words,,,,,,,'\uFF1Ds,,,\n"));
}

TEST_CASE("the comparison as CSV has no formula in it") {
  const auto study =
      resettle::testing::ToyStudy({.arms = {"base", "=HYPERLINK(1)", "@x, \"y\""}}).compare();
  const auto csv = resettle::render_csv(study);
  CHECK_THAT(csv, Contains("at_end,'=HYPERLINK(1),") && Contains("at_end,\"'@x, \"\"y\"\"\","));
  CHECK_THAT(csv, !Contains(",=") && !Contains(",@") && !Contains(",\"@"));
}
