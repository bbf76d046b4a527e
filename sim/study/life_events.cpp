// What happened to one simulated person, from the columns of consecutive months: presence, home,
// family, mind. Coming is in life_arrival.cpp, work in life_work.cpp, money in life_money.cpp.

#include <algorithm>
#include <array>

#include "results/text_layout.h"
#include "study/life_teller.h"

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
constexpr std::size_t kHalfYear = 6;
constexpr int kMonthsBetweenLevels = 12;
constexpr int kYoungestTold = 15;  // of distress

// MODEL 11
constexpr int kIdleMonths = 12;     // in a row without a job: thrown back one stage
constexpr int kDistressMonths = 6;  // in a row of high distress: thrown back one stage

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

std::string end_text(int tenure_months) {
  return tenure_months == 0 ? "in its first month" : "after " + months_text(tenure_months);
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

void LifeTeller::continue_life() {
  if (!tell_presence()) return;
  tell_home();
  tell_family();
  tell_work();
  tell_search();
  tell_money();
  tell_support();
  tell_mind();
  tell_distress();
  tell_stage();
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
    // Who joins kin at exit takes their household; a unit keeps that of its first ticket.
    she_does("leaves the facility and settles in {}{}{}.", life_.localities[rows_.locality[m_]],
             rows_.housing_supported[m_] != 0 ? ", in supported housing" : "",
             rows_.household[m_] != rows_.household[m_ - 1] ? ", and lives with kin" : "");
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
  if (rows_.forced_move_month[m_] == now().index) she_does("has to move house.");
  if (ends(rows_.family_left_behind))
    say("The family left in the North joins " + std::string(her()) + ".");
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
}

float LifeTeller::half_year_distress() const {
  const std::size_t months = std::min(m_ + 1, kHalfYear);
  float sum = 0;
  for (std::size_t k = 0; k < months; ++k) sum += rows_.distress[m_ - k];
  return sum / static_cast<float>(months);
}

/// First at exit, or as soon as half a year is known; then changes of level, at most one a year.
void LifeTeller::tell_distress() {
  if (rows_.age[m_] < kYoungestTold || rows_.in_facility(m_)) return;
  const float distress = half_year_distress();
  std::size_t level = level_of(distress, 0, 0);
  if (!level_told_) {
    if (!rows_.in_facility(m_ - 1) && m_ + 1 < kHalfYear) return;
  } else {
    const std::size_t risen = level_of(distress, kMargin, 0);
    const std::size_t fallen = level_of(distress, 0, kMargin);
    level = risen > level_ ? risen : std::min(fallen, level_);
    if (level == level_ || now() - *level_told_ < kMonthsBetweenLevels) return;
  }
  level_ = level;
  level_told_ = now();
  say(fmt::format("Distress is {} (of late {:+.1f} SD from the mean of the country).",
                  kLevelNames[level], static_cast<double>(distress)));
}

void LifeTeller::tell_stage() {
  const std::uint8_t stage = rows_.resocialization_stage[m_];
  const std::uint8_t before = rows_.resocialization_stage[m_ - 1];
  if (stage == before) return;
  if (stage > before) {
    say(fmt::format("Occupational resocialization: stage {}, {}.", stage, name_of_stage(stage)));
    return;
  }
  const bool idle = rows_.idle_streak[m_ - 1] + 1 >= kIdleMonths;
  const bool distressed = rows_.distress_streak[m_ - 1] + 1 >= kDistressMonths;
  say(fmt::format("Occupational resocialization: falls back to stage {}{}{}{}.", stage,
                  idle ? " after twelve months without work" : "", idle && distressed ? " or" : "",
                  distressed ? " after six months of high distress" : ""));
}

void LifeTeller::tell_adjustment() {
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
