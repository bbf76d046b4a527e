#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/errors.h"
#include "io/scenario_reader.h"
#include "io/study_plan.h"
#include "io/translated.h"
#include "io/yaml.h"

namespace resettle {

/// Reads the baseline and the arms of a study and checks them against each other.
class StudyArms {
 public:
  StudyArms(const std::filesystem::path& file, const YamlNode& root, ScenarioReader& reader,
            const std::vector<Override>& overrides, ProblemList& problems)
      : folder_(file.parent_path()),
        root_(root),
        reader_(reader),
        overrides_(overrides),
        problems_(problems) {}

  void read(StudyPlan& plan);
  /// Adds the arms of the command line.
  void read_added(const std::vector<AddedArm>& arms, StudyPlan& plan);
  /// Tables of the baseline; empty if it could not be read.
  [[nodiscard]] const Inputs& inputs() const { return baseline_.inputs; }

 private:
  using Layers = std::vector<const Layer*>;

  void read_baseline();
  void check_name(const YamlEntry& entry);
  /// A text for all languages counts as English, which is what tables show.
  void check_label(const ArmPlan& arm, const NamedAt& named_at,
                   const std::string& language = kLanguages.front());
  void read_arm(const YamlEntry& entry, const std::string& reference, StudyPlan& plan);
  std::vector<NamedFile> overlays_of(const YamlEntry& entry, bool is_reference);
  /// The layers of an arm: the baseline's, then each overlay's; empty, with problems, if one is
  /// unusable or two overlays set the same parameter.
  Layers layers_of(const std::string& arm, const std::vector<NamedFile>& overlays);
  void add_arm(ArmPlan arm, const Layers& layers, StudyPlan& plan);
  void check_arrivals(const ArmPlan& arm);
  void check_different(const StudyPlan& plan, const YamlNode& arms);
  void check_different(const StudyPlan& plan, const std::string& added, const NamedAt& named_at);
  /// Adds the problem of two arms of the same content: of --set if they differ without it, else
  /// at `where`.
  void report_same(const std::string& one, const std::string& other, Problem otherwise);
  /// Of the parameters of --set, those that the arms have different values of in their files.
  [[nodiscard]] std::vector<std::string> made_same(const std::string& one,
                                                   const std::string& other) const;
  void find_reference(const std::string& reference, const YamlNode& arms, StudyPlan& plan);

  std::filesystem::path folder_;
  const YamlNode& root_;
  ScenarioReader& reader_;
  const std::vector<Override>& overrides_;
  ProblemList& problems_;
  Layers base_;
  Scenario baseline_;
  std::map<std::string, Layers> layers_;      ///< of each arm
  std::map<std::string, std::string> names_;  ///< by what hardly differs in them (io/names.h)
  std::set<std::pair<std::string, std::string>> labels_;  ///< as they look, with their languages
  std::set<std::string> unsound_;  ///< arms with a problem in one of their overlays
};

}  // namespace resettle
