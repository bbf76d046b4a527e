#include "results/study_tables.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include <fmt/format.h>

#include "core/errors.h"
#include "engine/ledger.h"
#include "io/smallest_effect.h"
#include "io/strict_text.h"
#include "results/command_line.h"
#include "results/resolved_scenarios.h"
#include "results/sampling.h"
#include "study_file/declared.h"
#include "study_file/existing_study.h"

namespace resettle {

namespace {

constexpr std::size_t kTypeCount = kTypeNames.size();
constexpr const char* kOtherVersion = "check that the file was written by this version";

[[noreturn]] void refuse(const ObjectName& where, std::string message, std::string remedy) {
  Problem problem;
  problem.where.file = where.file;
  problem.key = where.path;
  problem.message = std::move(message);
  problem.remedy = std::move(remedy);
  throw InputError(std::move(problem));
}

std::size_t position(const std::vector<std::string>& labels, const std::string& label,
                     const Group& group, const std::string& coordinate) {
  const auto found = std::find(labels.begin(), labels.end(), label);
  if (found == labels.end()) {
    refuse(group.name(), fmt::format("{} has no label \"{}\"", coordinate, label), kOtherVersion);
  }
  return static_cast<std::size_t>(found - labels.begin());
}

/// Of lists that belong together, those of the second must be as many as those of the first.
void check_lengths(const Group& group, std::size_t first, std::size_t second,
                   const std::string& what) {
  if (first == second) return;
  refuse(group.name(), fmt::format("has {} values of {}, {} are expected", second, what, first),
         kOtherVersion);
}

std::vector<Month> months_of(const Group& group) {
  constexpr int kMostDays = 100'000;  // before or after 1990
  std::vector<Month> months;
  for (const auto days : group.variable("month").read<std::int32_t>()) {
    if (days < -kMostDays || days > kMostDays) {
      refuse(group.name(), fmt::format("has a month {} days after 1990", days), kOtherVersion);
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

std::string meaning_of(const std::string& line) {
  for (const auto& info : kLedger) {
    if (info.name == line) return std::string(info.meaning);
  }
  std::string text = line;
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

}  // namespace

StudyTables::StudyTables(const std::filesystem::path& path)
    : file_(open_study_file(path)),
      aggregates_(file_.group("aggregates")),
      ledger_(file_.group("ledger")),
      twins_(file_.group("twins")),
      numbers_(aggregates_.variable("replicate").read<std::int32_t>()) {
  kept_.resize(numbers_.size());
  std::iota(kept_.begin(), kept_.end(), std::size_t{0});
  read_arms();
  read_months();
  read_lines();
}

void StudyTables::read_arms() {
  const auto arms = aggregates_.text("arm");
  arms_ = arms.read();
  reference_ = arms.text_attribute("reference");
  subgroup_all_ = position(aggregates_.text("subgroup").read(), "all", aggregates_, "subgroup");
  for (const auto* group : {&ledger_, &twins_}) {
    if (group->text("arm").read() != arms_) {
      refuse(group->name(), "has other arms than /aggregates", kOtherVersion);
    }
  }
}

void StudyTables::read_months() {
  const auto provenance = file_.group("provenance");
  const auto start_text = provenance.text_attribute("policy_start");
  const auto policy_start = parse_month(start_text);
  if (!policy_start) {
    refuse(provenance.name(), "policy_start is \"" + start_text + "\"", "a month such as 2012-01");
  }
  policy_start_ = *policy_start;
  const auto all = months_of(aggregates_);
  if (months_of(ledger_) != all) {
    refuse(ledger_.name(), "has other months than /aggregates", kOtherVersion);
  }
  start_ = all.front();
  const auto first =
      std::find_if(all.begin(), all.end(), [&](Month month) { return month - policy_start_ >= 0; });
  if (first == all.end()) {
    refuse(provenance.name(), "policies start after the last month", "run the study again");
  }
  first_month_ = static_cast<std::size_t>(first - all.begin());
  months_.assign(first, all.end());
}

void StudyTables::read_lines() {
  const auto names = ledger_.text("line").read();
  const auto payers = ledger_.text("payer").read();
  const auto payees = ledger_.text("payee").read();
  const auto policy_cost = ledger_.variable("policy_cost").read<double>();
  check_lengths(ledger_, names.size(), payers.size(), "payer");
  check_lengths(ledger_, names.size(), payees.size(), "payee");
  check_lengths(ledger_, names.size(), policy_cost.size(), "policy_cost");
  for (std::size_t i = 0; i < names.size(); ++i) {
    lines_.push_back({names[i], meaning_of(names[i]), payers[i], payees[i], policy_cost[i] != 0});
  }
  const auto prices = ledger_.variable("consumer_prices").read<double>();
  check_lengths(ledger_, first_month_ + months_.size(), prices.size(), "consumer_prices");
  prices_.assign(prices.begin() + static_cast<std::ptrdiff_t>(first_month_), prices.end());
}

ComparedStudy StudyTables::describe() const {
  const auto root = file_.root();
  const auto provenance = file_.group("provenance");
  ComparedStudy study;
  study.title = root.text_attribute("title");
  study.intent = root.text_attribute("intent");
  study.start = start_;
  study.end = months_.back();
  study.policy_start = policy_start_;
  study.replicates = static_cast<int>(kept_.size());
  study.replicates_stored = static_cast<int>(stored());
  study.draws = Sampling(numbers_).draws();
  if (study.draws > 0) study.draws_from = provenance.text_attribute("draws_from");
  study.replicates_of_study =
      provenance.has_attribute("replicates")
          ? static_cast<int>(provenance.number_attribute("replicates")) * (draws_in(provenance) + 1)
          : study.replicates_stored;
  study.scale = provenance.number_attribute("scale");
  study.discount_rate = provenance.number_attribute("discount_rate");
  study.displacement_share = provenance.number_attribute("displacement_share");
  study.price_year = static_cast<int>(provenance.number_attribute("price_year"));
  study.changes = changes_on_command_line(provenance);
  StudyTranslations translations;
  if (provenance.has("study")) {
    ProblemList known;  // it was checked when it was run
    const auto yaml = parse_yaml(provenance.text("study").read().front(), "study", known);
    if (yaml) {
      study.smallest = smallest_effect_in(*yaml);
      translations = translations_in(*yaml);
      study.outcomes = outcomes_in(*yaml);
    }
  }
  study.intents = translations.intent;
  study.reference = reference_;
  const auto labels = aggregates_.text("arm_label").read();
  check_lengths(aggregates_, arms_.size(), labels.size(), "arm_label");
  for (std::size_t i = 0; i < arms_.size(); ++i) {
    if (arms_[i] == reference_) {
      study.reference_label = labels[i];
      study.reference_labels = translations.labels[arms_[i]];
      continue;
    }
    study.arms.push_back({arms_[i], labels[i], translations.labels[arms_[i]]});
  }
  if (study.arms.empty()) {
    refuse(aggregates_.name(), "the study has one arm only",
           "a comparison needs a study with at least two arms");
  }
  return study;
}

bool StudyTables::has_indicator(const std::string& name) const {
  return aggregates_.has(name) && !aggregates_.holds_text(name) &&
         aggregates_.variable(name).shape().size() == 4;
}

void StudyTables::check_outcome(const std::string& name) const {
  if (has_indicator(name)) return;
  std::vector<std::string> indicators;
  for (const auto& candidate : aggregates_.names()) {
    if (has_indicator(candidate)) indicators.push_back(candidate);
  }
  refuse(aggregates_.name(), "\"" + name + "\" is not an indicator",
         suggest_indicator(name, indicators));
}

std::string StudyTables::outcome_text(const std::string& name, const std::string& attribute) const {
  return aggregates_.variable(name).text_attribute(attribute);
}

std::size_t StudyTables::arm_position(const std::string& arm) const {
  return position(arms_, arm, aggregates_, "arm");
}

void StudyTables::keep_replicates(const std::vector<std::int32_t>& numbers) {
  const auto stored_numbers = aggregates_.variable("replicate").read<std::int32_t>();
  kept_.clear();
  for (const auto number : numbers) {
    const auto found = std::find(stored_numbers.begin(), stored_numbers.end(), number);
    require(found != stored_numbers.end(), "a replicate that is not in the file");
    kept_.push_back(static_cast<std::size_t>(found - stored_numbers.begin()));
  }
  numbers_ = numbers;
  read_.clear();
}

std::size_t StudyTables::stored() const { return aggregates_.variable("replicate").size(); }

std::vector<double> StudyTables::kept(std::vector<double> values, std::size_t outer) const {
  const std::size_t all = stored();
  if (kept_.size() == all) return values;
  const std::size_t inner = values.size() / (outer * all);
  std::vector<double> chosen;
  chosen.reserve(outer * kept_.size() * inner);
  for (std::size_t o = 0; o < outer; ++o) {
    for (const auto r : kept_) {
      const auto begin = values.begin() + static_cast<std::ptrdiff_t>((o * all + r) * inner);
      chosen.insert(chosen.end(), begin, begin + static_cast<std::ptrdiff_t>(inner));
    }
  }
  return chosen;
}

std::span<const double> StudyTables::indicator(const std::string& name,
                                               const std::string& arm) const {
  auto found = read_.find(name);
  if (found == read_.end()) {
    auto all = aggregates_.variable(name).read<double>({0, 0, first_month_, subgroup_all_},
                                                       {arms_.size(), stored(), months_.size(), 1});
    found = read_.emplace(name, kept(std::move(all), arms_.size())).first;
  }
  const std::size_t size = kept_.size() * months_.size();
  return std::span<const double>(found->second).subspan(arm_position(arm) * size, size);
}

std::vector<double> StudyTables::at_end(const std::string& name, const std::string& arm) const {
  const auto table = indicator(name, arm);
  std::vector<double> values;
  for (std::size_t r = 0; r < kept_.size(); ++r) {
    values.push_back(table[(r + 1) * months_.size() - 1]);
  }
  return values;
}

std::vector<double> StudyTables::payments(const std::string& arm) const {
  auto amounts =
      kept(ledger_.variable("amount").read<double>({arm_position(arm), 0, first_month_, 0},
                                                   {1, stored(), months_.size(), lines_.size()}),
           1);
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    amounts[i] *= 100 / prices_[i / lines_.size() % months_.size()];
  }
  return amounts;
}

std::optional<double> StudyTables::hour_krw() const {
  if (!ResolvedScenarios::kept_in(file_)) return {};
  const auto hour = ResolvedScenarios().parameter(file_, reference_, "ledger.hour_krw");
  return hour ? std::optional(hour->at(policy_start_)) : std::nullopt;
}

std::vector<double> StudyTables::twin_tables(const std::string& arm) const {
  const auto persons = twins_.variable("persons");
  const std::size_t months = twins_.variable("month").size();
  if (months == 0) refuse(twins_.name(), "holds no months", "run the study again");
  return kept(persons.read<double>({arm_position(arm), 0, months - 1, 0, 0},
                                   {1, stored(), 1, kTypeCount, kTypeCount}),
              1);
}

}  // namespace resettle
