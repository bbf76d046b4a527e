#include "io/translated.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace resettle {

namespace {

const std::vector<std::string>& languages() {
  static const std::vector<std::string> all(kLanguages.begin(), kLanguages.end());
  return all;
}

}  // namespace

std::optional<Translated> read_translated(const YamlNode& node, ProblemList& problems) {
  if (!node.is_map()) {
    auto text = read_words(node, problems);
    if (!text) return std::nullopt;
    return Translated{std::move(*text), {}};
  }
  const auto before = problems.items().size();
  check_keys(node, languages(), problems);
  Translated read;
  for (const auto& language : languages()) {
    const auto* text = node.find(language);
    if (text == nullptr) continue;
    if (auto words = read_words(*text, problems)) read.by_language[language] = std::move(*words);
  }
  if (problems.items().size() != before) return std::nullopt;
  if (read.by_language.empty()) {
    problems.add({node.where, node.path, "there is no text in any language",
                  fmt::format("write the text, or one for each language: {{{}: ...}}",
                              fmt::join(languages(), ": ..., "))});
    return std::nullopt;
  }
  const auto english = read.by_language.find(languages().front());
  read.text = (english != read.by_language.end() ? english : read.by_language.begin())->second;
  return read;
}

StudyTranslations translations_in(const YamlNode& root) {
  ProblemList problems;
  StudyTranslations found;
  const auto texts_of = [&](const YamlNode* node) {
    const auto read = node != nullptr ? read_translated(*node, problems) : std::nullopt;
    return read ? read->by_language : Translations{};
  };
  found.intent = texts_of(root.find("intent"));
  if (const auto* arms = root.find("arms"); arms != nullptr) {
    for (const auto& arm : arms->entries) {
      auto labels = texts_of(arm.value.find("label"));
      if (!labels.empty()) found.labels[arm.key] = std::move(labels);
    }
  }
  return found;
}

}  // namespace resettle
