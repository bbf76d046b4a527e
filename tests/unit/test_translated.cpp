#include "io/translated.h"

#include <catch2/catch.hpp>

namespace {

using namespace resettle;
using Catch::Matchers::Contains;

std::optional<Translated> read(const std::string& yaml, ProblemList& problems) {
  const auto node = parse_yaml_value(yaml, "study.yaml", "label", problems);
  REQUIRE(node);
  return read_translated(*node, problems);
}

TEST_CASE("a text may be given once or by language") {
  ProblemList problems;
  const auto plain = read("Mentors", problems);
  REQUIRE(plain);
  CHECK(plain->text == "Mentors");
  CHECK(plain->by_language.empty());

  const auto both = read("{ko: 멘토, en: Mentors}", problems);
  REQUIRE(both);
  CHECK(both->text == "Mentors");
  CHECK(both->by_language == Translations{{"en", "Mentors"}, {"ko", "멘토"}});

  const auto korean = read("{ko: 멘토}", problems);
  REQUIRE(korean);
  CHECK(korean->text == "멘토");
  CHECK(problems.empty());
}

TEST_CASE("a text in an unknown language or in none is refused") {
  ProblemList unknown;
  CHECK_FALSE(read("{en: Mentors, fr: Parrains}", unknown));
  REQUIRE(unknown.items().size() == 1);
  CHECK_THAT(unknown.items()[0].message, Contains("unknown key 'fr'"));

  ProblemList none;
  CHECK_FALSE(read("{}", none));
  REQUIRE(none.items().size() == 1);
  CHECK_THAT(none.items()[0].remedy, Contains("en: ..., ko: ..."));
}

StudyTranslations translations_of(const std::string& study) {
  ProblemList problems;
  const auto root = parse_yaml(study, "study.yaml", problems);
  REQUIRE(root);
  return translations_in(*root);
}

TEST_CASE("a study that was run tells its texts by language again") {
  const auto found = translations_of(
      "study: s\n"
      "intent: {en: What helps, ko: 무엇이 돕는가}\n"
      "arms:\n"
      "  law: {label: Law}\n"
      "  mentors: {overlay: m.yaml, label: {en: Mentors, ko: 멘토}}\n");
  CHECK(found.intent == Translations{{"en", "What helps"}, {"ko", "무엇이 돕는가"}});
  CHECK(found.labels ==
        std::map<std::string, Translations>{{"mentors", {{"en", "Mentors"}, {"ko", "멘토"}}}});
  CHECK(translations_of("study: s\nintent: What helps?\n").intent.empty());
}

}  // namespace
