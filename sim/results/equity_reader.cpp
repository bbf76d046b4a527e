#include "results/equity_reader.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "core/errors.h"
#include "outputs/indicators.h"

namespace resettle {

namespace {

[[noreturn]] void refuse_object(const ObjectName& where, std::string message) {
  throw InputError({{where.file},
                    where.path,
                    std::move(message),
                    "check that the file was written by this version"});
}

}  // namespace

bool EquityReader::has(const std::string& group, const std::string& table) const {
  if (file_.has_group(group)) return true;
  auto& missing = equity_.not_recorded;
  if (std::find(missing.begin(), missing.end(), table) == missing.end()) missing.push_back(table);
  return false;
}

std::vector<std::string> EquityReader::labels(const std::string& group,
                                              const std::string& coordinate) const {
  return file_.group(group).text(coordinate).read();
}

std::size_t EquityReader::position(const Group& group, ArmOrReference which) const {
  const auto& arm = which == ArmOrReference::arm ? source_.arm : source_.reference;
  const auto arms = group.text("arm").read();
  const auto found = std::find(arms.begin(), arms.end(), arm);
  if (found == arms.end()) refuse_object(group.name(), fmt::format("arm has no label \"{}\"", arm));
  return static_cast<std::size_t>(found - arms.begin());
}

std::vector<double> EquityReader::compared(const Group& group,
                                           const std::vector<double>& values) const {
  const auto numbers = group.variable("replicate").read<std::int32_t>();
  if (numbers.empty() || values.size() % numbers.size() != 0) {
    refuse_object(group.name(), "has results of other replicates than it names");
  }
  const auto length = static_cast<std::ptrdiff_t>(values.size() / numbers.size());
  std::vector<double> chosen;
  for (const std::int32_t number : source_.replicates) {
    const auto found = std::find(numbers.begin(), numbers.end(), number);
    if (found == numbers.end()) {
      refuse_object(group.name(), fmt::format("has no replicate {}", number));
    }
    const auto from = values.begin() + (found - numbers.begin()) * length;
    chosen.insert(chosen.end(), from, from + length);
  }
  return chosen;
}

std::size_t EquityReader::first_month(const Group& group) const {
  const auto days = group.variable("month").read<std::int32_t>();
  const auto found = std::find(days.begin(), days.end(), days_since_1990(study_.policy_start));
  if (found == days.end()) refuse_object(group.name(), "the month of the policy start is missing");
  return static_cast<std::size_t>(found - days.begin());
}

std::vector<double> EquityReader::values(const std::string& group_name,
                                         const std::string& variable_name,
                                         ArmOrReference which) const {
  const Group group = file_.group(group_name);
  const Variable variable = group.variable(variable_name);
  const auto dimensions = variable.dimensions();
  if (dimensions.size() < 3 || dimensions[0] != "arm" || dimensions[1] != "replicate") {
    refuse_object(variable.name(), "its dimensions are not arm, replicate and more");
  }
  Shape offset(dimensions.size(), 0);
  Shape count = variable.shape();
  offset[0] = position(group, which);
  count[0] = 1;
  if (dimensions[2] == "month") {
    offset[2] = std::min(first_month(group), count[2]);
    count[2] -= offset[2];
  }
  return compared(group, variable.read<double>(offset, count));
}

std::vector<double> EquityReader::at_end(const std::string& indicator, ArmOrReference which) const {
  const Group group = file_.group("aggregates");
  const Variable variable = group.variable(indicator);
  const Shape& shape = variable.shape();
  if (shape.size() != 4 || shape[2] == 0) {
    refuse_object(variable.name(), "its dimensions are not arm, replicate, month and subgroup");
  }
  return compared(group, variable.read<double>({position(group, which), 0, shape[2] - 1, 0},
                                               {1, shape[1], 1, shape[3]}));
}

std::string EquityReader::indicator_text(const std::string& indicator,
                                         const std::string& attribute) const {
  return file_.group("aggregates").variable(indicator).text_attribute(attribute);
}

Estimate EquityReader::shown(std::span<const double> values, std::span<const double> simulated,
                             const std::string& table, const std::string& cell) const {
  if (!too_few(simulated)) return sampling().mean(values);
  suppress(table, cell, too_few_text());
  Estimate nothing;
  nothing.replicates = static_cast<int>(values.size());
  return nothing;
}

void EquityReader::suppress(const std::string& table, const std::string& cell,
                            std::string reason) const {
  equity_.suppressed.push_back({table, cell, std::move(reason)});
}

void EquityReader::refuse(const std::string& group, std::string message) const {
  refuse_object(file_.group(group).name(), std::move(message));
}

bool too_few(std::span<const double> simulated) {
  return !(estimate_mean(simulated).mean >= kSmallestCell);
}

std::string too_few_text() {
  return fmt::format("fewer than {} simulated persons on average", kSmallestCell);
}

}  // namespace resettle
