#include "outputs/surveys.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/errors.h"
#include "outputs/survey_measures.h"
#include "outputs/survey_regression.h"

namespace resettle {

namespace {

constexpr double kNoAnswer = std::numeric_limits<double>::quiet_NaN();
constexpr int kTiesThatHelp = 5;  // of the adaptation index, MODEL 15.2

using Asked = std::vector<std::size_t>;
constexpr std::string_view kEverybody = "all";
constexpr std::string_view kDivorced = "divorced_share";

/// Share of the values in a category; NaN without values.
double share_in(const SurveyCategory& category, const std::vector<double>& values) {
  if (values.empty()) return kNoAnswer;
  const auto inside = std::count_if(values.begin(), values.end(),
                                    [&](double value) { return category.holds(value); });
  return static_cast<double>(inside) / static_cast<double>(values.size());
}

double mean_answer(const SurveyMeasure& measure, const SurveyContext& context, const Asked& asked) {
  double sum = 0;
  double persons = 0;
  for (const std::size_t i : asked) {
    if (!measure.counts(context, i)) continue;
    sum += measure.value(context, i);
    persons += 1;
  }
  return persons > 0 ? sum / persons : kNoAnswer;
}

double status_share(const SurveyContext& context, const SurveyCategory& status,
                    const Asked& asked) {
  if (asked.empty()) return kNoAnswer;
  const Persons& people = context.world.persons;
  const auto same = std::count_if(asked.begin(), asked.end(), [&](std::size_t i) {
    if (people.works(i)) return status.name == "employed";
    return status.name == (people.in_school(i) ? "student" : "not working");
  });
  return static_cast<double>(same) / static_cast<double>(asked.size());
}

/// Nominal household income of the month, each household once (MODEL 12.2).
double income_band_share(const SurveyContext& context, const SurveyCategory& band,
                         const Asked& asked) {
  const auto& households = context.world.households;
  std::set<std::uint32_t> seen;
  std::vector<double> incomes;
  for (const std::size_t i : asked) {
    const std::uint32_t h = context.world.persons.household[i];
    if (!seen.insert(h).second) continue;
    incomes.push_back(static_cast<double>(households.earnings_krw[h]) +
                      static_cast<double>(households.benefit_krw[h]) +
                      static_cast<double>(households.stipends_krw[h]));
  }
  return share_in(band, incomes);
}

/// Last completed stay of those who have one.
double stay_share(const SurveyContext& context, const SurveyCategory& band, const Asked& asked) {
  const SurveyMemory& memory = context.memory;
  std::vector<double> stays;
  for (const std::size_t i : asked) {
    if (memory.last_stay(i) != SurveyMemory::kNoStay) {
      stays.push_back(static_cast<double>(memory.last_stay(i)));
    }
  }
  return share_in(band, stays);
}

std::vector<double> standardised(std::vector<double> values) {
  double sum = 0;
  double squares = 0;
  for (const double value : values) sum += value;
  const double mean = sum / static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double sd = std::sqrt(squares / static_cast<double>(values.size()));
  for (double& value : values) value = (value - mean) / sd;
  return values;
}

/// Standardised regression of distress on the adaptation index, discrimination in the past year and
/// the product of the two, each taken from its mean (MODEL 15.2).
double distress_beta(const SurveyContext& context, const SurveyCategory& predictor,
                     const Asked& asked) {
  if (asked.empty()) return kNoAnswer;
  const World& world = context.world;
  const Persons& people = world.persons;
  const auto column = [&](auto value) {
    std::vector<double> values;
    for (const std::size_t i : asked) values.push_back(static_cast<double>(value(i)));
    return values;
  };
  const auto fluency = standardised(column([&](auto i) { return people.dialect_fluency[i]; }));
  const auto confidence = standardised(column([&](auto i) { return people.self_confidence[i]; }));
  const auto ties =
      standardised(column([&](auto i) { return std::min(host_ties_of(world, i), kTiesThatHelp); }));
  const auto prejudice = standardised(column([&](auto i) { return people.discriminated_12m(i); }));
  std::vector<double> adaptation;
  std::vector<double> product;
  for (std::size_t k = 0; k < asked.size(); ++k) {
    adaptation.push_back((fluency[k] + confidence[k] + ties[k]) / 3);
    product.push_back(adaptation[k] * prejudice[k]);
  }
  const auto fit = fit_linear({adaptation, prejudice, product},
                              column([&](auto i) { return people.measured_distress[i]; }));
  if (predictor.name == "adaptation") return fit.standardised(0);
  return fit.standardised(predictor.name == "prejudice" ? 1 : 2);
}

double subsidised_persons(const World& world, const SurveyRecords& records) {
  double persons = 0;
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    if (records.memory.subsidised_past_year(i, world.month)) persons += 1;
  }
  return persons / static_cast<double>(world.scale);
}

using W = const World&;
using R = const SurveyRecords&;

/// Indicators of the whole population, and those that follow newcomers.
struct WholeAnswer {
  std::string_view indicator;
  double (*answer)(W, R);
};
constexpr WholeAnswer kWholeAnswers[] = {
    {"wage_subsidy_persons", subsidised_persons},
    {"deaths", [](W w, R r) { return r.memory.deaths_past_year() / static_cast<double>(w.scale); }},
    {"employment_change", [](W, R r) { return r.changes.mean_change(Change::employment); }},
    {"ptsd_change", [](W, R r) { return r.changes.mean_change(Change::ptsd); }},
    {"loneliness_change", [](W, R r) { return r.changes.mean_change(Change::loneliness); }},
    {"distress_change", [](W, R r) { return r.changes.mean_change(Change::distress); }},
    {"life_satisfaction_change",
     [](W, R r) { return r.changes.mean_change(Change::satisfaction); }},
    {"network_of_newcomers_effect",
     [](W, R r) { return network_effect(r.network.cases(), Network::newcomers); }},
    {"network_of_settled_effect",
     [](W, R r) { return network_effect(r.network.cases(), Network::settled); }},
};

/// Indicators whose subgroup names a category.
struct CategoryAnswer {
  std::string_view indicator;
  double (*answer)(const SurveyContext&, const SurveyCategory&, const Asked&);
};
constexpr CategoryAnswer kCategoryAnswers[] = {
    {"survey1998_status_share", status_share},
    {"survey1998_household_income_band_share", income_band_share},
    {"job_stay_share", stay_share},
    {"distress_regression_beta", distress_beta},
};

/// The line of a table for that indicator, or nullptr.
template <class Table>
auto find_in(const Table& table, std::string_view indicator) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const auto& line) { return line.indicator == indicator; });
  return found == std::end(table) ? nullptr : &*found;
}

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

std::vector<std::string> survey_indicators() {
  std::set<std::string> names{std::string(kDivorced)};  // known, but see why_not_measured
  for (const auto& measure : survey_measures()) names.emplace(measure.indicator);
  for (const auto& category : survey_categories()) names.emplace(category.indicator);
  for (const auto& whole : kWholeAnswers) names.emplace(whole.indicator);
  return {names.begin(), names.end()};
}

std::vector<std::string> survey_populations() {
  std::vector<std::string> names;
  for (const auto& population : survey_population_table()) names.emplace_back(population.name);
  return names;
}

std::string fault_in(const SurveyQuestion& question) {
  const auto& [indicator, population, subgroup, from, to, month] = question;
  const auto unknown = [](const char* what, const std::string& name) {
    return std::string("unknown ") + what + " '" + name + "'";
  };
  if (!contains(survey_indicators(), indicator)) return unknown("indicator", indicator);
  if (!contains(survey_populations(), population)) return unknown("population", population);
  const bool by_category = find_in(survey_categories(), indicator) != nullptr;
  if (by_category && find_category(indicator, subgroup) != nullptr) return "";
  if (by_category) return unknown("category", subgroup);
  const bool by_sex = find_in(survey_measures(), indicator) != nullptr;
  const bool known =
      subgroup == kEverybody || (by_sex && (subgroup == "man" || subgroup == "woman"));
  return known ? "" : unknown("subgroup", subgroup);
}

std::string why_not_measured(const SurveyQuestion& question) {
  if (question.indicator != kDivorced) return "";
  return "the model keeps no marital history, and nobody is divorced on arrival";
}

SurveyRecorder::SurveyRecorder(std::vector<SurveyQuestion> questions, const SurveyRules& rules)
    : questions_(std::move(questions)), rules_(rules), answers_(questions_.size(), kNoAnswer) {
  for (const auto& question : questions_) {
    require(fault_in(question).empty() && why_not_measured(question).empty(),
            "a survey asks what the model cannot answer");
  }
}

void SurveyRecorder::record(World& world) {
  records_.memory.observe(world);
  records_.changes.observe(world);
  records_.network.observe(world);
  for (std::size_t q = 0; q < questions_.size(); ++q) {
    if (questions_[q].month == world.month) answers_[q] = answer(world, questions_[q]);
  }
}

double SurveyRecorder::answer(const World& world, const SurveyQuestion& question) const {
  const auto& indicator = question.indicator;
  if (const auto* whole = find_in(kWholeAnswers, indicator)) return whole->answer(world, records_);
  const Asked asked = persons_asked(world, question);
  const SurveyContext context{world, records_.memory, rules_};
  if (const auto* measure = find_in(survey_measures(), indicator)) {
    return mean_answer(*measure, context, asked);
  }
  return find_in(kCategoryAnswers, indicator)
      ->answer(context, *find_category(indicator, question.subgroup), asked);
}

}  // namespace resettle
