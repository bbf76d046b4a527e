#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/series.h"
#include "io/labelled_file.h"
#include "io/scenario.h"
#include "io/yaml.h"

namespace resettle {

/// Parameters of the arms of study files, from the resolved scenarios that the files keep. Each
/// scenario is read once, when it is first asked for: that of the reference is needed for every
/// arm.
class ResolvedScenarios {
 public:
  /// Whether the file keeps its scenarios.
  [[nodiscard]] static bool kept_in(const LabelledFile& file);
  /// The parameter at a path like "ledger.hour_krw"; `none` is infinity. Nothing if the scenario,
  /// of another version, does not have it. Errors: InputError (no scenario of that arm, no number).
  std::optional<Series> parameter(const LabelledFile& file, const std::string& arm,
                                  std::string_view path);
  /// The parameters of the catalogue that the scenario has, by their values alone. What this
  /// version would not take as a value is left out.
  Scenario values(const LabelledFile& file, const std::string& arm,
                  const ParameterCatalogue& catalogue);

 private:
  const YamlNode& of(const LabelledFile& file, const std::string& arm);

  std::map<std::pair<const LabelledFile*, std::string>, YamlNode> read_;
};

}  // namespace resettle
