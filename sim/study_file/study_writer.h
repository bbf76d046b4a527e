#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "study_file/packed_cell.h"
#include "study_file/study_labels.h"

namespace resettle {

/// Puts a study file together from finished cells. The file appears under its name only when it is
/// complete and sealed; the same cells give the same bytes but for the time of writing.
class StudyWriter {
 public:
  StudyWriter(const StudyHead& head, const std::filesystem::path& output);

  /// Errors: InputError if what a source took from a file does not fit this one.
  void check_fits(const CellSource& source) const { source.check_fits(file_); }
  void write(const PackedCell& cell);
  /// Adds the digests of what is in the file, seals it and gives it its name.
  void finish(IfThere if_there);

 private:
  Variable& result(const std::string& name);

  const StudyHead& head_;
  LabelledFile file_;
  std::vector<std::string> results_;
  std::map<std::string, Variable> open_;
};

/// Writes the study file: every cell of the head from the first of the sources that has it.
/// Errors: InputError; what was at `output` before is then untouched.
void write_study(const StudyHead& head, const std::vector<const CellSource*>& sources,
                 const std::filesystem::path& output, IfThere if_there);

}  // namespace resettle
