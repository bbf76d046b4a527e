#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "results/arm_source.h"
#include "results/compared_study.h"
#include "results/sampling.h"
#include "results/study_tables.h"

namespace resettle {

/// What the comparison needs of a study file, or of a study file and the arms of a second one that
/// is comparable with it (results/comparable.h); then only the replicates that both have. Errors:
/// InputError with file, object and remedy.
class StudyResults {
 public:
  /// Which replicates, where the parameters were drawn; without draws all of them.
  enum class Of { draws, central_values };

  explicit StudyResults(const std::filesystem::path& path,
                        const std::optional<std::filesystem::path>& with = {}, Of of = Of::draws);

  /// Everything about the study but the results; the arms without the reference.
  [[nodiscard]] ComparedStudy describe() const;
  /// The months from the policy start to the end; at least one.
  [[nodiscard]] const std::vector<Month>& months() const { return first().months(); }
  [[nodiscard]] std::size_t replicates() const { return first().replicates().size(); }
  [[nodiscard]] Sampling sampling() const { return Sampling(first().replicates()); }
  [[nodiscard]] Month policy_start() const { return first().policy_start(); }
  /// Where the reference and the arms of the comparison are read.
  [[nodiscard]] ArmSource reference_source() const;
  [[nodiscard]] std::vector<ArmSource> arm_sources(const ComparedStudy& study) const;

  /// Throws InputError with the nearest name unless all files have such an indicator.
  void check_outcome(const std::string& name) const;
  [[nodiscard]] bool has_indicator(const std::string& name) const;
  [[nodiscard]] std::string outcome_text(const std::string& name,
                                         const std::string& attribute) const {
    return first().outcome_text(name, attribute);
  }
  // The tables of an arm, as StudyTables describes them; arms by the names of describe().
  [[nodiscard]] std::span<const double> indicator(const std::string& name,
                                                  const std::string& arm) const;
  [[nodiscard]] std::vector<double> at_end(const std::string& name, const std::string& arm) const;
  [[nodiscard]] std::vector<double> twin_tables(const std::string& arm) const;
  [[nodiscard]] std::vector<double> payments(const std::string& arm) const;
  [[nodiscard]] const std::vector<LedgerLineText>& lines() const { return first().lines(); }
  [[nodiscard]] std::optional<double> hour_krw() const { return first().hour_krw(); }

 private:
  /// Where an arm of the comparison is found.
  struct Place {
    const StudyTables* file;
    std::string arm;
  };
  void add_arms(const StudyTables& file);
  [[nodiscard]] const StudyTables& first() const { return *files_.front(); }
  [[nodiscard]] const Place& place(const std::string& arm) const;

  std::vector<std::unique_ptr<StudyTables>> files_;
  std::map<std::string, Place> places_;
  std::vector<ComparedArm> more_arms_;  ///< of the second file
};

}  // namespace resettle
