#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "study/life.h"

namespace resettle {

/// 1 for months of lasting payment: pauses and then spells of less than three months are passed
/// over. Whether a short pause at the end lasts is not known, so it is none.
std::vector<std::uint8_t> lasting_spells(const std::vector<std::int32_t>& amounts);

/// Tells a life; the questions of one month are asked of its row and of the row before it. Used by
/// events_of only.
class LifeTeller {
 public:
  explicit LifeTeller(const LifeRecord& life)
      : life_(life), rows_(life.rows), has_benefit_(lasting_spells(life.benefit_krw)) {}
  std::vector<LifeEvent> tell();

 private:
  [[nodiscard]] Month now() const { return life_.months[m_]; }
  [[nodiscard]] const char* she() const { return rows_.woman[m_] != 0 ? "She" : "He"; }
  [[nodiscard]] const char* her() const { return rows_.woman[m_] != 0 ? "her" : "him"; }
  [[nodiscard]] const char* her_own() const { return rows_.woman[m_] != 0 ? "her" : "his"; }
  [[nodiscard]] bool is_this_month(std::int16_t month) const { return month == now().index; }
  /// Whether something is there that was not there the month before, and the reverse.
  template <class Column>
  [[nodiscard]] bool begins(const Column& column) const {
    return column[m_] > 0 && column[m_ - 1] <= 0;
  }
  template <class Column>
  [[nodiscard]] bool ends(const Column& column) const {
    return column[m_] <= 0 && column[m_ - 1] > 0;
  }

  void say(std::string sentence) { events_.push_back({now(), std::move(sentence)}); }
  /// A sentence that begins with "She" or "He".
  template <class... Parts>
  void she_does(fmt::format_string<Parts...> text, Parts&&... parts) {
    say(fmt::format("{} {}", she(), fmt::format(text, std::forward<Parts>(parts)...)));
  }

  // life_arrival.cpp
  void begin();
  [[nodiscard]] std::string background() const;
  [[nodiscard]] std::string company() const;
  // life_events.cpp
  void continue_life();
  bool tell_presence();
  void tell_home();
  void tell_family();
  void tell_support();
  void tell_mind();
  void tell_distress();
  [[nodiscard]] float half_year_distress() const;
  void tell_stage();
  void tell_adjustment();
  void note_year();
  // life_work.cpp
  void tell_work();
  void tell_end_of(LabourState before);
  void tell_job(LabourState before, LabourState here);
  void tell_search();
  // life_money.cpp
  void tell_money();
  void tell_grants();
  void tell_benefit();
  void tell_account();

  const LifeRecord& life_;
  const Persons& rows_;
  std::size_t m_ = 0;
  bool searching_ = false;
  int quiet_ = 0;          ///< months since the last search of this spell
  std::size_t level_ = 0;  ///< of distress, as last told
  std::optional<Month> level_told_;
  std::vector<std::uint8_t> has_benefit_;  ///< short spells and pauses passed over
  std::pair<int, int> ties_{0, 0};         ///< at the end of the year before: co-ethnic, host
  int discriminated_ = 0;                  ///< months of this year
  std::vector<LifeEvent> events_;
};

/// "has no job", "goes to school" ...
std::string_view words_for(LabourState state);
/// "integration", "isolation" ...
std::string_view words_for(AdjustmentType type);
/// "1,210,000 KRW"
std::string krw_text(double amount);
/// "1 month", "7 months"
std::string months_text(int months);
/// "in its first month", "after 7 months": when a job or business ended
std::string end_text(int tenure_months);

}  // namespace resettle
