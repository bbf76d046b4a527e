#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "results/estimate_json.h"
#include "results/text_layout.h"
#include "study/trial.h"

// A virtual trial as text for people and as JSON.

namespace resettle {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kDecimals = 3;  // shares, ratios and attitudes alike

std::string show(double value, bool plus = false) { return number_text(value, kDecimals, plus); }

/// Differences carry their sign, ratios none.
bool has_sign(const TrialInfo& info) { return info.kind != TrialOutcome::ever_employed; }

std::string interval_text(const Estimate& estimate, bool plus) {
  if (!estimate.has_interval()) return "-";
  return fmt::format("{} to {}", show(estimate.low, plus), show(estimate.high, plus));
}

const char* name_of(TrialRule rule) {
  switch (rule) {
    case TrialRule::within:
      return "within";
    case TrialRule::below:
      return "below";
    case TrialRule::shrinks:
      return "shrinks";
  }
  return "";
}

std::string expected_text(const CheckResult& result, bool plus) {
  switch (result.check.rule) {
    case TrialRule::within:
      return fmt::format("{} +- {}", show(result.expected, plus), show(result.tolerance));
    case TrialRule::below:
      return "below " + show(result.expected);
    case TrialRule::shrinks:
      return result.expected < 0 ? "change above 0" : "change below 0";
  }
  return "";
}

std::string line(std::string_view what, std::string_view expected, std::string_view ours,
                 std::string_view interval, std::string_view word) {
  auto text = std::string("  ") + left_aligned(what, 42) + right_aligned(expected, 17) +
              right_aligned(ours, 9) + "  " + right_aligned(interval, 18) + "  " +
              std::string(word);
  return text_line(std::move(text));
}

std::string render_path(const TrialResult& result, std::size_t series) {
  const TrialInfo& info = *result.info;
  auto text = fmt::format(
      "\n{}, by months {}\n", info.series[series],
      info.kind == TrialOutcome::host_attitude ? "after the start" : "after the facility");
  for (std::size_t k = 0; k < info.path.size(); ++k) {
    const Estimate& effect = result.paths[series][k];
    text += line(fmt::format("{:>3}", info.path[k]), "", show(effect.mean, has_sign(info)),
                 interval_text(effect, has_sign(info)), "");
  }
  return text;
}

Json to_json(const CheckResult& result) {
  const TrialCheck& check = result.check;
  const bool within = check.rule == TrialRule::within;
  return {{"what", check.what},
          {"rule", name_of(check.rule)},
          {"from_month", check.from},
          {"to_month", check.to},
          {"expected", result.expected},
          {"published", check.not_published.empty()},
          {"tolerance", within ? Json(result.tolerance) : Json(nullptr)},
          {"ours", estimate_json(result.ours)},
          {"verdict", result.hit ? "hit" : "miss"}};
}

Json path_json(const TrialResult& result, std::size_t series) {
  Json months = Json::array();
  for (std::size_t k = 0; k < result.info->path.size(); ++k) {
    months.push_back(
        {{"month", result.info->path[k]}, {"effect", estimate_json(result.paths[series][k])}});
  }
  return {{"series", result.info->series[series]}, {"months", std::move(months)}};
}

}  // namespace

std::string render_list(std::span<const TrialInfo> all) {
  std::string text;
  for (const auto& info : all) text += fmt::format("  {}  {}\n", info.name, info.question);
  return text;
}

std::string render_text(const TrialResult& result) {
  const TrialInfo& info = *result.info;
  const auto item = [](std::string_view name, std::string_view content) {
    return wrapped(content, left_aligned(name, 12), 12, kTextWidth);
  };
  auto text =
      item("Trial", info.name) + item("Question", info.question) +
      item("Treatment", info.treatment) + item("Measured", info.outcome) +
      item("Published", info.source) +
      item("Replicates", fmt::format("{}, both arms on the same random numbers, {:.3g} % of "
                                     "arrivals simulated, seed {}",
                                     result.replicates, 100 * result.scale, result.seed));
  text += "\n" + line("", "expected", "ours", "95 % interval", "");
  const bool plus = has_sign(info);
  for (const auto& check : result.checks) {
    text += line(check.check.what, expected_text(check, plus), show(check.ours.mean, plus),
                 interval_text(check.ours, plus), check.hit ? "hit" : "MISS");
  }
  for (const auto& check : result.checks) {
    if (check.check.not_published.empty()) continue;
    text += wrapped(fmt::format("Not published, but {}: what is expected of the {}.",
                                check.check.not_published, check.check.what),
                    "", 0, kTextWidth);
  }
  for (std::size_t s = 0; s < result.paths.size(); ++s) text += render_path(result, s);
  return text + "\n" +
         wrapped(
             "The values of the parameters are start values, not calibrated, and nothing is "
             "adjusted to the trial. The interval is that of the mean over replicates.",
             "", 0, kTextWidth);
}

std::string render_json(const TrialResult& result) {
  const TrialInfo& info = *result.info;
  Json checks = Json::array();
  for (const auto& check : result.checks) checks.push_back(to_json(check));
  Json paths = Json::array();
  for (std::size_t s = 0; s < result.paths.size(); ++s) paths.push_back(path_json(result, s));
  Json arrivals = nullptr;
  if (info.kind != TrialOutcome::host_attitude) {
    arrivals = {to_string(info.first_arrival), to_string(info.last_arrival)};
  }
  const Json json = {{"trial", info.name},
                     {"question", info.question},
                     {"treatment", info.treatment},
                     {"source", info.source},
                     {"outcome", info.outcome},
                     {"start", to_string(kTrialStart)},
                     {"arrivals", std::move(arrivals)},
                     {"replicates", result.replicates},
                     {"scale", result.scale},
                     {"seed", result.seed},
                     {"confidence", 0.95},
                     {"checks", std::move(checks)},
                     {"paths", std::move(paths)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace resettle
