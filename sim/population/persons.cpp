#include "population/persons.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace resettle {

namespace {

using P = Persons;
constexpr double kMonthMin = -32000;
constexpr double kMonthMax = 32000;
constexpr double kWonMax = 2e9;

constexpr PersonColumn kDictionary[] = {
    {"ticket", &P::ticket, "id", 0, 4294967295.0, "month and rank of arrival; key of all draws"},
    {"woman", &P::woman, "0/1", 0, 1, "sex: 1 woman, 0 man"},
    {"birth_month", &P::birth_month, "month", kMonthMin, 1200, "month of birth"},
    {"arrival_month", &P::arrival_month, "month", -400, 1200, "month of arrival in the South"},
    {"northern_schooling", &P::northern_schooling, "level", 0, 2,
     "schooling in the North: 0 secondary or less, 1 college, 2 university"},
    {"elite", &P::elite, "0/1", 0, 1, "worked or studied abroad, official or trader of the state"},
    {"market_trader", &P::market_trader, "0/1", 0, 1,
     "traded on the informal markets of the North"},
    {"media_exposed", &P::media_exposed, "0/1", 0, 1, "had watched Southern media in the North"},
    {"disposition", &P::disposition, "code", 0, 4, "orientation of occupational resocialization"},
    {"pilot_group", &P::pilot_group, "0/1", 0, 1, "drawn into the group of a pilot"},
    {"unseen_fellows", &P::unseen_fellows, "persons", 0, 65535,
     "persons for whom this one stands, in a study of a share of the arrivals"},
    {"ptsd_at_entry", &P::ptsd_at_entry, "0/1", 0, 1, "post-traumatic stress disorder at arrival"},
    {"search_taste", &P::search_taste, "logit", -6, 6, "lasting inclination to look for work"},
    {"distress_trait", &P::distress_trait, "SD", -6, 6, "lasting part of distress"},
    {"wage_trait", &P::wage_trait, "log", -3, 3, "lasting part of the wage"},

    {"presence", &P::presence, "code", 0, 3, "resident, abroad (may return), departed, dead"},
    {"return_month", &P::return_month, "month", kMonthMin, kMonthMax,
     "month of return of a person abroad"},
    {"exit_month", &P::exit_month, "month", kMonthMin, kMonthMax, "month of leaving the facility"},
    {"age", &P::age, "years", 0, 120, "completed years"},
    {"active", &P::active, "0/1", 0, 1, "aged 15+, in the South, outside the facility"},
    {"locality", &P::locality, "id", 0, 255, "locality of residence, by rank in the table"},
    {"household", &P::household, "id", 0, 4294967295.0,
     "household: index of the person it began with"},

    {"partner", &P::partner, "id", 0, 4294967295.0, "partner who is a person of the simulation"},
    {"partner_origin", &P::partner_origin, "code", 0, 4,
     "none, northern, chinese, southern, other"},
    {"partner_works", &P::partner_works, "0/1", 0, 1, "partner outside the simulation has pay"},
    {"youngest_child_birth", &P::youngest_child_birth, "month", kMonthMin, 1200,
     "birth of the youngest own child"},
    {"children", &P::children, "month", kMonthMin, 1200,
     "births of own children who are not persons of the simulation"},
    {"family_left_behind", &P::family_left_behind, "0/1", 0, 1, "close family left in the North"},

    {"chronic_illness", &P::chronic_illness, "0/1", 0, 1, "chronic illness"},
    {"ptsd", &P::ptsd, "0/1", 0, 1, "post-traumatic stress disorder"},
    {"distress", &P::distress, "SD", -12, 12,
     "psychological distress; 0 and 1 = mean and SD of South Korean adults"},
    {"distress_drift", &P::distress_drift, "SD", -12, 12,
     "slow drift in distress that nothing known explains"},
    {"measured_distress", &P::measured_distress, "SD", -12, 12,
     "distress as a questionnaire finds it this month, with the chance of the occasion"},
    {"distress_year", &P::distress_year, "SD", -12, 12, "distress of the last twelve months"},
    {"belonging", &P::belonging, "0-1 scale", 0, 1, "feels a full and equal member"},
    {"loneliness", &P::loneliness, "0-1 scale", 0, 1, "falls with the number of supporting ties"},
    {"expectation_gap", &P::expectation_gap, "log points", 0, 1.5,
     "income hoped for against income reached"},

    {"labour_state", &P::labour_state, "code", 0, 6,
     "facility, school, not employed, training, temporary, regular, self-employed"},
    {"job_tenure_months", &P::job_tenure_months, "months", 0, 900, "months in the present job"},
    {"months_worked_total", &P::months_worked_total, "months", 0, 900,
     "months worked in the South"},
    {"idle_since", &P::idle_since, "month", kMonthMin, 1200,
     "month in which the last job ended, or of leaving the facility"},
    {"monthly_wage_krw", &P::monthly_wage_krw, "KRW/month", 0, kWonMax,
     "gross wage, 0 without job"},
    {"last_wage_krw", &P::last_wage_krw, "KRW/month", 0, kWonMax, "gross wage of the last job"},
    {"via_host", &P::via_host, "0/1", 0, 1, "present job came through a South Korean"},
    {"insured", &P::insured, "0/1", 0, 1, "present job has employment insurance"},
    {"insured_months", &P::insured_months, "months", 0, 900, "insured months in the present job"},
    {"searched", &P::searched, "0/1", 0, 1, "looked for work this month"},
    {"job_offer", &P::job_offer, "code", 0, 4,
     "job found this month: none, formal, host, co-ethnic, business of a co-ethnic"},
    {"unsubsidised_offer", &P::unsubsidised_offer, "code", 0, 4,
     "job found this month without a wage subsidy, where the money for subsidies is capped"},
    {"separation_cause", &P::separation_cause, "code", 0, 12,
     "what weighed most when a wage job ended this month: none, other, dialect, skill, confidence, "
     "distress, discrimination, youth, mismatch, illness, retirement, end of subsidy, "
     "care of a young child"},
    {"school_until", &P::school_until, "month", kMonthMin, kMonthMax, "planned end of schooling"},
    {"southern_degree", &P::southern_degree, "0/1", 0, 1, "completed schooling in the South"},
    {"training_until", &P::training_until, "month", kMonthMin, kMonthMax,
     "planned end of the training course"},
    {"training_since", &P::training_since, "month", kMonthMin, 1200,
     "month of entering the last training course"},
    {"training_completed_month", &P::training_completed_month, "month", kMonthMin, 1200,
     "month of completing a training course"},
    {"certificate", &P::certificate, "0/1", 0, 1, "vocational certificate of the South"},
    {"certificate_month", &P::certificate_month, "month", kMonthMin, 1200,
     "month of getting that certificate"},
    {"business_capital_krw", &P::business_capital_krw, "KRW", 0, kWonMax,
     "capital tied up in the own business"},
    {"business_loan_krw", &P::business_loan_krw, "KRW", 0, kWonMax,
     "part of that capital which is borrowed"},
    {"work_condition", &P::work_condition, "0/1", 0, 1, "benefit comes with the duty to seek work"},
    {"work_gain", &P::work_gain, "share", -10, 10,
     "share of a potential wage kept on taking a job (the welfare cliff)"},

    {"south_skill", &P::south_skill, "0-1 scale", 0, 1, "job skill valid in the South"},
    {"dialect_fluency", &P::dialect_fluency, "0-1 scale", 0, 1, "Southern speech and work norms"},
    {"self_confidence", &P::self_confidence, "0-1 scale", 0, 1, "confidence in one's own ability"},

    {"resocialization_stage", &P::resocialization_stage, "stage", 0, 4,
     "0 before work, 1 begun, 2 human capital, 3 re-challenge, 4 career capital and identity"},
    {"stage_since", &P::stage_since, "month", kMonthMin, 1200, "month of reaching that stage"},
    {"career_step_month", &P::career_step_month, "month", kMonthMin, 1200,
     "last upgrade, better-paid job, business start or degree"},
    {"recovery_months_left", &P::recovery_months_left, "months", 0, 120,
     "of work that a fall in resocialization still holds"},
    {"idle_streak", &P::idle_streak, "months", 0, 255,
     "months in a row not employed, towards regression"},
    {"distress_streak", &P::distress_streak, "months", 0, 255,
     "months in a row of high distress, towards regression"},

    {"discrimination_flags", &P::discrimination_flags, "bits", 0, 4095,
     "months with discrimination among the last twelve, newest in bit 0"},
    {"discriminated_at_work", &P::discriminated_at_work, "0/1", 0, 1,
     "discriminated against at work this month"},
    {"negative_contact_host", &P::negative_contact_host, "id", 0, 4294967295.0,
     "host of this month's bad contact"},

    {"assets_krw", &P::assets_krw, "KRW", 0, kWonMax, "savings that can be spent"},
    {"debt_krw", &P::debt_krw, "KRW", 0, kWonMax, "debt to the broker"},
    {"loan_debt_krw", &P::loan_debt_krw, "KRW", 0, kWonMax,
     "debt to lenders: of a failed business, or to get through months of need"},
    {"hardship", &P::hardship, "share", 0, 1,
     "need of the household that income and a sixth of its savings do not meet"},
    {"liquid_months", &P::liquid_months, "months", 0, 1e6,
     "savings of the household less debts, in potential wages over the root of size"},
    {"debt_months", &P::debt_months, "months", 0, 1e6, "debts of the household, likewise"},
    {"rent_burdened", &P::rent_burdened, "0/1", 0, 1, "rent takes too much of income"},
    {"forced_move_month", &P::forced_move_month, "month", kMonthMin, kMonthMax,
     "last move that was forced on the household"},
    {"account_own_krw", &P::account_own_krw, "KRW", 0, kWonMax,
     "own savings in the matched account"},
    {"account_match_krw", &P::account_match_krw, "KRW", 0, kWonMax,
     "match promised for them, paid when kept long enough"},
    {"account_opened", &P::account_opened, "month", kMonthMin, 1200,
     "month of opening the matched account"},
    {"defrauded", &P::defrauded, "0/1", 0, 1, "was ever defrauded in the South"},
    {"remitted", &P::remitted, "0/1", 0, 1, "sent money to the North last December"},
    {"equivalent_income_krw", &P::equivalent_income_krw, "KRW/month", 0, kWonMax,
     "household income over the square root of household size"},

    {"grant_left_krw", &P::grant_left_krw, "KRW", 0, kWonMax, "settlement grant still to be paid"},
    {"grant_parts_left", &P::grant_parts_left, "parts", 0, 255, "quarterly parts still to come"},
    {"settlement_payment_krw", &P::settlement_payment_krw, "KRW", 0, kWonMax,
     "settlement grant paid this month"},
    {"subsidy_value", &P::subsidy_value, "value", 0, 20,
     "wage subsidy an employer would get now; 1 = half the potential wage"},
    {"subsidy_share", &P::subsidy_share, "share", 0, 1,
     "terms of the running subsidy: share of wage"},
    {"subsidy_cap_krw", &P::subsidy_cap_krw, "KRW/month", 0, kWonMax, "terms: cap after year 1"},
    {"subsidy_first_year_cap_krw", &P::subsidy_first_year_cap_krw, "KRW/month", 0, kWonMax,
     "terms: cap in year 1"},
    {"subsidised_months", &P::subsidised_months, "months", 0, 900, "subsidised months of this job"},
    {"subsidised_months_left", &P::subsidised_months_left, "months", 0, 900,
     "subsidised months still to come"},
    {"subsidy_ended", &P::subsidy_ended, "month", kMonthMin, 1200,
     "month in which the subsidy of the present job ended"},
    {"subsidy_entitled", &P::subsidy_entitled, "flag", 0, 1,
     "an employer could get the wage subsidy for this person now, used or not"},
    {"subsidy_line", &P::subsidy_line, "number", 0, 16,
     "line of the wage subsidy that was offered last, 0 without lines"},
    {"next_incentive_krw", &P::next_incentive_krw, "KRW", 0, kWonMax,
     "employment incentive next in reach"},
    {"incentives_paid", &P::incentives_paid, "bits", 0, 15,
     "employment incentives had: half year, years 1 to 3"},
    {"mentor_months_left", &P::mentor_months_left, "months", 0, 255, "months of mentoring left"},
    {"mentored_months", &P::mentored_months, "months", 0, 255,
     "months of the present or the last mentorship so far"},
    {"trade_mentor", &P::trade_mentor, "0/1", 0, 1, "the mentor is of the trade"},
    {"mentored_before", &P::mentored_before, "0/1", 0, 1, "has or had a mentor"},
    {"mentor_host", &P::mentor_host, "id", 0, 4294967295.0, "host who is the mentor"},
    {"mentor_person", &P::mentor_person, "id", 0, 4294967295.0,
     "settled defector who is the mentor"},
    {"mentees", &P::mentees, "pairs", 0, 255, "newcomers this person mentors"},
    {"counselling_months_left", &P::counselling_months_left, "months", 0, 255,
     "months of counselling left"},
    {"therapy_months_left", &P::therapy_months_left, "months", 0, 255,
     "months of trauma therapy left"},
    {"workshop_months_left", &P::workshop_months_left, "months", 0, 255,
     "months of the dialect workshop left"},
    {"workshop_before", &P::workshop_before, "0/1", 0, 1, "is or was in a dialect workshop"},
    {"training_allowance_open", &P::training_allowance_open, "number", 0, 17,
     "an allowance or stipend is open to the person: 1, and the number of its line; 0 if not"},
    {"stipend_krw", &P::stipend_krw, "KRW/month", 0, kWonMax, "training stipend of this month"},
    {"benefit_at_hire", &P::benefit_at_hire, "0/1", 0, 1,
     "the household had the benefit when the present job began"},
    {"offered_loan_krw", &P::offered_loan_krw, "KRW", 0, kWonMax,
     "loan open to the person for a business"},
    {"business_coached", &P::business_coached, "0/1", 0, 1, "coaching for the own business"},
    {"credentials_recognised", &P::credentials_recognised, "0/1", 0, 1,
     "Northern schooling was formally recognised"},
    {"housing_supported", &P::housing_supported, "0/1", 0, 1, "lives in supported housing"},
    {"officer", &P::officer, "id", 0, 4294967295.0, "case officer in charge"},
    {"officer_until", &P::officer_until, "month", kMonthMin, kMonthMax,
     "end of the officer's charge"},
    {"officer_quality", &P::officer_quality, "SD", -8, 8, "quality of the officer, 0 without one"},
    {"service_intensity", &P::service_intensity, "share", 0, 1,
     "share of full attention the officer can give, 0 without one"},
    {"hostile_event", &P::hostile_event, "0/1", 0, 1, "met with hostility by the officer"},

    {"material_score", &P::material_score, "points", 0, 100, "income, job and skill"},
    {"belonging_score", &P::belonging_score, "points", 0, 100, "100 x belonging"},
    {"wellbeing_score", &P::wellbeing_score, "points", 0, 100, "50 = South Korean mean"},
    {"material_year", &P::material_year, "points", 0, 100,
     "material score of the last twelve months"},
    {"belonging_year", &P::belonging_year, "points", 0, 100,
     "belonging score of the last twelve months"},
    {"wellbeing_year", &P::wellbeing_year, "points", 0, 100,
     "wellbeing score of the last twelve months"},
    {"months_scored", &P::months_scored, "months", 0, 12,
     "months in a row with scores, at most twelve"},
    {"material_success", &P::material_success, "0/1", 0, 1,
     "material side succeeds (mean of the window, with hysteresis)"},
    {"mental_success", &P::mental_success, "0/1", 0, 1,
     "mental side succeeds (mean of the window, with hysteresis)"},
    {"criteria", &P::criteria, "bits", 0, 63,
     "plain thresholds met: material, both sides by one month alone, mental b to d, satisfied"},
    {"adjustment_type", &P::adjustment_type, "code", 0, 4,
     "0 not counted, 1 integration, 2 isolation, 3 acculturation, 4 marginality"},
};

constexpr bool names_a_column_twice() {
  for (const PersonColumn* line = std::begin(kDictionary); line != std::end(kDictionary); ++line) {
    for (const PersonColumn* before = std::begin(kDictionary); before != line; ++before) {
      if (before->member == line->member) return true;
    }
  }
  return false;
}
// A column without a line would never get longer, and be written beyond its end. Columns are all
// that Persons holds.
static_assert(sizeof(Persons) == std::size(kDictionary) * sizeof(std::vector<int>),
              "every column of Persons has one line in the dictionary");
static_assert(!names_a_column_twice(), "no column of Persons has two lines in the dictionary");

}  // namespace

std::span<const PersonColumn> person_dictionary() { return kDictionary; }

const PersonColumn* find_person_column(std::string_view name) {
  const auto* found = std::find_if(std::begin(kDictionary), std::end(kDictionary),
                                   [&](const PersonColumn& column) { return column.name == name; });
  return found == std::end(kDictionary) ? nullptr : found;
}

void Persons::append(std::size_t count) {
  const std::size_t new_size = size() + count;
  for (const auto& column : kDictionary) {
    std::visit([&](auto member) { (this->*member).resize(new_size); }, column.member);
  }
}

void Persons::clear_job(std::size_t i) {
  job_tenure_months[i] = 0;
  insured[i] = 0;
  insured_months[i] = 0;
  via_host[i] = 0;
  benefit_at_hire[i] = 0;
  subsidised_months[i] = 0;
  subsidised_months_left[i] = 0;
  subsidy_ended[i] = static_cast<std::int16_t>(kNever.index);
}

int Persons::young_children(std::size_t i, Month now) const {
  return static_cast<int>(std::count_if(
      children[i].begin(), children[i].end(),
      [&](std::int16_t birth) { return birth != kNever.index && now.index - birth < 18 * 12; }));
}

}  // namespace resettle
