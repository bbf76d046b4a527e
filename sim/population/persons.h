#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "core/calendar.h"

namespace resettle {

/// Index of a person in the columns, in order of arrival; never reused.
using PersonIndex = std::uint32_t;
inline constexpr PersonIndex kNobody = 0xffffffffU;

enum class Presence : std::uint8_t { resident, abroad, departed, dead };
/// The three states of work come last: `works` relies on it.
enum class LabourState : std::uint8_t {
  facility,
  school,
  not_employed,
  training,
  temporary,
  regular,
  self_employed
};
enum class PartnerOrigin : std::uint8_t { none, northern, chinese, southern, other };
enum class Disposition : std::uint8_t {
  community,
  self_directed,
  learning,
  professional_skill,
  situation_responsive
};
/// Adjustment types: states of the relation between a person and society (Yoon 2001, Berry 1987).
enum class AdjustmentType : std::uint8_t {
  not_counted,
  integration,
  isolation,
  acculturation,
  marginality
};
/// Conditions a person meets at the plain thresholds, by the mean scores of the window or,
/// where it says so, of this month: bits of the column `criteria`.
namespace criterion {
inline constexpr std::uint8_t kMaterial = 1;    ///< material score
inline constexpr std::uint8_t kOneMonth = 2;    ///< both sides by the scores of this month alone
inline constexpr std::uint8_t kBelonging = 4;   ///< belonging (definition b)
inline constexpr std::uint8_t kWellbeing = 8;   ///< wellbeing (definition c)
inline constexpr std::uint8_t kMean = 16;       ///< mean of the two (definition d)
inline constexpr std::uint8_t kSatisfied = 32;  ///< as a survey asks (definition e)
}  // namespace criterion
/// How a job offer of this month was found.
enum class JobOffer : std::uint8_t { none, formal, through_host, through_coethnic, at_business };
/// What weighed most when a wage job ended: one positive term of the hazard, drawn by its size.
enum class SeparationCause : std::uint8_t {
  none,
  other,
  dialect,
  skill,
  confidence,
  distress,
  discrimination,
  youth,
  mismatch,
  illness,
  retirement,
  subsidy_end,
  care
};

/// Agent number for random draws: month and rank of arrival, which no policy can change.
/// Twelve bits for the month, twenty for the rank.
constexpr std::uint32_t ticket_of(Month arrival, std::uint32_t rank) {
  return (static_cast<std::uint32_t>(arrival.index + 1024) << 20) | rank;
}

inline constexpr std::size_t kMaximumChildren = 6;
using ChildBirths = std::array<std::int16_t, kMaximumChildren>;  ///< month indices, kNever = none
/// A figure of the last twelve months; the place of a month is year_slot(month).
using YearOfFigures = std::array<float, 12>;
constexpr std::size_t year_slot(Month month) {
  return static_cast<std::size_t>((month.index % 12 + 12) % 12);
}

/// Id of a case officer: index into Officers.
inline constexpr std::uint32_t kNoOfficer = 0xffffffffU;
/// Highest stage of occupational resocialization: career capital and professional identity.
inline constexpr std::uint8_t kLastStage = 4;

/// Everybody who has arrived so far, one column per state variable. The dictionary
/// (person_dictionary) gives unit, range and meaning of each.
struct Persons {
  template <class T>
  using Column = std::vector<T>;

  // fixed at arrival
  Column<std::uint32_t> ticket;
  Column<std::uint8_t> woman;
  Column<std::int16_t> birth_month;
  Column<std::int16_t> arrival_month;
  Column<std::uint8_t> northern_schooling;
  Column<std::uint8_t> elite;
  Column<std::uint8_t> market_trader;
  Column<std::uint8_t> media_exposed;
  Column<Disposition> disposition;
  Column<std::uint8_t> pilot_group;
  Column<std::uint16_t> unseen_fellows;
  Column<std::uint8_t> ptsd_at_entry;
  Column<float> search_taste;
  Column<float> distress_trait;
  Column<float> wage_trait;

  // presence and home
  Column<Presence> presence;
  Column<std::int16_t> return_month;
  Column<std::int16_t> exit_month;
  Column<std::uint8_t> age;
  Column<std::uint8_t> active;
  Column<std::uint8_t> locality;
  Column<std::uint32_t> household;

  // family
  Column<PersonIndex> partner;
  Column<PartnerOrigin> partner_origin;
  Column<std::uint8_t> partner_works;
  Column<std::int16_t> youngest_child_birth;
  Column<ChildBirths> children;
  Column<std::uint8_t> family_left_behind;

  // health and mind
  Column<std::uint8_t> chronic_illness;
  Column<std::uint8_t> ptsd;
  Column<float> distress;
  Column<float> distress_drift;
  Column<float> measured_distress;
  Column<YearOfFigures> distress_year;
  Column<float> belonging;
  Column<float> loneliness;
  Column<float> expectation_gap;

  // work
  Column<LabourState> labour_state;
  Column<std::int16_t> job_tenure_months;
  Column<std::int16_t> months_worked_total;
  Column<std::int16_t> idle_since;
  Column<std::int32_t> monthly_wage_krw;
  Column<std::int32_t> last_wage_krw;
  Column<std::uint8_t> via_host;
  Column<std::uint8_t> insured;
  Column<std::int16_t> insured_months;
  Column<std::uint8_t> searched;
  Column<JobOffer> job_offer;
  Column<JobOffer> unsubsidised_offer;
  Column<SeparationCause> separation_cause;
  Column<std::int16_t> school_until;
  Column<std::uint8_t> southern_degree;
  Column<std::int16_t> training_until;
  Column<std::int16_t> training_since;
  Column<std::int16_t> training_completed_month;
  Column<std::uint8_t> certificate;
  Column<std::int16_t> certificate_month;
  Column<std::int32_t> business_capital_krw;
  Column<std::int32_t> business_loan_krw;
  Column<std::uint8_t> work_condition;
  Column<float> work_gain;

  // skills
  Column<float> south_skill;
  Column<float> dialect_fluency;
  Column<float> self_confidence;

  // occupational resocialization
  Column<std::uint8_t> resocialization_stage;
  Column<std::int16_t> stage_since;
  Column<std::int16_t> career_step_month;
  Column<std::uint8_t> idle_streak;
  Column<std::uint8_t> recovery_months_left;
  Column<std::uint8_t> distress_streak;

  // contact
  Column<std::uint16_t> discrimination_flags;
  Column<std::uint8_t> discriminated_at_work;
  Column<std::uint32_t> negative_contact_host;

  // money
  Column<std::int32_t> assets_krw;
  Column<std::int32_t> debt_krw;
  Column<std::int32_t> loan_debt_krw;
  Column<float> hardship;
  Column<float> liquid_months;
  Column<float> debt_months;
  Column<std::uint8_t> rent_burdened;
  Column<std::int16_t> forced_move_month;
  Column<std::int32_t> account_own_krw;
  Column<std::int32_t> account_match_krw;
  Column<std::int16_t> account_opened;
  Column<std::uint8_t> defrauded;
  Column<std::uint8_t> remitted;
  Column<float> equivalent_income_krw;

  // exposure to policies
  Column<std::int32_t> grant_left_krw;
  Column<std::uint8_t> grant_parts_left;
  Column<std::int32_t> settlement_payment_krw;
  Column<float> subsidy_value;
  Column<std::uint8_t> subsidy_entitled;
  Column<float> subsidy_share;
  Column<std::int32_t> subsidy_cap_krw;
  Column<std::int32_t> subsidy_first_year_cap_krw;
  Column<std::int16_t> subsidised_months;
  Column<std::int16_t> subsidised_months_left;
  Column<std::int16_t> subsidy_ended;
  Column<std::uint8_t> subsidy_line;
  Column<std::int32_t> next_incentive_krw;
  Column<std::uint8_t> incentives_paid;
  Column<std::uint8_t> mentor_months_left;
  Column<std::uint8_t> mentored_months;
  Column<std::uint8_t> trade_mentor;
  Column<std::uint8_t> mentored_before;
  Column<std::uint32_t> mentor_host;
  Column<PersonIndex> mentor_person;
  Column<std::uint8_t> mentees;
  Column<std::uint8_t> counselling_months_left;
  Column<std::uint8_t> therapy_months_left;
  Column<std::uint8_t> workshop_months_left;
  Column<std::uint8_t> workshop_before;
  Column<std::uint8_t> training_allowance_open;
  Column<std::int32_t> stipend_krw;
  Column<std::uint8_t> benefit_at_hire;
  Column<std::int32_t> offered_loan_krw;
  Column<std::uint8_t> business_coached;
  Column<std::uint8_t> credentials_recognised;
  Column<std::uint8_t> housing_supported;
  Column<std::uint32_t> officer;
  Column<std::int16_t> officer_until;
  Column<float> officer_quality;
  Column<float> service_intensity;
  Column<std::uint8_t> hostile_event;

  // adjustment
  Column<float> material_score;
  Column<float> belonging_score;
  Column<float> wellbeing_score;
  Column<YearOfFigures> material_year;
  Column<YearOfFigures> belonging_year;
  Column<YearOfFigures> wellbeing_year;
  Column<std::uint8_t> months_scored;
  Column<std::uint8_t> material_success;
  Column<std::uint8_t> mental_success;
  Column<std::uint8_t> criteria;
  Column<AdjustmentType> adjustment_type;

  [[nodiscard]] std::size_t size() const { return ticket.size(); }
  /// Adds persons whose columns hold zero; whoever adds them sets the initial values.
  void append(std::size_t count);

  [[nodiscard]] bool in_south(std::size_t i) const { return presence[i] == Presence::resident; }
  /// In the South and 15 or more, in the facility as well: of them there is a state of mind.
  [[nodiscard]] bool aged_15(std::size_t i) const { return in_south(i) & (age[i] >= 15); }
  [[nodiscard]] bool in_facility(std::size_t i) const {
    return labour_state[i] == LabourState::facility;
  }
  [[nodiscard]] bool in_school(std::size_t i) const {
    return labour_state[i] == LabourState::school;
  }
  [[nodiscard]] bool not_employed(std::size_t i) const {
    return labour_state[i] == LabourState::not_employed;
  }
  [[nodiscard]] bool has_wage_job(std::size_t i) const {
    return works(i) & (labour_state[i] != LabourState::self_employed);
  }
  [[nodiscard]] bool works(std::size_t i) const {
    return labour_state[i] >= LabourState::temporary;  // the states of work come last
  }
  [[nodiscard]] bool in_training(std::size_t i) const {
    return labour_state[i] == LabourState::training;
  }
  [[nodiscard]] bool self_employed(std::size_t i) const {
    return labour_state[i] == LabourState::self_employed;
  }
  [[nodiscard]] bool has_mentor(std::size_t i) const { return mentor_months_left[i] > 0; }
  [[nodiscard]] bool in_counselling(std::size_t i) const { return counselling_months_left[i] > 0; }
  [[nodiscard]] bool in_therapy(std::size_t i) const { return therapy_months_left[i] > 0; }
  [[nodiscard]] bool in_workshop(std::size_t i) const { return workshop_months_left[i] > 0; }
  /// Gives back to the community through the profession (MODEL 11).
  [[nodiscard]] bool community_role(std::size_t i) const {
    return (resocialization_stage[i] == kLastStage) & (disposition[i] == Disposition::community);
  }
  [[nodiscard]] bool has_partner(std::size_t i) const {
    return partner_origin[i] != PartnerOrigin::none;
  }
  [[nodiscard]] bool discriminated_12m(std::size_t i) const {
    return (discrimination_flags[i] & 0x0fffU) != 0;
  }
  /// What is owed to brokers and lenders, KRW.
  [[nodiscard]] std::int32_t debt(std::size_t i) const { return debt_krw[i] + loan_debt_krw[i]; }
  [[nodiscard]] int months_since_exit(std::size_t i, Month now) const {
    return now.index - exit_month[i];
  }
  /// Months without a job since the last one ended, or since leaving the facility.
  [[nodiscard]] int months_since_job(std::size_t i, Month now) const {
    return now.index - idle_since[i];
  }
  [[nodiscard]] bool child_under_7(std::size_t i, Month now) const {
    return now.index - youngest_child_birth[i] < 7 * 12;
  }
  /// Able to work in the sense of the benefit rules (MODEL 8): age 18-64, no chronic illness, no
  /// own child under 7.
  [[nodiscard]] bool able(std::size_t i, Month now) const {
    return (age[i] >= 18) & (age[i] <= 64) & (chronic_illness[i] == 0) & !child_under_7(i, now);
  }
  /// Leaves what belongs to the present job: tenure, insurance, subsidy. The new state is the
  /// caller's.
  void clear_job(std::size_t i);
  /// Children under 18 who are not persons of the simulation themselves.
  [[nodiscard]] int young_children(std::size_t i, Month now) const;
};

/// One line of the dictionary of person columns.
struct PersonColumn {
  using Member =
      std::variant<std::vector<std::uint8_t> Persons::*, std::vector<std::int16_t> Persons::*,
                   std::vector<std::uint16_t> Persons::*, std::vector<std::uint32_t> Persons::*,
                   std::vector<std::int32_t> Persons::*, std::vector<float> Persons::*,
                   std::vector<Presence> Persons::*, std::vector<LabourState> Persons::*,
                   std::vector<PartnerOrigin> Persons::*, std::vector<Disposition> Persons::*,
                   std::vector<JobOffer> Persons::*, std::vector<SeparationCause> Persons::*,
                   std::vector<AdjustmentType> Persons::*, std::vector<ChildBirths> Persons::*,
                   std::vector<YearOfFigures> Persons::*>;
  std::string_view name;
  Member member;
  std::string_view unit;
  double minimum;
  double maximum;
  std::string_view meaning;
};

/// All columns, in the order of the struct: what a person is.
std::span<const PersonColumn> person_dictionary();

/// The column of that name, or nullptr.
const PersonColumn* find_person_column(std::string_view name);

}  // namespace resettle
