#include "results/study_results.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/strict_text.h"
#include "results/command_line.h"
#include "study_file/existing_study.h"

namespace resettle {

namespace {

constexpr std::size_t kTypeCount = kTypeNames.size();

[[noreturn]] void refuse(const ObjectName& where, std::string message, std::string remedy) {
  Problem problem;
  problem.where.file = where.file;
  problem.key = where.path;
  problem.message = std::move(message);
  problem.remedy = std::move(remedy);
  throw InputError(std::move(problem));
}

std::size_t position(const Group& group, const std::string& coordinate, const std::string& label) {
  const auto labels = group.text(coordinate).read();
  const auto found = std::find(labels.begin(), labels.end(), label);
  if (found == labels.end()) {
    refuse(group.name(), fmt::format("{} has no label \"{}\"", coordinate, label),
           "check that the file was written by this version");
  }
  return static_cast<std::size_t>(found - labels.begin());
}

/// Of lists that belong together, those of the second must be as many as those of the first.
void check_lengths(const Group& group, std::size_t first, std::size_t second,
                   const std::string& what) {
  if (first == second) return;
  refuse(group.name(), fmt::format("has {} values of {}, {} are expected", second, what, first),
         "check that the file was written by this version");
}

std::vector<Month> months_of(const Group& group) {
  constexpr int kMostDays = 100'000;  // before or after 1990
  std::vector<Month> months;
  for (const auto days : group.variable("month").read<std::int32_t>()) {
    if (days < -kMostDays || days > kMostDays) {
      refuse(group.name(), fmt::format("has a month {} days after 1990", days),
             "check that the file was written by this version");
    }
    // A first guess by the mean length of a month, then to the month that holds the day.
    Month month{static_cast<std::int32_t>(std::floor(days / 30.436875))};
    while (days_since_1990(month) > days) month = month - 1;
    while (days_since_1990(month + 1) <= days) ++month;
    months.push_back(month);
  }
  if (months.empty()) refuse(group.name(), "holds no months", "run the study again");
  return months;
}

}  // namespace

StudyResults::StudyResults(const std::filesystem::path& path)
    : file_(open_study_file(path)),
      aggregates_(file_.group("aggregates")),
      ledger_(file_.group("ledger")),
      twins_(file_.group("twins")),
      replicates_(aggregates_.variable("replicate").size()),
      months_(months_of(aggregates_)),
      ledger_months_(months_of(ledger_)) {}

Comparison StudyResults::describe() const {
  const auto root = file_.root();
  const auto provenance = file_.group("provenance");
  Comparison study;
  study.title = root.text_attribute("title");
  study.intent = root.text_attribute("intent");
  study.start = months_.front();
  study.end = months_.back();
  const auto start_text = provenance.text_attribute("policy_start");
  const auto policy_start = parse_month(start_text);
  if (!policy_start) {
    refuse(provenance.name(), "policy_start is \"" + start_text + "\"", "a month such as 2012-01");
  }
  study.policy_start = *policy_start;
  study.replicates = static_cast<int>(replicates_);
  study.scale = provenance.number_attribute("scale");
  study.discount_rate = provenance.number_attribute("discount_rate");
  study.displacement_share = provenance.number_attribute("displacement_share");
  study.price_year = static_cast<int>(provenance.number_attribute("price_year"));
  study.changes = changes_on_command_line(provenance);
  describe_arms(study);
  return study;
}

void StudyResults::describe_arms(Comparison& study) const {
  const auto arms = aggregates_.text("arm");
  study.reference = arms.text_attribute("reference");
  const auto names = arms.read();
  const auto labels = aggregates_.text("arm_label").read();
  check_lengths(aggregates_, names.size(), labels.size(), "arm_label");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == study.reference) {
      study.reference_label = labels[i];
      continue;
    }
    study.arms.emplace_back();
    study.arms.back().name = names[i];
    study.arms.back().label = labels[i];
  }
  if (study.arms.empty()) {
    refuse(aggregates_.name(), "the study has one arm only",
           "a comparison needs a study with at least two arms");
  }
}

void StudyResults::check_outcome(const std::string& name) const {
  std::vector<std::string> indicators;
  for (const auto& candidate : aggregates_.names()) {
    // Texts are no indicators, and cannot be opened as numbers.
    const bool is_text = candidate == "arm" || candidate == "subgroup" || candidate == "arm_label";
    if (is_text || aggregates_.variable(candidate).shape().size() != 4) continue;
    if (candidate == name) return;
    indicators.push_back(candidate);
  }
  refuse(aggregates_.name(), "\"" + name + "\" is not an indicator",
         suggest_indicator(name, indicators));
}

std::string StudyResults::outcome_text(const std::string& name,
                                       const std::string& attribute) const {
  return aggregates_.variable(name).text_attribute(attribute);
}

std::vector<double> StudyResults::at_end(const std::string& name, const std::string& arm) const {
  return indicator(name, arm, months_.size() - 1);
}

// Replicate x month from `first_month` on, everybody.
std::vector<double> StudyResults::indicator(const std::string& name, const std::string& arm,
                                            std::size_t first_month) const {
  return aggregates_.variable(name).read<double>(
      {position(aggregates_, "arm", arm), 0, first_month, position(aggregates_, "subgroup", "all")},
      {1, replicates_, months_.size() - first_month, 1});
}

std::vector<double> StudyResults::person_months(const std::string& arm,
                                                const std::string& indicator_name,
                                                const std::vector<double>& weights) const {
  const auto share = indicator(indicator_name, arm, 0);
  const auto persons = indicator("persons_15_plus", arm, 0);
  std::vector<double> sums(replicates_, 0.0);
  for (std::size_t r = 0; r < replicates_; ++r) {
    for (std::size_t m = 0; m < weights.size(); ++m) {
      const auto at = r * weights.size() + m;
      // Months before the policy may be suppressed; they weigh nothing.
      if (weights[m] > 0) sums[r] += weights[m] * share[at] * persons[at];
    }
  }
  return sums;
}

std::vector<double> StudyResults::line_weights(LedgerView view) const {
  if (view == LedgerView::programme) return ledger_.variable("policy_cost").read<double>();
  const auto payers = ledger_.text("payer").read();
  const auto payees = ledger_.text("payee").read();
  check_lengths(ledger_, payers.size(), payees.size(), "payee");
  std::vector<double> weights;
  for (std::size_t line = 0; line < payers.size(); ++line) {
    weights.push_back((payers[line] == "government" ? 1.0 : 0.0) -
                      (payees[line] == "government" ? 1.0 : 0.0));
  }
  return weights;
}

std::vector<double> StudyResults::cost(const std::string& arm, const std::vector<double>& weights,
                                       LedgerView view) const {
  const auto counts = line_weights(view);
  const auto prices = ledger_.variable("consumer_prices").read<double>();
  check_lengths(ledger_, weights.size(), prices.size(), "consumer_prices");
  const auto lines = counts.size();
  const auto amounts = ledger_.variable("amount").read<double>(
      {position(ledger_, "arm", arm), 0, 0, 0}, {1, replicates_, weights.size(), lines});
  std::vector<double> sums(replicates_, 0.0);
  for (std::size_t r = 0; r < replicates_; ++r) {
    for (std::size_t m = 0; m < weights.size(); ++m) {
      double month = 0;
      for (std::size_t line = 0; line < lines; ++line) {
        month += counts[line] * amounts[(r * weights.size() + m) * lines + line];
      }
      sums[r] += weights[m] * month * 100 / prices[m];
    }
  }
  return sums;
}

std::vector<double> StudyResults::twin_tables(const std::string& arm) const {
  const auto persons = twins_.variable("persons");
  const std::size_t months = twins_.variable("month").size();
  if (months == 0) refuse(twins_.name(), "holds no months", "run the study again");
  return persons.read<double>({position(twins_, "arm", arm), 0, months - 1, 0, 0},
                              {1, replicates_, 1, kTypeCount, kTypeCount});
}

}  // namespace resettle
