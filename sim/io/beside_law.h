#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/scenario.h"

// What a scenario says beside the one it is based on, which is the law of the day: higher or lower.

namespace resettle {

/// Months that are spoken of; both included.
struct MonthSpan {
  Month from;
  Month to;
};

/// "the law" if it is a baseline, else its name.
std::string called(const Scenario& base);

/// How the values of a parameter lie beside those of the law.
struct BesideLaw {
  std::string text;    ///< "to 2014-02 36, as the law; from 2014-03 36, lower than 48"
  bool mixed = false;  ///< one value that is here higher (or equal) and there lower than the law's
};

/// Nothing if both are the same in every month of the span.
std::optional<BesideLaw> beside_law(const ParameterSpec& spec, const Series& value,
                                    const Series& law_value, MonthSpan span,
                                    const std::string& law);

}  // namespace resettle
