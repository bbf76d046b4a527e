#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "io/beside_law.h"
#include "io/scenario.h"

// Whether what a scenario changes can reach anybody. What a parameter says of itself
// (`ParameterSpec::acts`) tells when it can matter; nothing is said that is not certain.

namespace resettle {

/// "policies.mentoring" of "policies.mentoring.months".
std::string section_of(const std::string& path);

/// The value of a parameter, or of a line's; nullptr if the scenario has none.
const Series* find_value(const Scenario& scenario, const std::string& path);

/// Why nobody is offered the instrument in any month of the span; empty if somebody may be.
std::string why_not_offered(const Scenario& scenario, const std::string& section, MonthSpan span);

/// What an arm changes of the reference and what comes of it, in the months in which they may
/// differ. Before them both are the reference.
class Changes {
 public:
  Changes(const Scenario& scenario, const Scenario& reference, const ParameterCatalogue& catalogue,
          MonthSpan span);

  /// Whether nothing that is changed can matter in any month, so that both give the same results.
  [[nodiscard]] bool never_act() const { return acting_ == 0; }
  /// Why, one reason for each instrument or parameter.
  [[nodiscard]] const std::vector<std::string>& reasons() const { return reasons_; }
  /// Instruments of which values are changed although nobody is offered them, with the reason.
  [[nodiscard]] const std::vector<std::string>& idle() const { return idle_; }
  /// Whether it acts, but nothing that is changed can reach anybody's adjustment type.
  [[nodiscard]] bool moves_nobody() const { return acting_ > 0 && moving_.empty(); }
  /// Instruments of which nothing that is changed can, and what they change instead.
  [[nodiscard]] const std::vector<std::string>& without_path() const { return without_path_; }

 private:
  void add_acting(const ParameterSpec& spec);
  void tell_without_path();

  std::size_t acting_ = 0;
  std::set<std::string> moving_;  ///< sections of which something may reach somebody
  /// Of the other sections, what can be changed besides payments.
  std::map<std::string, std::set<std::string>> moved_only_;
  std::vector<std::string> without_path_;
  std::vector<std::string> reasons_;
  std::vector<std::string> idle_;
};

/// Who is left out of what a scenario changes by a date that it keeps from its base: those who
/// arrived before or after a month, and months in which the instrument is not offered; and all,
/// where there are no places or no money.
std::vector<std::string> left_out(const Scenario& scenario, const Scenario& base,
                                  const ParameterCatalogue& catalogue, MonthSpan span);

}  // namespace resettle
