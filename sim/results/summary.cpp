#include "results/summary.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/labelled_file.h"
#include "outputs/indicators.h"
#include "results/command_line.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

constexpr std::size_t kColumns = 5;

/// Mean over replicates of one indicator of the first arm in one month, everybody; NaN where
/// suppressed.
double mean_at(const Variable& variable, std::size_t month) {
  const std::size_t replicates = variable.shape()[1];
  const auto values = variable.read<double>({0, 0, month, 0}, {1, replicates, 1, 1});
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(replicates);
}

std::string show(double value, std::string_view unit) {
  if (std::isnan(value)) return "< 20";
  if (unit == "share") return fmt::format("{:.1f} %", 100 * value);
  if (unit == "persons" || std::abs(value) >= 1000) return fmt::format("{:.0f}", value);
  return fmt::format("{:.2f}", value);
}

/// Rows of the chosen months: evenly spread, the last one among them.
std::vector<std::size_t> chosen_months(std::size_t count) {
  std::vector<std::size_t> chosen;
  for (std::size_t c = 0; c < kColumns; ++c) {
    chosen.push_back((count - 1) * (c + 1) / kColumns);
  }
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

Month month_of_days(std::int32_t days) {
  Month month{0};
  while (days_since_1990(month + 1) <= days) ++month;
  return month;
}

}  // namespace

std::string summary_text(const std::filesystem::path& study) {
  const auto file = LabelledFile::open(study);
  const auto group = file.group("aggregates");
  const auto days = group.variable("month").read<std::int32_t>();
  const auto chosen = chosen_months(days.size());
  std::string text = fmt::format("{}\n{}\n", file.root().text_attribute("title"),
                                 file.root().text_attribute("intent"));
  const auto changes = changes_on_command_line(file.group("provenance"));
  if (!changes.empty()) {
    text += wrapped(fmt::format("{}", fmt::join(changes, "; ")), "Changed on the command line: ", 4,
                    kTextWidth);
  }
  text += fmt::format("\n{:<58}", "");
  for (const std::size_t m : chosen) {
    text += fmt::format("{:>10}", to_string(month_of_days(days[m])));
  }
  text += '\n';
  for (const auto& info : indicators()) {
    const auto variable = group.variable(std::string(info.name));
    std::string label(info.label);
    if (info.unit != "share" && info.unit != "persons") label += fmt::format(" ({})", info.unit);
    text += fmt::format("{:<58.58}", label);
    for (const std::size_t m : chosen) {
      text += fmt::format("{:>10}", show(mean_at(variable, m), info.unit));
    }
    text += '\n';
  }
  return text;
}

}  // namespace resettle
