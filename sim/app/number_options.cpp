#include "app/number_options.h"

#include <fmt/format.h>

#include "io/number_text.h"
#include "io/strict_text.h"
#include "io/study_plan.h"

namespace resettle {

namespace {

/// Why the text is not a value from `low` to `high`, as "'1,5' is not a plain number; write 1.5
/// (decimals take a point); allowed: a number from 0.001 to 1"; "" if it is one.
template <class Value>
std::string refusal(const std::string& text, const Parsed<Value>& parsed, Value low, Value high,
                    const char* kind) {
  const auto allowed = fmt::format("; allowed: {} from {} to {}", kind, low, high);
  if (!parsed.value) {
    const bool hint = !parsed.remedy.empty() && parsed.remedy != kNumberRemedy;
    return parsed.message + (hint ? "; " + parsed.remedy : "") + allowed;
  }
  const bool inside = *parsed.value >= low && *parsed.value <= high;
  return inside ? "" : text + " is outside what is allowed" + allowed;
}

}  // namespace

CLI::Validator whole_number(long long low, long long high) {
  return {[low, high](std::string& text) {
            const auto parsed = parse_integer(text);
            auto problem = refusal(text, parsed, low, high, "a whole number");
            if (problem.empty()) text = fmt::format("{}", *parsed.value);  // of 1e3
            return problem;
          },
          fmt::format("INT in [{} - {}]", low, high)};
}

CLI::Option* add_number_option(CLI::App& command, const std::string& names, double& target,
                               double low, double high, const std::string& meaning) {
  const CLI::Validator check(
      [low, high](std::string& text) {
        return refusal(text, parse_number(text), low, high, "a number");
      },
      fmt::format("FLOAT in [{} - {}]", low, high));
  return command
      .add_option_function<std::string>(
          names, [&target](const std::string& text) { target = parse_number(text).value.value(); },
          meaning)
      ->type_name("FLOAT")
      ->check(check);
}

CLI::Option* add_seed_option(CLI::App& command, std::uint32_t& target, const std::string& meaning) {
  return command.add_option("--seed", target, meaning)->transform(whole_number(0, kLargestSeed));
}

CLI::Option* add_scale_option(CLI::App& command, double& target, const std::string& meaning) {
  return add_number_option(command, "--scale", target, kSmallestScale, 1, meaning);
}

}  // namespace resettle
