#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "io/labelled_file.h"
#include "results/compare.h"

namespace resettle {

/// Which payments count: those of the instruments, or everything government pays less everything
/// it receives.
enum class LedgerView { programme, public_budget };

/// Reads what the comparison needs from a study file, arm by arm. Lists have one value per
/// replicate unless said otherwise. Errors: InputError with file, object and remedy.
class StudyResults {
 public:
  /// Opens the file and checks that it is a study file of the known version.
  explicit StudyResults(const std::filesystem::path& path);

  /// Everything about the study but the results; the arms without the reference.
  [[nodiscard]] Comparison describe() const;
  [[nodiscard]] const std::vector<Month>& months() const { return months_; }
  [[nodiscard]] const std::vector<Month>& ledger_months() const { return ledger_months_; }

  /// Throws InputError with the nearest name unless there is such an indicator.
  void check_outcome(const std::string& name) const;
  /// An attribute of an indicator, for example "units".
  [[nodiscard]] std::string outcome_text(const std::string& name,
                                         const std::string& attribute) const;
  /// An indicator at the last month, everybody; NaN where suppressed.
  [[nodiscard]] std::vector<double> at_end(const std::string& name, const std::string& arm) const;
  /// Persons 15+ of whom an indicator gives the share, summed over months with these weights.
  [[nodiscard]] std::vector<double> person_months(const std::string& arm, const std::string& share,
                                                  const std::vector<double>& weights) const;
  /// Cost in KRW of the price year, summed over ledger months with these weights.
  [[nodiscard]] std::vector<double> cost(const std::string& arm, const std::vector<double>& weights,
                                         LedgerView view) const;
  /// Replicate x type in the reference (4) x type in the arm (4) at the last month: simulated
  /// persons counted in both.
  [[nodiscard]] std::vector<double> twin_tables(const std::string& arm) const;

 private:
  void describe_arms(Comparison& study) const;
  /// How much of each line counts, -1 to 1.
  [[nodiscard]] std::vector<double> line_weights(LedgerView view) const;
  [[nodiscard]] std::vector<double> indicator(const std::string& name, const std::string& arm,
                                              std::size_t first_month) const;

  LabelledFile file_;
  Group aggregates_;
  Group ledger_;
  Group twins_;
  std::size_t replicates_;
  std::vector<Month> months_;
  std::vector<Month> ledger_months_;
};

}  // namespace resettle
