#include "io/show_value.h"

#include <cmath>

#include <fmt/format.h>

#include "engine/conditions.h"

namespace resettle {

std::string show_number(const ParameterSpec& spec, double value) {
  switch (spec.kind) {
    case ParameterKind::flag:
      return value != 0.0 ? "true" : "false";
    case ParameterKind::month:
      return value >= kNoEnd ? "none" : to_string(Month{static_cast<std::int32_t>(value)});
    case ParameterKind::capacity:
      if (std::isinf(value)) return "none";
      break;
    case ParameterKind::condition:
      return text_of(condition_numbered(value));
    default:
      break;
  }
  if (std::abs(value) >= 10000) return fmt::format("{}", std::llround(value));
  return fmt::format("{}", value);
}

std::string show_value(const ParameterSpec& spec, const Series& value, std::size_t shown) {
  std::string text = show_number(spec, value.steps().front().second);
  const auto& steps = value.steps();
  for (std::size_t i = 1; i < steps.size(); ++i) {
    // The latest values matter most: the middle of a long series is left out.
    if (steps.size() > shown + 1 && i + shown == steps.size()) text += " ...";
    if (steps.size() > shown + 1 && i + shown <= steps.size()) continue;
    text +=
        fmt::format("; from {}: {}", to_string(steps[i].first), show_number(spec, steps[i].second));
  }
  return text;
}

}  // namespace resettle
