#include "outputs/survey_measures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/errors.h"

namespace resettle {

namespace {

using W = const World&;
using C = const SurveyContext&;
using I = std::size_t;

constexpr Month kNineties = month_of(1990, 1);
constexpr Month kCohortFrom = month_of(2000, 1);  // PTSD panel of 2001 (M04)
constexpr Month kCohortTo = month_of(2001, 3);
constexpr std::string_view kInFacility = "in_facility";
constexpr double kAnyAmount = std::numeric_limits<double>::infinity();

bool arrived_since_1990(W w, I i) { return w.persons.arrival_month[i] >= kNineties.index; }
bool in_cohort_2000(W w, I i) {
  return w.persons.arrival_month[i] >= kCohortFrom.index &&
         w.persons.arrival_month[i] <= kCohortTo.index;
}

/// All live in the South outside the facility, unless the subgroup is "in_facility".
constexpr SurveyPopulation kPopulations[] = {
    {"residents", [](W, I) { return true; }},
    {"all", [](W, I) { return true; }},
    {"wage_workers", [](W w, I i) { return w.persons.has_wage_job(i); }},
    {"employed", [](W w, I i) { return w.persons.works(i); }},
    {"households", arrived_since_1990},  // the survey of 1998 left out who came before 1990
    {"partnered", [](W w, I i) { return w.persons.has_partner(i); }},
    {"arrivals_1990s", arrived_since_1990},
    {"cohort_2000", in_cohort_2000},
};

bool is_resident(W w, I i) { return w.persons.in_south(i) && !w.persons.in_facility(i); }
/// Who passed the facility in the last twelve months: a study there takes about a year.
bool is_newcomer(W w, I i) {
  return w.persons.in_south(i) && w.persons.arrival_month[i] > w.month.index - 12;
}

bool unemployed(W w, I i) {
  return !w.persons.works(i) && !w.persons.in_school(i) && w.persons.searched[i] != 0;
}
bool in_labour_force(W w, I i) { return w.persons.works(i) || unemployed(w, i); }

/// As somebody looks back on a year: its mean, and the chance of the day of the interview.
float measured_distress_of_year(W w, I i) {
  const Persons& people = w.persons;
  float sum = 0;
  for (const float distress : people.distress_year[i]) sum += distress;
  const float chance = people.measured_distress[i] - people.distress[i];
  return sum / static_cast<float>(people.distress_year[i].size()) + chance;
}

/// Chance that nobody helps: each tie helps by chance, the strong ones (kin, partner, sponsor) more
/// often than the ordinary ones (MODEL2 6).
double nobody_helps(W w, I i, float strong, float ordinary) {
  const auto ties = w.ties.of(i);
  const auto strong_ties =
      std::count_if(ties.begin(), ties.end(), [](const Tie& tie) { return tie.strong; });
  const auto others = static_cast<double>(ties.size()) - static_cast<double>(strong_ties);
  const double close = static_cast<double>(strong_ties) + (w.persons.has_partner(i) ? 1.0 : 0.0);
  return std::exp(-(static_cast<double>(strong) * close + static_cast<double>(ordinary) * others));
}

/// A panel that begins with a cohort meets its members as they leave the facility (M04): up to the
/// last arrivals of the cohort their state then counts, later the state of the day.
bool has_ptsd(C c, I i) {
  const bool first_wave = in_cohort_2000(c.world, i) && c.world.month <= kCohortTo;
  return first_wave ? c.memory.ptsd_at_exit(i) : c.world.persons.ptsd[i] != 0;
}

bool everybody(C, I) { return true; }
bool labour_force(C c, I i) { return in_labour_force(c.world, i); }
bool employed(C c, I i) { return c.world.persons.works(i); }
bool wage_worker(C c, I i) { return c.world.persons.has_wage_job(i); }
double flag(bool condition) { return condition ? 1.0 : 0.0; }

constexpr SurveyMeasure kMeasures[] = {
    {"labour_force_participation_rate", everybody,
     [](C c, I i) { return flag(in_labour_force(c.world, i)); }},
    {"unemployment_rate", labour_force, [](C c, I i) { return flag(unemployed(c.world, i)); }},
    {"employment_rate", everybody, [](C c, I i) { return flag(c.world.persons.works(i)); }},
    {"wage_ratio_to_host", wage_worker,
     [](C c, I i) {
       return static_cast<double>(c.world.persons.monthly_wage_krw[i]) /
              static_cast<double>(c.world.economy.host_wage_krw);
     }},
    {"wage_mean", wage_worker,
     [](C c, I i) { return static_cast<double>(c.world.persons.monthly_wage_krw[i]); }},
    {"job_tenure_months_mean", wage_worker,
     [](C c, I i) { return static_cast<double>(c.world.persons.job_tenure_months[i]); }},
    {"regular_share", employed,
     [](C c, I i) { return flag(c.world.persons.labour_state[i] == LabourState::regular); }},
    {"self_employed_share", employed,
     [](C c, I i) { return flag(c.world.persons.self_employed(i)); }},
    {"benefit_receipt_rate", everybody,
     [](C c, I i) {
       return flag(c.world.households.benefit_krw[c.world.persons.household[i]] > 0);
     }},
    {"life_satisfaction_share", everybody,
     [](C c, I i) { return flag((c.world.persons.criteria[i] & criterion::kSatisfied) != 0); }},
    {"discrimination_past_year_share", everybody,
     [](C c, I i) { return flag(c.world.persons.discriminated_12m(i)); }},
    {"ptsd_share", everybody, [](C c, I i) { return flag(has_ptsd(c, i)); }},
    {"ptsd_at_entry_share", everybody,
     [](C c, I i) { return flag(c.world.persons.ptsd_at_entry[i] != 0); }},
    {"remittance_past_year_share", everybody,
     [](C c, I i) { return flag(c.world.persons.remitted[i] != 0); }},
    {"suicidal_impulse_past_year_share", everybody,
     [](C c, I i) {
       return flag(measured_distress_of_year(c.world, i) > c.rules.impulse_threshold);
     }},
    {"defrauded_share", everybody,
     [](C c, I i) { return flag(c.world.persons.defrauded[i] != 0); }},
    {"no_support_share", everybody,
     [](C c, I i) { return nobody_helps(c.world, i, c.rules.ill_strong, c.rules.ill_ordinary); }},
    {"no_large_support_share", everybody,
     [](C c, I i) {
       return nobody_helps(c.world, i, c.rules.money_strong, c.rules.money_ordinary);
     }},
    {"partnered_share", everybody, [](C c, I i) { return flag(c.world.persons.has_partner(i)); }},
};

constexpr SurveyCategory kCategories[] = {
    {"survey1998_status_share", "employed"},
    {"survey1998_status_share", "not working"},
    {"survey1998_status_share", "student"},
    // Monthly household income, nominal KRW.
    {"survey1998_household_income_band_share", "below 0.5M", -1, 500'000},
    {"survey1998_household_income_band_share", "0.5-1.0M", 500'000, 1'000'000},
    {"survey1998_household_income_band_share", "1.0-2.0M", 1'000'000, 2'000'000},
    {"survey1998_household_income_band_share", "above 2.0M", 2'000'000, kAnyAmount},
    // Months.
    {"job_stay_share", "to 6 months", 0, 6},
    {"job_stay_share", "6-12 months", 6, 12},
    {"job_stay_share", "1-3 years", 12, 36},
    {"job_stay_share", "3 years or more", 36, kAnyAmount},
    {"ptsd_at_entry_share", kInFacility},
    // Standardised coefficients of one regression.
    {"distress_regression_beta", "adaptation"},
    {"distress_regression_beta", "prejudice"},
    {"distress_regression_beta", "prejudice x adaptation"},
};

}  // namespace

std::span<const SurveyPopulation> survey_population_table() { return kPopulations; }
std::span<const SurveyMeasure> survey_measures() { return kMeasures; }
std::span<const SurveyCategory> survey_categories() { return kCategories; }

const SurveyCategory* find_category(std::string_view indicator, std::string_view name) {
  const auto* found = std::find_if(
      std::begin(kCategories), std::end(kCategories), [&](const SurveyCategory& category) {
        return category.indicator == indicator && category.name == name;
      });
  return found == std::end(kCategories) ? nullptr : found;
}

std::vector<std::size_t> persons_asked(const World& world, const SurveyQuestion& question) {
  const auto* population = std::find_if(
      std::begin(kPopulations), std::end(kPopulations),
      [&](const SurveyPopulation& known) { return known.name == question.population; });
  require(population != std::end(kPopulations), "a survey asks an unknown population");
  const Persons& people = world.persons;
  const bool newcomers = question.subgroup == kInFacility;
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const bool there = newcomers ? is_newcomer(world, i) : is_resident(world, i);
    if (!there || people.age[i] < question.age_from || people.age[i] > question.age_to) continue;
    if (question.subgroup == "man" && people.woman[i] != 0) continue;
    if (question.subgroup == "woman" && people.woman[i] == 0) continue;
    if (population->contains(world, i)) asked.push_back(i);
  }
  return asked;
}

}  // namespace resettle
