#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "io/labelled_file.h"
#include "results/compared_study.h"

namespace resettle {

/// Reads what the comparison needs from one study file: every table once, and of it only everybody
/// ("all") and the months from the policy start on. Arms have the names they have in the file.
/// Errors: InputError with file, object and remedy.
class StudyTables {
 public:
  /// Opens the file and checks that it is a study file of the known version.
  explicit StudyTables(const std::filesystem::path& path);

  /// Everything about the study but the results; the arms without the reference.
  [[nodiscard]] ComparedStudy describe() const;
  /// The months from the policy start to the end; at least one.
  [[nodiscard]] const std::vector<Month>& months() const { return months_; }
  /// Numbers of the replicates that are read: all in the file, or those kept.
  [[nodiscard]] const std::vector<std::int32_t>& replicates() const { return numbers_; }
  /// Reads these replicates only from now on; ascending, each in the file.
  void keep_replicates(const std::vector<std::int32_t>& numbers);
  [[nodiscard]] const std::vector<std::string>& arms() const { return arms_; }
  [[nodiscard]] const std::string& reference() const { return reference_; }
  [[nodiscard]] Month policy_start() const { return policy_start_; }
  [[nodiscard]] const LabelledFile& file() const { return file_; }

  /// Throws InputError with the nearest name unless there is such an indicator.
  void check_outcome(const std::string& name) const;
  [[nodiscard]] bool has_indicator(const std::string& name) const;
  /// An attribute of an indicator, for example "units".
  [[nodiscard]] std::string outcome_text(const std::string& name,
                                         const std::string& attribute) const;
  /// An indicator, replicate x month of months(); NaN where suppressed.
  [[nodiscard]] std::span<const double> indicator(const std::string& name,
                                                  const std::string& arm) const;
  /// An indicator at the last month, one value per replicate.
  [[nodiscard]] std::vector<double> at_end(const std::string& name, const std::string& arm) const;
  /// Replicate x type in the reference (4) x type in the arm (4) at the last month: simulated
  /// persons counted in both.
  [[nodiscard]] std::vector<double> twin_tables(const std::string& arm) const;

  /// The lines of the ledger in file order.
  [[nodiscard]] const std::vector<LedgerLineText>& lines() const { return lines_; }
  /// KRW of the price year, replicate x month x line.
  [[nodiscard]] std::vector<double> payments(const std::string& arm) const;
  /// Value of an hour of unpaid help in KRW of the price year, by the reference arm at the policy
  /// start; nothing if the file does not keep it.
  [[nodiscard]] std::optional<double> hour_krw() const;

 private:
  void read_arms();
  void read_months();
  void read_lines();
  /// Replicates in the file.
  [[nodiscard]] std::size_t stored() const;
  /// Of values by `outer` labels and replicate in the file, those of the replicates that are kept.
  [[nodiscard]] std::vector<double> kept(std::vector<double> values, std::size_t outer) const;
  [[nodiscard]] std::size_t arm_position(const std::string& arm) const;

  LabelledFile file_;
  Group aggregates_;
  Group ledger_;
  Group twins_;
  std::vector<std::int32_t> numbers_;
  std::vector<std::size_t> kept_;  ///< positions in the file of numbers_
  std::vector<std::string> arms_;
  std::string reference_;
  std::size_t subgroup_all_ = 0;  ///< position of "all"
  Month start_;                   ///< first month in the file
  Month policy_start_;
  std::size_t first_month_ = 0;  ///< position in the file of months_.front()
  std::vector<Month> months_;
  std::vector<LedgerLineText> lines_;
  std::vector<double> prices_;  ///< of months_, price year = 100
  /// By indicator: arm x kept replicate x month, filled when asked for.
  mutable std::map<std::string, std::vector<double>> read_;
};

}  // namespace resettle
