// What happened to one simulated person, from the columns of consecutive months: coming, home,
// family, money, mind. Work is in life_work.cpp.

#include <algorithm>
#include <array>

#include "study/life_teller.h"
#include "study/text_layout.h"

namespace resettle {

namespace {

std::string_view name_of_stage(std::uint8_t stage) {
  static constexpr std::array<std::string_view, 5> kNames{
      "before work", "begun", "human capital", "re-challenge", "career capital and identity"};
  return kNames[stage];
}

/// Levels of distress; between them lies a margin, so that noise alone tells no story.
constexpr std::array<float, 3> kLevels{-0.5F, 0.5F, 1.5F};
constexpr std::array<std::string_view, 4> kLevelNames{"low", "about average", "high", "very high"};
constexpr float kMargin = 0.2F;  ///< SD

std::size_t level_of(float distress, float margin_up, float margin_down) {
  std::size_t level = 0;
  for (const float limit : kLevels) level += distress >= limit + margin_up - margin_down ? 1 : 0;
  return level;
}

}  // namespace

std::string_view words_for(AdjustmentType type) {
  static constexpr std::array<std::string_view, 5> kNames{"not counted", "integration", "isolation",
                                                          "acculturation", "marginality"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string krw_text(double amount) { return number_text(amount, 0) + " KRW"; }

std::string months_text(int months) {
  return months == 1 ? "1 month" : fmt::format("{} months", months);
}

std::vector<LifeEvent> LifeTeller::tell() {
  for (m_ = 0; m_ < life_.size(); ++m_) {
    if (m_ == 0) {
      begin();
    } else if (rows_.in_south(m_) || rows_.in_south(m_ - 1)) {
      continue_life();
    }
    if (rows_.in_south(m_)) note_year();
  }
  return std::move(events_);
}

void LifeTeller::begin() {
  searching_ = rows_.searched[0] != 0;
  level_ = level_of(rows_.distress[0], 0, 0);
  ties_ = {life_.coethnic_ties[0], life_.host_ties[0]};
  if (!rows_.in_south(0)) {
    say(rows_.presence[0] == Presence::abroad ? "Lives abroad when the record begins."
                                              : "Had gone before the record begins.");
    return;
  }
  const Month arrival{rows_.arrival_month[0]};
  if (arrival == now()) {
    she_does("arrives at the age of {}{}.", rows_.age[0], background());
  } else {
    she_does("came to the South in {}{}. When the record begins {} is {} and {}.",
             to_string(arrival), background(), rows_.woman[0] != 0 ? "she" : "he", rows_.age[0],
             words_for(rows_.labour_state[0]));
  }
}

std::string LifeTeller::background() const {
  static constexpr std::array<std::string_view, 3> kSchooling{
      "secondary schooling or less", "a college education", "a university education"};
  std::string text = fmt::format(", a {} with {}", rows_.woman[0] != 0 ? "woman" : "man",
                                 kSchooling[rows_.northern_schooling[0]]);
  if (rows_.age[0] < 18) text = rows_.woman[0] != 0 ? ", a girl" : ", a boy";
  if (rows_.elite[0] != 0) text += ", formerly of the elite";
  if (rows_.market_trader[0] != 0) text += ", who traded on the markets of the North";
  if (rows_.ptsd[0] != 0) text += ", with PTSD";
  if (rows_.chronic_illness[0] != 0) text += ", with a chronic illness";
  if (rows_.family_left_behind[0] != 0) text += "; close family stays in the North";
  if (rows_.debt_krw[0] > 0)
    text += fmt::format("; {} owed to a broker", krw_text(rows_.debt_krw[0]));
  return text;
}

void LifeTeller::continue_life() {
  if (!tell_presence()) return;
  tell_home();
  tell_family();
  tell_work();
  tell_search();
  tell_money();
  tell_support();
  tell_mind();
  tell_adjustment();
}

/// Whether there is more to tell of the month.
bool LifeTeller::tell_presence() {
  const Presence before = rows_.presence[m_ - 1];
  const Presence here = rows_.presence[m_];
  if (here == before) return true;
  if (here == Presence::dead) {
    she_does("dies at the age of {}.", rows_.age[m_]);
  } else if (here == Presence::departed) {
    she_does("leaves South Korea for good.");
  } else if (here == Presence::abroad) {
    she_does("leaves for a third country.");
  } else {
    she_does("comes back to South Korea.");
  }
  return false;
}

void LifeTeller::tell_home() {
  if (rows_.in_facility(m_ - 1) && !rows_.in_facility(m_)) {
    she_does("leaves the facility and settles in {}{}.", life_.localities[rows_.locality[m_]],
             rows_.housing_supported[m_] != 0 ? ", in supported housing" : "");
  }
  if (rows_.officer[m_] != rows_.officer[m_ - 1]) {
    const char* kind = life_.has_social_worker[m_] != 0 ? "social worker" : "police officer";
    if (rows_.officer[m_] == kNoOfficer) {
      say("The case officer's charge ends.");
    } else if (rows_.officer[m_ - 1] == kNoOfficer) {
      say(fmt::format("A {} takes charge of {}.", kind, her()));
    } else {
      say(fmt::format("Another {} takes over.", kind));
    }
  }
  if (rows_.hostile_event[m_] != 0) she_does("meets with hostility from the officer.");
  if (begins(rows_.credentials_recognised)) say("Schooling of the North is recognised.");
}

void LifeTeller::tell_family() {
  static constexpr std::array<std::string_view, 5> kFrom{"", "the North", "China", "the South",
                                                         "another country"};
  if (rows_.has_partner(m_) && !rows_.has_partner(m_ - 1)) {
    const auto origin = static_cast<std::size_t>(rows_.partner_origin[m_]);
    she_does("lives with a partner from {}.", kFrom[origin]);
  } else if (!rows_.has_partner(m_) && rows_.has_partner(m_ - 1)) {
    she_does("no longer has a partner.");
  }
  const std::int16_t youngest = rows_.youngest_child_birth[m_];
  if (youngest > rows_.youngest_child_birth[m_ - 1]) {
    const int age = (now().index - youngest) / 12;
    if (now().index - youngest <= 1) {
      say("A child is born.");
    } else {
      she_does("has a child of {}.", age);
    }
  }
  if (ends(rows_.family_left_behind))
    say("The family left in the North joins " + std::string(her()) + ".");
}

void LifeTeller::tell_money() {
  if (rows_.settlement_payment_krw[m_] > 0) {
    she_does("receives {} of the settlement grant.", krw_text(rows_.settlement_payment_krw[m_]));
  }
  static constexpr std::array<std::string_view, 4> kMilestones{"half a year", "the first year",
                                                               "the second year", "the third year"};
  const int fresh = rows_.incentives_paid[m_] & ~rows_.incentives_paid[m_ - 1];
  for (std::size_t k = 0; k < kMilestones.size(); ++k) {
    if ((fresh >> k & 1) != 0) {
      she_does("receives the employment incentive for {} in insured work.", kMilestones[k]);
    }
  }
  if (begins(life_.benefit_krw)) {
    say(fmt::format("The household receives the livelihood benefit, {} a month.",
                    krw_text(life_.benefit_krw[m_])));
  }
  if (ends(life_.benefit_krw)) say("The livelihood benefit ends.");
  if (ends(rows_.debt_krw)) say("The debt to the broker is paid back.");
  if (begins(rows_.defrauded)) {
    she_does("is defrauded; {} of savings are left.", krw_text(rows_.assets_krw[m_]));
  }
  if (now().month_of_year() == 12 && rows_.remitted[m_] != 0) {
    she_does("sends money to the North.");
  }
  if (begins(rows_.account_own_krw)) she_does("opens a matched savings account.");
  if (ends(rows_.account_own_krw)) {
    say(fmt::format("The matched account is closed after {}.",
                    months_text(now().index - rows_.account_opened[m_ - 1])));
  }
}

void LifeTeller::tell_support() {
  if (begins(rows_.mentor_months_left)) say("A mentor stands by " + std::string(her()) + ".");
  if (ends(rows_.mentor_months_left)) say("The mentoring ends.");
  if (begins(rows_.counselling_months_left)) she_does("begins counselling.");
  if (ends(rows_.counselling_months_left)) say("The counselling ends.");
  if (begins(rows_.therapy_months_left)) she_does("begins trauma therapy.");
  if (ends(rows_.therapy_months_left)) say("The therapy ends.");
  if (begins(rows_.workshop_months_left)) she_does("joins a workshop on Southern speech.");
  if (ends(rows_.workshop_months_left)) say("The workshop ends.");
}

void LifeTeller::tell_mind() {
  if (begins(rows_.chronic_illness)) say("A chronic illness begins.");
  if (begins(rows_.ptsd)) she_does("falls ill with PTSD.");
  if (ends(rows_.ptsd)) she_does("recovers from PTSD.");
  const float distress = rows_.distress[m_];
  const std::size_t risen = level_of(distress, kMargin, 0);
  const std::size_t fallen = level_of(distress, 0, kMargin);
  const std::size_t level = risen > level_ ? risen : std::min(fallen, level_);
  if (level == level_ || rows_.age[m_] < 15) return;
  level_ = level;
  say(fmt::format("Distress is {} ({:+.1f} SD from the mean of the country).", kLevelNames[level],
                  static_cast<double>(distress)));
}

void LifeTeller::tell_adjustment() {
  const std::uint8_t stage = rows_.resocialization_stage[m_];
  if (stage != rows_.resocialization_stage[m_ - 1]) {
    say(fmt::format("Occupational resocialization: stage {}, {}.", stage, name_of_stage(stage)));
  }
  const AdjustmentType type = rows_.adjustment_type[m_];
  const AdjustmentType before = rows_.adjustment_type[m_ - 1];
  if (type == before || type == AdjustmentType::not_counted) return;
  if (before == AdjustmentType::not_counted) {
    say(fmt::format("Adjustment: {}.", words_for(type)));
  } else {
    say(fmt::format("Adjustment: from {} to {}.", words_for(before), words_for(type)));
  }
}

/// Ties and discrimination are summed by year.
void LifeTeller::note_year() {
  discriminated_ += rows_.discrimination_flags[m_] & 1;
  if (now().month_of_year() != 12) return;
  const auto change = [](const char* with, int before, int after) {
    return before == after ? std::string()
                           : fmt::format(" Ties with {}: {} to {}.", with, before, after);
  };
  const std::pair<int, int> ties{life_.coethnic_ties[m_], life_.host_ties[m_]};
  std::string text = change("fellow defectors", ties_.first, ties.first) +
                     change("South Koreans", ties_.second, ties.second);
  if (discriminated_ > 0) {
    text += fmt::format(" Discriminated against in {}.", months_text(discriminated_));
  }
  if (!text.empty()) say("Over the year:" + text);
  ties_ = ties;
  discriminated_ = 0;
}

std::vector<LifeEvent> events_of(const LifeRecord& life) { return LifeTeller(life).tell(); }

}  // namespace resettle
