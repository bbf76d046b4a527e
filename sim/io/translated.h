#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/yaml.h"

// Texts of a study that may be given by language: `label: {en: Mentors, ko: 멘토}`.

namespace resettle {

/// Languages that reports are written in; the first is that of the program's own output.
inline constexpr std::array<const char*, 2> kLanguages{"en", "ko"};

/// By language; empty where one text was given for all.
using Translations = std::map<std::string, std::string>;

/// A text of a study.
struct Translated {
  std::string text;  ///< that the program shows: the English one, if it is there
  Translations by_language{};
};

/// One text, or a block of texts by language. Nothing, with problems, if it is neither.
std::optional<Translated> read_translated(const YamlNode& node, ProblemList& problems);

/// What a study that was checked when it was run says in several languages.
struct StudyTranslations {
  Translations intent;
  std::map<std::string, Translations> labels;  ///< by arm; of those given by language
};
StudyTranslations translations_in(const YamlNode& root);

}  // namespace resettle
