// What happened to one simulated person at school and at work.

#include <array>

#include "study/life_teller.h"

namespace resettle {

namespace {

constexpr int kQuietMonths = 6;  ///< without looking for work until it is said to have stopped

std::string_view name_of(SeparationCause cause) {
  static constexpr std::array<std::string_view, 13> kNames{
      "",
      "the usual turnover of jobs",
      "speech",
      "skills of the South still to be learned",
      "little self-confidence",
      "distress",
      "discrimination at work",
      "being under 30",
      "a job below schooling or former rank",
      "illness",
      "retirement",
      "the end of the wage subsidy",
      "the care of a young child"};
  return kNames[static_cast<std::size_t>(cause)];
}

std::string_view way_to_job(JobOffer offer) {
  static constexpr std::array<std::string_view, 5> kWays{
      "", " by applying", " through a South Korean", " through a fellow defector",
      " at the business of a fellow defector"};
  return kWays[static_cast<std::size_t>(offer)];
}

}  // namespace

std::string_view words_for(LabourState state) {
  static constexpr std::array<std::string_view, 7> kStates{
      "lives in the facility", "goes to school",    "has no job",     "is in vocational training",
      "has a temporary job",   "has a regular job", "runs a business"};
  return kStates[static_cast<std::size_t>(state)];
}

void LifeTeller::tell_end_of(LabourState before) {
  const int tenure = rows_.job_tenure_months[m_ - 1];
  if (before == LabourState::school) {
    she_does("leaves school {} a degree.", begins(rows_.southern_degree) ? "with" : "without");
  } else if (before == LabourState::training) {
    if (!is_this_month(rows_.training_completed_month[m_])) {
      she_does("ends the training without completing it.");
    } else {
      she_does("completes the training{}.",
               begins(rows_.certificate) ? " and gets a certificate" : "");
    }
  } else if (before == LabourState::self_employed) {
    say(fmt::format("The business ends {}{}.", end_text(tenure),
                    rows_.loan_debt_krw[m_] > rows_.loan_debt_krw[m_ - 1]
                        ? fmt::format(" and leaves a debt of {}", krw_text(rows_.loan_debt_krw[m_]))
                        : ""));
  } else if (rows_.separation_cause[m_] != SeparationCause::none && rows_.has_wage_job(m_ - 1)) {
    say(fmt::format("The job ends {}; what weighed most: {}.", end_text(tenure),
                    name_of(rows_.separation_cause[m_])));
  } else if (rows_.has_wage_job(m_ - 1) && !rows_.works(m_)) {
    say(fmt::format("The job ends {}.", end_text(tenure)));
  }
}

void LifeTeller::tell_job(LabourState before, LabourState here) {
  const char* kind = here == LabourState::regular ? "regular" : "temporary";
  const std::string pay = krw_text(rows_.monthly_wage_krw[m_]) + " a month";
  if (before == LabourState::temporary) {
    say(fmt::format("The temporary job becomes a regular one ({}).", pay));
  } else if (rows_.job_offer[m_] == JobOffer::none) {
    she_does("is placed in a {} job ({}).", kind, pay);
  } else {
    she_does("finds a {} job{} ({}).", kind, way_to_job(rows_.job_offer[m_]), pay);
  }
  if (begins(rows_.subsidised_months_left)) {
    say(fmt::format("The employer gets a wage subsidy for {}.",
                    months_text(rows_.subsidised_months_left[m_])));
  }
}

void LifeTeller::tell_work() {
  const LabourState before = rows_.labour_state[m_ - 1];
  const LabourState here = rows_.labour_state[m_];
  if (before == here) return;
  tell_end_of(before);
  switch (here) {
    case LabourState::school:
      she_does("goes to school.");
      break;
    case LabourState::training:
      she_does("begins vocational training.");
      break;
    case LabourState::temporary:
    case LabourState::regular:
      tell_job(before, here);
      break;
    case LabourState::self_employed:
      she_does("opens a business with {}{}.", krw_text(rows_.business_capital_krw[m_]),
               rows_.business_loan_krw[m_] > 0
                   ? fmt::format(", {} of it borrowed", krw_text(rows_.business_loan_krw[m_]))
                   : "");
      break;
    default:
      break;
  }
}

void LifeTeller::tell_search() {
  const bool idle = rows_.not_employed(m_) || rows_.in_training(m_);
  if (rows_.searched[m_] != 0 && !rows_.works(m_)) {
    if (!searching_) she_does("looks for work.");
    searching_ = true;
    quiet_ = 0;
  } else if (!idle) {
    searching_ = false;
    quiet_ = 0;
  } else if (searching_ && ++quiet_ == kQuietMonths) {
    she_does("has not looked for work for half a year.");
    searching_ = false;
    quiet_ = 0;
  }
}

}  // namespace resettle
