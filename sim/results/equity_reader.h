#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "io/labelled_file.h"
#include "results/arm_source.h"
#include "results/compared_study.h"
#include "results/equity.h"
#include "results/sampling.h"

namespace resettle {

enum class ArmOrReference { arm, reference };

/// Reads results of one arm and of its reference for the tables of equity, and notes what is left
/// out of them. Errors: InputError with file, object and remedy.
class EquityReader {
 public:
  EquityReader(const ArmSource& source, const ComparedStudy& study, Equity& equity)
      : source_(source), file_(*source.file), study_(study), equity_(equity) {}

  [[nodiscard]] const ComparedStudy& study() const { return study_; }
  [[nodiscard]] std::size_t replicates() const { return source_.replicates.size(); }
  [[nodiscard]] Sampling sampling() const { return Sampling(source_.replicates); }

  /// Whether the file has the group of a table; notes once that the table is missing if not.
  [[nodiscard]] bool has(const std::string& group, const std::string& table) const;
  [[nodiscard]] std::vector<std::string> labels(const std::string& group,
                                                const std::string& coordinate) const;
  /// A result: [replicate][...] without its first two dimensions. Of one by month only the months
  /// from the policy start on.
  [[nodiscard]] std::vector<double> values(const std::string& group, const std::string& variable,
                                           ArmOrReference which = ArmOrReference::arm) const;
  /// The last month only, of an indicator: [replicate][subgroup].
  [[nodiscard]] std::vector<double> at_end(const std::string& indicator,
                                           ArmOrReference which) const;

  /// An attribute of an indicator, for example "units".
  [[nodiscard]] std::string indicator_text(const std::string& indicator,
                                           const std::string& attribute) const;

  /// The mean over replicates, or nothing (and a note) if fewer than kSmallestCell simulated
  /// persons stand behind it on average. `simulated` are those persons, by replicate.
  [[nodiscard]] Estimate shown(std::span<const double> values, std::span<const double> simulated,
                               const std::string& table, const std::string& cell) const;
  void suppress(const std::string& table, const std::string& cell, std::string reason) const;
  [[noreturn]] void refuse(const std::string& group, std::string message) const;

 private:
  [[nodiscard]] std::size_t position(const Group& group, ArmOrReference which) const;
  /// Of values by replicate in the file, those of the replicates that are compared.
  [[nodiscard]] std::vector<double> compared(const Group& group,
                                             const std::vector<double>& values) const;
  [[nodiscard]] std::size_t first_month(const Group& group) const;

  const ArmSource& source_;
  const LabelledFile& file_;
  const ComparedStudy& study_;
  Equity& equity_;
};

/// Whether the mean of simulated persons is too small to show what rests on them.
bool too_few(std::span<const double> simulated);
/// Why, in the words of the log.
std::string too_few_text();

// The tables, one function each.
void add_gains(const EquityReader& reader, ArmEquity& arm);
void add_deadweight(const EquityReader& reader, ArmEquity& arm);
void add_transitions(const EquityReader& reader, ArmEquity& arm);
void add_subgroups(const EquityReader& reader, const std::vector<std::string>& outcomes,
                   ArmEquity& arm);

}  // namespace resettle
