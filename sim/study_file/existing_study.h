#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "study_file/packed_cell.h"
#include "study_file/study_source.h"

namespace resettle {

/// Opens a study file of a version that this program reads. Errors: InputError with file and
/// remedy (also if it is a YAML file, or not as it was written).
LabelledFile open_study_file(const std::filesystem::path& path);

/// Throws InputError if there is no such file, and says so if it is a study whose run has not been
/// finished.
void check_finished(const std::filesystem::path& path);

/// A finished study file, with all that is needed to take over its cells or to run it again.
class ExistingStudy final : public CellSource {
 public:
  /// Errors: InputError.
  explicit ExistingStudy(const std::filesystem::path& path);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] const LabelledFile& file() const { return file_; }
  [[nodiscard]] const std::vector<std::string>& arms() const { return arms_; }
  [[nodiscard]] const std::vector<int>& replicates() const { return replicates_; }
  /// What `about_part` says of its replicates; "" if the study is whole.
  [[nodiscard]] std::string about_part() const;
  /// What it was made of.
  [[nodiscard]] StudySource source() const;
  /// The plan of that, which has the arms and replicates of the file. Errors: InputError also if it
  /// has others.
  [[nodiscard]] StudyPlan plan() const;
  /// The commit of the program that wrote it.
  [[nodiscard]] std::string written_by() const;

  [[nodiscard]] std::size_t arm_position(const std::string& arm) const;
  [[nodiscard]] std::size_t replicate_position(int replicate) const;

  [[nodiscard]] bool has(const std::string& arm, int replicate) const override;
  [[nodiscard]] PackedCell read(const std::string& arm, int replicate) const override;
  void check_fits(const LabelledFile& target) const override;
  /// The digests of a cell alone.
  [[nodiscard]] std::map<std::string, Digest> digests(const std::string& arm, int replicate) const;

 private:
  std::filesystem::path path_;
  LabelledFile file_;
  std::vector<std::string> arms_;
  std::vector<int> replicates_;
};

}  // namespace resettle
