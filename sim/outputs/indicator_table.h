#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>
#include <variant>

#include "outputs/indicators.h"

// The table of indicators: what is measured each month, and how it is found for one person.
// Included where indicators are summed and published only; every line of it is inlined there.
namespace resettle::indicator_table {

/// The persons of the base are counted, whatever they are.
struct EveryOne {};
/// What holds or does not hold of a person: those of whom it holds are counted.
using Flag = bool (*)(const World&, std::size_t);
/// A flag that reads a place which depends on the person's row: found for one person at a time.
struct LookedUp {
  Flag flag;
};
/// A figure of a person: figures are added, each as a whole number of parts. Whole numbers have one
/// sum, whatever the order and the groups in which they are added; floating-point numbers have
/// many.
struct Number {
  double (*figure)(const World&, std::size_t);
  double parts;  ///< in one unit: the figure is rounded to the nearest part
};

/// What one person may add to a sum, in parts, and how many persons then fit into 64 bits.
inline constexpr double kMostParts = 0x1p39;
inline constexpr double kMostPersons = 1e7;
static_assert(kMostParts * kMostPersons < 0x1p63);

// Parts of a unit. Coarser than what is told apart in one person, they would blur means.
inline constexpr double kWhole = 1;        ///< counts, months and KRW: up to 549 billion
inline constexpr double kPoints = 0x1p24;  ///< scores in points and ratios: up to 32,768
inline constexpr double kFine = 0x1p32;    ///< scales from 0 to 1, SD, log points: up to 128

// Entries are made by what follows, which says in words what is wrong with one.

template <class Function>
inline constexpr bool kAsksPerson =
    std::is_empty_v<Function>&& std::is_invocable_v<Function, const World&, std::size_t>;

/// A flag from a function of a person that says yes or no. Bools joined by & and | are an int.
template <class Question>
constexpr Flag flag(Question /*question*/) {
  static_assert(
      kAsksPerson<Question>,
      "an indicator is found by a lambda (W w, I i) that captures nothing, looked_up(...) "
      "or number(...) of one, or EveryOne{}");
  if constexpr (kAsksPerson<Question>) {
    using Answer = std::invoke_result_t<Question, const World&, std::size_t>;
    static_assert(std::is_same_v<Answer, bool> || std::is_same_v<Answer, int>,
                  "a flag says yes or no: compare what the lambda returns with something, or wrap "
                  "the lambda in number(parts, ...)");
    return
        [](const World& world, std::size_t i) { return static_cast<bool>(Question{}(world, i)); };
  }
  return nullptr;
}

template <class Question>
constexpr LookedUp looked_up(Question question) {
  return {flag(question)};
}

/// A number from a function of a person that returns any kind of figure.
template <class Figure>
constexpr Number number(double parts, Figure /*figure*/) {
  static_assert(kAsksPerson<Figure>,
                "number(parts, ...) takes a lambda (W w, I i) that captures nothing");
  if constexpr (kAsksPerson<Figure>) {
    using Answer = std::invoke_result_t<Figure, const World&, std::size_t>;
    static_assert(
        std::is_arithmetic_v<Answer> && !std::is_same_v<Answer, bool>,
        "number(parts, ...) takes a lambda that returns a figure; one that says yes or no "
        "stands by itself");
    return {
        [](const World& world, std::size_t i) { return static_cast<double>(Figure{}(world, i)); },
        parts};
  }
  return {nullptr, parts};
}

struct Indicator {
  using OfPerson = std::variant<EveryOne, Flag, LookedUp, Number>;

  IndicatorInfo info;
  OfPerson of_person;

  template <class Found>
  constexpr Indicator(const IndicatorInfo& what, Found found) : info(what), of_person(way(found)) {}

 private:
  /// A lambda that stands by itself is a flag.
  template <class Found>
  static constexpr OfPerson way(Found found) {
    if constexpr (std::is_same_v<Found, EveryOne> || std::is_same_v<Found, LookedUp> ||
                  std::is_same_v<Found, Number>) {
      return found;
    } else {
      return flag(found);
    }
  }
};

inline bool is_type(const World& w, std::size_t i, AdjustmentType type) {
  return w.persons.adjustment_type[i] == type;
}
/// Integration under a definition of the mental side, without hysteresis (MODEL 14).
inline bool plain_integration(const World& w, std::size_t i, std::uint8_t mental) {
  const auto both = static_cast<std::uint8_t>(criterion::kMaterial | mental);
  return (w.persons.criteria[i] & both) == both;
}
inline float mental_score(const World& w, std::size_t i) {
  return std::min(w.persons.belonging_score[i], w.persons.wellbeing_score[i]);
}
inline bool in_stage(const World& w, std::size_t i, std::uint8_t stage) {
  return w.persons.resocialization_stage[i] == stage;
}
/// Unemployed: no work, not at school, searched this month; trainees who searched count (MODEL
/// 15.2).
inline bool is_unemployed(const World& w, std::size_t i) {
  // & rather than &&: no branch on what is as good as random.
  return !w.persons.works(i) & !w.persons.in_school(i) & (w.persons.searched[i] != 0);
}
inline bool in_labour_force(const World& w, std::size_t i) {
  return w.persons.works(i) | is_unemployed(w, i);
}

// Domains of integration after Ager and Strang 2008 (MODEL 15.1); reported, not fed back. Those not
// listed here are other lines of the table: employment = employment_rate, housing =
// housing_supported_share, language = dialect_fluency_mean; rights are 1, citizenship being given.

/// Something learnt in the South counts: at school, a degree, a certificate.
inline bool has_education(const World& w, std::size_t i) {
  const Persons& people = w.persons;
  return people.in_school(i) | (people.southern_degree[i] != 0) | (people.certificate[i] != 0);
}
inline bool is_healthy(const World& w, std::size_t i) {
  return (w.persons.chronic_illness[i] == 0) & (w.persons.ptsd[i] == 0);
}
inline bool has_bonds(const World& w, std::size_t i) {
  return w.persons.has_partner(i) | (w.ties.coethnic_ties(i) > 0);
}
inline bool has_bridges(const World& w, std::size_t i) { return host_ties_of(w, i) > 0; }
/// In touch with an institution. The reach of organisations is a share of a locality, not a state
/// of a person, and is left out.
inline bool has_links(const World& w, std::size_t i) {
  const Persons& people = w.persons;
  return (people.officer[i] != kNoOfficer) | people.has_mentor(i) | people.in_counselling(i) |
         people.in_therapy(i) | people.in_workshop(i);
}

using W = const World&;
using I = std::size_t;
inline constexpr auto kMean = Summary::mean;
inline constexpr auto kAge15 = Base::aged_15;

inline constexpr Indicator kIndicators[] = {
    {{"persons", "persons", "persons in the South outside the facility", Base::everybody,
      Summary::count},
     EveryOne{}},
    {{"persons_15_plus", "persons", "persons aged 15+ outside the facility", kAge15,
      Summary::count},
     EveryOne{}},
    {{"share_integration", "share", "type I, integration", kAge15, kMean},
     [](W w, I i) { return is_type(w, i, AdjustmentType::integration); }},
    {{"share_isolation", "share", "type II, isolation", kAge15, kMean},
     [](W w, I i) { return is_type(w, i, AdjustmentType::isolation); }},
    {{"share_acculturation", "share", "type III, acculturation", kAge15, kMean},
     [](W w, I i) { return is_type(w, i, AdjustmentType::acculturation); }},
    {{"share_marginality", "share", "type IV, marginality", kAge15, kMean},
     [](W w, I i) { return is_type(w, i, AdjustmentType::marginality); }},
    {{"share_integration_plain", "share",
      "integration by one month alone, without hysteresis (definition a)", kAge15, kMean},
     [](W w, I i) { return (w.persons.criteria[i] & criterion::kOneMonth) != 0; }},
    {{"share_integration_b", "share", "integration, mental side = belonging (definition b)", kAge15,
      kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kBelonging); }},
    {{"share_integration_c", "share", "integration, mental side = wellbeing (definition c)", kAge15,
      kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kWellbeing); }},
    {{"share_integration_d", "share", "integration, mental side = mean of both (definition d)",
      kAge15, kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kMean); }},
    {{"share_integration_e", "share", "integration, mental side as surveys ask (definition e)",
      kAge15, kMean},
     [](W w, I i) { return plain_integration(w, i, criterion::kSatisfied); }},
    {{"employment_rate", "share", "employed", kAge15, kMean},
     [](W w, I i) { return w.persons.works(i); }},
    {{"participation_rate", "share", "in the labour force", kAge15, kMean},
     [](W w, I i) { return in_labour_force(w, i); }},
    {{"unemployment_rate", "share", "unemployed, of the labour force", Base::labour_force, kMean},
     [](W w, I i) { return !w.persons.works(i); }},
    {{"regular_share", "share", "in regular jobs, of the employed", Base::employed, kMean},
     [](W w, I i) { return w.persons.labour_state[i] == LabourState::regular; }},
    {{"self_employed_share", "share", "self-employed, of the employed", Base::employed, kMean},
     [](W w, I i) { return w.persons.self_employed(i); }},
    {{"wage_mean", "KRW/month", "mean gross wage of wage workers", Base::wage_workers, kMean},
     number(kWhole, [](W w, I i) { return w.persons.monthly_wage_krw[i]; })},
    {{"wage_ratio_to_host", "ratio", "mean wage over the host wage", Base::wage_workers, kMean},
     number(kPoints,
            [](W w, I i) {
              return static_cast<float>(w.persons.monthly_wage_krw[i]) / w.economy.host_wage_krw;
            })},
    {{"job_tenure_mean", "months", "mean months in the present job", Base::wage_workers, kMean},
     number(kWhole, [](W w, I i) { return w.persons.job_tenure_months[i]; })},
    {{"benefit_receipt_rate", "share", "persons of all ages in households with livelihood benefit",
      Base::everybody, kMean},
     looked_up([](W w, I i) { return w.households.benefit_krw[w.persons.household[i]] > 0; })},
    {{"poverty_rate", "share", "equivalent income below half the national median", kAge15, kMean},
     [](W w, I i) {
       return w.persons.equivalent_income_krw[i] < 0.5F * w.economy.median_income_krw;
     }},
    {{"assets_mean", "KRW", "mean savings", kAge15, kMean},
     number(kWhole, [](W w, I i) { return w.persons.assets_krw[i]; })},
    {{"debt_mean", "KRW", "mean debt to brokers and from failed businesses", kAge15, kMean},
     number(kWhole,
            [](W w, I i) {
              return std::int64_t{w.persons.debt_krw[i]} + w.persons.loan_debt_krw[i];
            })},
    {{"hardship_mean", "share", "need that income and a sixth of savings do not meet", kAge15,
      kMean},
     number(kFine, [](W w, I i) { return w.persons.hardship[i]; })},
    {{"rent_burdened_share", "share", "rent takes too much of income", kAge15, kMean},
     [](W w, I i) { return w.persons.rent_burdened[i] != 0; }},
    {{"matched_account_share", "share", "with a matched savings account", kAge15, kMean},
     [](W w, I i) { return w.persons.account_own_krw[i] > 0; }},
    {{"housing_supported_share", "share", "in supported housing", kAge15, kMean},
     [](W w, I i) { return w.persons.housing_supported[i] != 0; }},
    {{"subsidised_share", "share", "in a subsidised job, of wage workers", Base::wage_workers,
      kMean},
     [](W w, I i) { return w.persons.subsidised_months_left[i] > 0; }},
    {{"mentored_share", "share", "with a mentor", kAge15, kMean},
     [](W w, I i) { return w.persons.has_mentor(i); }},
    {{"service_intensity_mean", "share", "attention of case officers, 0 without one", kAge15,
      kMean},
     number(kFine, [](W w, I i) { return w.persons.service_intensity[i]; })},
    {{"counselled_share", "share", "in counselling", kAge15, kMean},
     [](W w, I i) { return w.persons.in_counselling(i); }},
    {{"therapy_share", "share", "in trauma therapy", kAge15, kMean},
     [](W w, I i) { return w.persons.in_therapy(i); }},
    {{"workshop_share", "share", "in a dialect workshop", kAge15, kMean},
     [](W w, I i) { return w.persons.in_workshop(i); }},
    {{"partnered_share", "share", "with a partner", kAge15, kMean},
     [](W w, I i) { return w.persons.has_partner(i); }},
    {{"student_share", "share", "at school", kAge15, kMean},
     [](W w, I i) { return w.persons.in_school(i); }},
    {{"training_share", "share", "in vocational training", kAge15, kMean},
     [](W w, I i) { return w.persons.in_training(i); }},
    {{"certificate_share", "share", "with a vocational certificate of the South", kAge15, kMean},
     [](W w, I i) { return w.persons.certificate[i] != 0; }},
    {{"southern_degree_share", "share", "with a degree of the South", kAge15, kMean},
     [](W w, I i) { return w.persons.southern_degree[i] != 0; }},
    {{"stage_mean", "stage", "stage of occupational resocialization", kAge15, kMean},
     number(kWhole, [](W w, I i) { return w.persons.resocialization_stage[i]; })},
    {{"share_stage_0", "share", "stage 0, before work", kAge15, kMean},
     [](W w, I i) { return in_stage(w, i, 0); }},
    {{"share_stage_1", "share", "stage 1, begun", kAge15, kMean},
     [](W w, I i) { return in_stage(w, i, 1); }},
    {{"share_stage_2", "share", "stage 2, human capital", kAge15, kMean},
     [](W w, I i) { return in_stage(w, i, 2); }},
    {{"share_stage_3", "share", "stage 3, re-challenge", kAge15, kMean},
     [](W w, I i) { return in_stage(w, i, 3); }},
    {{"share_stage_4", "share", "stage 4, career capital and identity", kAge15, kMean},
     [](W w, I i) { return in_stage(w, i, 4); }},
    {{"south_skill_mean", "0-1 scale", "job skill valid in the South", kAge15, kMean},
     number(kFine, [](W w, I i) { return w.persons.south_skill[i]; })},
    {{"dialect_fluency_mean", "0-1 scale", "Southern speech and work norms", kAge15, kMean},
     number(kFine, [](W w, I i) { return w.persons.dialect_fluency[i]; })},
    {{"self_confidence_mean", "0-1 scale", "self-confidence", kAge15, kMean},
     number(kFine, [](W w, I i) { return w.persons.self_confidence[i]; })},
    {{"host_ties_mean", "ties", "ties to South Koreans", kAge15, kMean},
     number(kWhole, [](W w, I i) { return host_ties_of(w, i); })},
    {{"coethnic_ties_mean", "ties", "ties to fellow defectors", kAge15, kMean},
     number(kWhole, [](W w, I i) { return w.ties.coethnic_ties(i); })},
    {{"no_support_share", "share", "without any supporting tie", kAge15, kMean},
     [](W w, I i) { return support_of(w, i) <= 0.0F; }},
    {{"discrimination_past_year_share", "share", "discriminated against in the past year", kAge15,
      kMean},
     [](W w, I i) { return w.persons.discriminated_12m(i); }},
    {{"defrauded_share", "share", "ever defrauded in the South", kAge15, kMean},
     [](W w, I i) { return w.persons.defrauded[i] != 0; }},
    {{"remittance_past_year_share", "share", "sent money to the North last December", kAge15,
      kMean},
     [](W w, I i) { return w.persons.remitted[i] != 0; }},
    {{"ptsd_share", "share", "post-traumatic stress disorder", kAge15, kMean},
     [](W w, I i) { return w.persons.ptsd[i] != 0; }},
    {{"distress_mean", "SD", "distress (0 = South Korean mean)", kAge15, kMean},
     number(kFine, [](W w, I i) { return w.persons.distress[i]; })},
    {{"loneliness_mean", "0-1 scale", "loneliness", kAge15, kMean},
     number(kFine, [](W w, I i) { return w.persons.loneliness[i]; })},
    {{"belonging_mean", "0-1 scale", "belonging", kAge15, kMean},
     number(kFine, [](W w, I i) { return w.persons.belonging[i]; })},
    {{"expectation_gap_mean", "log points", "income hoped for against income reached", kAge15,
      kMean},
     number(kFine, [](W w, I i) { return w.persons.expectation_gap[i]; })},
    {{"satisfaction_share", "share", "satisfied with life, as the survey asks", kAge15, kMean},
     [](W w, I i) { return (w.persons.criteria[i] & criterion::kSatisfied) != 0; }},
    {{"material_score_mean", "points", "material score", kAge15, kMean},
     number(kPoints, [](W w, I i) { return w.persons.material_score[i]; })},
    {{"mental_score_mean", "points", "mental score", kAge15, kMean},
     number(kPoints, [](W w, I i) { return mental_score(w, i); })},
    {{"locality_prejudice_mean", "0-1 scale", "prejudice of hosts where people live", kAge15,
      kMean},
     number(kFine, [](W w, I i) { return w.hosts.prejudice_by_locality[w.persons.locality[i]]; })},
    {{"domain_education", "share", "education: at school, with a degree or a certificate", kAge15,
      kMean},
     [](W w, I i) { return has_education(w, i); }},
    {{"domain_health", "share", "health: neither chronic illness nor PTSD", kAge15, kMean},
     [](W w, I i) { return is_healthy(w, i); }},
    {{"domain_bonds", "share", "bonds: a partner or a tie to a fellow defector", kAge15, kMean},
     [](W w, I i) { return has_bonds(w, i); }},
    {{"domain_bridges", "share", "bridges: a tie to a South Korean", kAge15, kMean},
     [](W w, I i) { return has_bridges(w, i); }},
    {{"domain_links", "share", "links: officer, mentor, counselling, therapy or workshop", kAge15,
      kMean},
     [](W w, I i) { return has_links(w, i); }},
    {{"domain_safety", "share", "safety: no discrimination in the past year", kAge15, kMean},
     [](W w, I i) { return !w.persons.discriminated_12m(i); }},
};
inline constexpr std::size_t kCount = std::size(kIndicators);

}  // namespace resettle::indicator_table
