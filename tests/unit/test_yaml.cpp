#include <catch2/catch.hpp>

#include "io/input_files.h"
#include "io/number_text.h"
#include "io/strict_text.h"
#include "io/yaml.h"

namespace {

using namespace resettle;

struct Broken {
  std::string text;
  int line;
  int column;
  std::string message;
  std::string remedy;
};

TEST_CASE("a YAML tree knows line - column and key path") {
  ProblemList problems;
  const auto root = parse_yaml("a: 1\n\"한국\": {b: 2, c: [x, \"y\"]}\n", "f.yaml", problems);
  REQUIRE(problems.empty());
  REQUIRE(root.has_value());
  const auto& map = root->entries.at(1).value;
  CHECK(map.find("b")->path == "한국.b");
  CHECK(map.find("b")->where.line == 2);
  CHECK(map.find("b")->where.column == 11);  // characters, not bytes
  CHECK(map.find("c")->items.at(1).quoted);
  CHECK(map.find("c")->items.at(1).path == "한국.c[2]");
}

TEST_CASE("all duplicate keys are reported - and the first is kept") {
  ProblemList problems;
  const auto root = parse_yaml("a: 1\nb: {x: 1, x: 2}\na: 3\n", "f.yaml", problems);
  REQUIRE(root.has_value());
  REQUIRE(problems.items().size() == 2);
  CHECK(problems.items()[0].key == "b.x");
  CHECK(problems.items()[0].where.column == 11);
  CHECK(problems.items()[1].key == "a");
  CHECK(problems.items()[1].where.line == 3);
  CHECK_THAT(problems.items()[1].message, Catch::Contains("line 1"));
  CHECK(root->find("a")->text == "1");
}

TEST_CASE("what is not plain YAML is refused where it stands") {
  const auto broken = GENERATE(values<Broken>({
      {"", 0, 0, "empty", "key: value"},
      {"- a\n", 1, 1, "does not begin with a key", "key: value"},
      {"a: &x 1\nb: *x\n", 1, 4, "anchors", "write the value out"},
      {"b: *x\n", 1, 4, "references", "write the value out"},
      {"a:\n  <<: {b: 1}\n", 2, 3, "merge keys", "based_on"},
      {"a: !!str 1\n", 1, 4, "tag", "remove"},
      {"a: 1\n---\nb: 2\n", 2, 1, "second document", "one document"},
      {"a: 1\n...\nb: 2\n", 3, 1, "second document", "one document"},
      {"a:\n\tb: 1\n", 2, 1, "tab", "spaces"},
      {"a: \"open\nb: 1\n", 1, 4, "not closed", "close the quote"},
      {"a: 'it''s\nb: \"x\"\n", 1, 4, "not closed", "close the quote"},
      {"a: 1\n b: 2\n", 2, 3, "':'", "align"},
      {"a:\n  b: 1\n c: 2\n", 3, 2, "does not fit", "align"},
      {"a: b: 1\n", 1, 5, "':'", "quotes"},
      {"a: [1, 2\n", 2, 1, "'['", "]"},
      {"a: @x\n", 1, 4, "cannot begin", "quotes"},
      {"a: \"x\\0y\"\n", 1, 4, "U+0000 NULL", "remove it"},
      {"\"\\x1b\": 1\n", 1, 1, "U+001B ESCAPE", "remove it"},
      {"a: [x, \"\\e[2J\"]\n", 1, 8, "U+001B ESCAPE", "remove it"},
      {"a: \"\\u202e\"\n", 1, 4, "U+202E RIGHT-TO-LEFT OVERRIDE", "remove it"},
      {"a: \"\\N\"\n", 1, 4, "0x85", "remove it"},  // U+0085, of which yaml-cpp makes one byte
      {"a: \"\\r\"\n", 1, 4, "U+000D CARRIAGE RETURN", "remove it"},
      {"a: {b: Option #1}\nc: 2\n", 2, 1, "", "the text in line 1 in quotes"},
      {"? [a]\n: 1\n", 1, 3, "one word", "key: value"},
      {"a: {b: 1, , c: 2}\n", 1, 11, "one word", "key: value"},
  }));
  INFO(broken.text);
  ProblemList problems;
  CHECK_FALSE(parse_yaml(broken.text, "f.yaml", problems).has_value());
  for (const auto& problem : problems.items()) INFO(describe(problem));
  REQUIRE(problems.items().size() == 1);
  const auto& problem = problems.items().front();
  CHECK(problem.where.line == broken.line);
  CHECK(problem.where.column == broken.column);
  CHECK_THAT(problem.message, Catch::Contains(broken.message));
  CHECK_THAT(problem.remedy, Catch::Contains(broken.remedy));
}

TEST_CASE("quotes that are closed are not mistaken for open ones") {
  ProblemList problems;
  const auto root =
      parse_yaml("a: \"x \\\" y\"\nb: 'it''s'\nc: >\n  it's\n  folded\n", "f.yaml", problems);
  REQUIRE(problems.empty());
  CHECK(root->find("a")->text == "x \" y");
  CHECK(root->find("b")->text == "it's");
  CHECK(root->find("c")->text == "it's folded\n");
}

TEST_CASE("a file that is missing - a folder - or not UTF-8") {
  ProblemList problems;
  CHECK_FALSE(
      read_yaml("/nowhere/x.yaml", {{"study.yaml", 3, 5}, "baseline"}, problems, {}).has_value());
  CHECK_FALSE(read_yaml("/", {}, problems, {}).has_value());
  REQUIRE(problems.items().size() == 2);
  CHECK(describe(problems.items()[0]).rfind("study.yaml:3:5: baseline: there is no file", 0) == 0);
  CHECK_THAT(problems.items()[1].message, Catch::Contains("cannot be read"));
}

TEST_CASE("inputs that a study keeps are read as strictly as files") {
  const InputFiles kept{{"marked.yaml",
                         "\xef\xbb\xbf"
                         "a: 1\n"},
                        {"overlong.yaml", "a: \xc0\xaf\n"},
                        {"overlong_too.yaml", "a: \xe0\x80\x80\n"},
                        {"half_a_pair.yaml", "a: \xed\xa0\x80\n"},
                        {"beyond.yaml", "a: \xf4\x90\x80\x80\n"}};
  const InputSource inputs{.kept = &kept};
  ProblemList none;
  CHECK(read_yaml("marked.yaml", {}, none, inputs)->find("a") != nullptr);
  CHECK(none.empty());
  for (const char* file :
       {"overlong.yaml", "overlong_too.yaml", "half_a_pair.yaml", "beyond.yaml"}) {
    INFO(file);
    ProblemList problems;
    CHECK_FALSE(read_yaml(file, {}, problems, inputs).has_value());
    REQUIRE(problems.items().size() == 1);
    CHECK(problems.items()[0].where.column == 4);
    CHECK_THAT(problems.items()[0].remedy, Catch::Contains("UTF-8"));
  }
}

TEST_CASE("a number with commas in braces is one number") {
  ProblemList problems;
  const auto root = parse_yaml("a: {b: 1,500,000, c: [1,2], d: x,3}\n", "f.yaml", problems);
  REQUIRE(problems.empty());
  CHECK(root->find("a")->find("b")->text == "1,500,000");
  CHECK(root->find("a")->find("c")->items.size() == 2);
  CHECK(root->find("a")->find("3") != nullptr);  // after a text, a key
}

TEST_CASE("numbers are plain decimals") {
  for (const auto* text : {"0", "-0.25", "1500000", "1.5e6", "1e-05", "0.10"}) {
    INFO(text);
    CHECK(parse_number(text).value.has_value());
  }
  CHECK(*parse_number("1.5e6").value == 1.5e6);
  struct Wrong {
    const char* text;
    const char* remedy;
  };
  for (const auto& wrong : std::vector<Wrong>{{"010", "write 10,"},
                                              {"-007", "write -7,"},
                                              {"0x1F", "plain decimal"},
                                              {".inf", "plain decimal"},
                                              {"inf", "plain decimal"},
                                              {"nan", "plain decimal"},
                                              {"1e999", "plain decimal"},
                                              {"1_000_000", "write 1000000"},
                                              {"1,000,000", "write 1000000"},
                                              {"1 000", "write 1000"},
                                              {"5%", "0.05"},
                                              {"5 KRW", "the number alone, as 5"},
                                              {"₩5", "the number alone, as 5"},
                                              {"15.000.000", "write 15000000"},
                                              {"1,5", "write 1.5 (decimals take a point)"},
                                              {"1500만", "write 15000000"},
                                              {"1.5 million", "write 1500000"},
                                              {"５．２", "write 5.2"},
                                              {"−5", "write -5"},
                                              {"15O0", "write 1500, with the digit 0"},
                                              {"5# no", "space before"},
                                              {"60만원", "write 600000"},
                                              {"100만 원", "write 1000000"},
                                              {"1,500만원", "write 15000000"},
                                              {"2천만", "write 20000000"},
                                              {"120억", "write 12000000000"},
                                              {"about 5 KRW", "the number alone, as 5"},
                                              {"500k", "write 500000"},
                                              {"5 years", "plain decimal"},
                                              {"5 times", "plain decimal"},
                                              {"+5", "write 5"},
                                              {".5", "write 0.5"},
                                              {"5.", "write 5.0"},
                                              {"", "plain decimal"}}) {
    INFO(wrong.text);
    const auto parsed = parse_number(wrong.text);
    CHECK_FALSE(parsed.value.has_value());
    CHECK_FALSE(parsed.message.empty());
    CHECK_THAT(parsed.remedy, Catch::Contains(wrong.remedy));
  }
}

TEST_CASE("a word beside a number is left out only where it is the unit") {
  CHECK(number_remedy("18 months", "months") == "write the number alone, as 18");
  CHECK(number_remedy("18 month", "months") == "write the number alone, as 18");
  CHECK(number_remedy("5 years", "months") == "write a plain number in months");
  CHECK(number_remedy("5\ub144", "months") == "write a plain number in months");
  CHECK(number_remedy("60 hours", "KRW/month") == "write a plain number in KRW/month");
  CHECK(number_remedy("1.5 times", "KRW") ==
        "for a multiple of the value below write {times: 1.5}");
  CHECK(number_remedy("60만원", "KRW") == "write 600000");
}

TEST_CASE("flags - months and whole numbers are strict") {
  for (const auto* text : {"yes", "True", "on", "1", ""}) CHECK_FALSE(parse_flag(text).value);
  CHECK(*parse_flag("true").value);
  for (const auto* text : {"2012-1", "2012-13", "2012/01", "201201", "2012-00", "2012-01-01"}) {
    CHECK_FALSE(parse_month_strictly(text).value);
  }
  CHECK(*parse_month_strictly("2012-01").value == month_of(2012, 1));
  CHECK_FALSE(parse_integer("1.5").value);
  CHECK_FALSE(parse_integer("1e300").value);
  CHECK(*parse_integer("1e3").value == 1000);
}

TEST_CASE("numbers are written so that they read back the same") {
  for (const double value : {0.1, 1.0 / 3.0, 1e-7, 123456789.125, 1e22, -0.0}) {
    CHECK(*parse_number(number_text(value)).value == value);
  }
}

TEST_CASE("a value from the command line stands at no line") {
  ProblemList problems;
  const auto node = parse_yaml_value("{2012-01: 1", "--set", "search.intercept", problems);
  CHECK_FALSE(node.has_value());
  REQUIRE(problems.items().size() == 1);
  CHECK(problems.items()[0].where.file == "--set");
  CHECK(problems.items()[0].where.line == 0);
  CHECK(problems.items()[0].key == "search.intercept");
}

TEST_CASE("a text in the user's own words does not end at a comment by mistake") {
  ProblemList problems;
  const auto root = parse_yaml(
      "cut: Option #1\nlong: Option\n  two #3rd\nremark: 5 # comment\nquoted: \"Option #1\"\n"
      "in_word: Option#1\nhangul: \xec\x95\x88 #\xea\xb0\x80\n",
      "f.yaml", problems);
  REQUIRE(problems.empty());
  CHECK(root->find("cut")->comment == "#1");
  CHECK(root->find("long")->comment == "#3rd");
  for (const char* right : {"remark", "quoted", "in_word"}) {
    CHECK(read_words(*root->find(right), problems).has_value());
  }
  CHECK(problems.empty());
  for (const char* cut : {"cut", "long", "hangul"}) {
    CHECK_FALSE(read_words(*root->find(cut), problems).has_value());
  }
  REQUIRE(problems.items().size() == 3);
  CHECK_THAT(problems.items()[0].message, Catch::Contains("ends before '#1'"));
  CHECK_THAT(problems.items()[0].remedy, Catch::Contains("in quotes"));
  CHECK(read_number(*parse_yaml("a: 5 #five\n", "f.yaml", problems)->find("a"), problems) == 5);
}

TEST_CASE("a character that passes for another is named - where it stands") {
  struct Odd {
    std::string key;
    int column;
    std::string name;
  };
  const auto odd = GENERATE(values<Odd>({
      {"c\xd0\xbeverage", 4, "U+043E CYRILLIC SMALL LETTER O at column 4"},
      {"coverage\xc2\xa0", 11, "U+00A0 NO-BREAK SPACE"},
      {"cover\xe2\x80\x8b"
       "age",
       8, "U+200B ZERO WIDTH SPACE"},
      {"\"c\xce\xbfverage\"", 5, "U+03BF GREEK SMALL LETTER OMICRON"},
      {"\xef\xbd\x83overage", 3, "U+FF43 FULLWIDTH LATIN SMALL LETTER C"},
  }));
  ProblemList problems;
  const auto root = parse_yaml("a:\n  " + odd.key + ": 1\n", "f.yaml", problems);
  REQUIRE(problems.empty());
  check_keys(*root->find("a"), {"months", "coverage"}, problems);
  REQUIRE(problems.items().size() == 1);
  CHECK(problems.items()[0].where.column == odd.column);
  CHECK_THAT(problems.items()[0].message, Catch::Contains(odd.name));
  CHECK(problems.items()[0].remedy == "did you mean 'coverage'?");
  CHECK_THAT(parse_number("5\xc2\xa0").message, Catch::Contains("U+00A0 NO-BREAK SPACE"));
  CHECK(parse_number("5\xc2\xa0").remedy == "write 5");
}

TEST_CASE("a long line and many keys are read in linear time") {
  std::string text = "a: {";
  for (int i = 0; i < 100000; ++i) text += "k" + std::to_string(i) + ": 1, ";
  text += "last: 2}\n";
  ProblemList problems;
  const auto root = parse_yaml(text, "f.yaml", problems);
  REQUIRE(problems.empty());
  CHECK(root->find("a")->entries.back().where.column == static_cast<int>(text.find("last")) + 1);
}

}  // namespace
