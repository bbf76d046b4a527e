#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/series.h"
#include "io/yaml.h"

// Values of an overlay that depend on what the file below says: `{times: 1.5}`, `{plus: 200000}`.

namespace resettle {

/// What is made of the value below from a month on: times a factor, plus an amount. An amount that
/// does not depend on it is 0 times it plus the amount.
struct RelativeStep {
  Month from = kNever;
  double times = 1;
  double plus = 0;
};

/// Whether it is one such value.
bool is_one_relative(const YamlNode& node);

/// Whether the value, or one of its values by month, is written so.
bool is_relative(const YamlNode& node);

/// One {times: ...} or {plus: ...}; nothing, with a problem, if it is neither. Its month is the
/// caller's.
std::optional<RelativeStep> read_relative(const YamlNode& node, const std::string& path,
                                          ProblemList& problems);

/// The values that come of `below`, from the first step on; no limit stays no limit.
Series applied(const std::vector<RelativeStep>& steps, const Series& below);

}  // namespace resettle
