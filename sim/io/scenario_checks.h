#pragma once

#include <set>
#include <string>
#include <vector>

#include "io/scenario_reader.h"

namespace resettle {

/// Every month at which one of the series may change.
std::set<Month> steps_of(const std::vector<const ParameterEntry*>& entries);

/// Reads parameters of one scenario together, and reports what is wrong between them. A parameter
/// that is absent or has a problem already is not known: its value is not what the user meant.
class Together {
 public:
  Together(const Scenario& scenario, ProblemList& problems)
      : scenario_(scenario), problems_(problems) {}

  [[nodiscard]] const ParameterEntry* find(const std::string& path) const;
  /// Whether a problem was reported for the path, or for one that begins with it.
  [[nodiscard]] bool has_problem(const std::string& path) const;
  [[nodiscard]] bool knows(const std::vector<std::string>& paths) const;
  /// The lines of "policies.NAME", in their order.
  [[nodiscard]] std::vector<std::string> lines(const std::string& section) const;
  /// Paths of the scenario that end so.
  [[nodiscard]] std::vector<std::string> ending_in(const std::string& ending) const;
  // Of known parameters:
  [[nodiscard]] const Series& series(const std::string& path) const { return find(path)->value; }
  [[nodiscard]] double at(const std::string& path, Month month) const;
  [[nodiscard]] bool ever_above_0(const std::string& path) const;
  [[nodiscard]] std::set<Month> steps(const std::vector<std::string>& paths) const;

  /// Months in which the instrument of `section` begins, or one of `paths` may change while it is
  /// offered to somebody.
  [[nodiscard]] std::vector<Month> offered(const std::string& section,
                                           const std::vector<std::string>& paths) const;

  void report(const std::string& path, const std::string& message, const std::string& remedy);

 private:
  const Scenario& scenario_;
  ProblemList& problems_;
};

/// What to write instead of a yearly budget for an instrument that cannot have one; empty for
/// others. `section` is for example "policies.housing".
std::string instead_of_budget(const std::string& section);

/// Instruments that nobody could run as they are written.
void check_instruments(Together& scenario);

}  // namespace resettle
